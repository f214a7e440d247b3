/* The line of gantry-cli that draws a picture again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture-wishes.h"

#include <inttypes.h>
#include <string.h>

/* Characters that mean nothing but themselves to any shell. */
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-"

static void
add_word (GString *line, const char *word)
{
  g_autofree char *quoted = *word != '\0' && word[strspn(word, PLAIN)] == '\0' ? NULL : g_shell_quote(word);
  if (line->len > 0)
    g_string_append_c(line, ' ');
  g_string_append(line, quoted != NULL ? quoted : word);
}

/* An option and its value are one word: a value may begin with a dash. */
static void
add_value (GString *line, const char *option, const char *value)
{
  g_autofree char *word = g_strdup_printf("--%s=%s", option, value);
  add_word(line, word);
}

static void
add_flag (GString *line, const char *option, bool is_set)
{
  if (is_set)
    g_string_append_printf(line, " --%s", option);
}

/* Exact, in the largest unit that needs no fraction. */
static void
add_time (GString *line, const char *option, int64_t ns)
{
  static const struct {
    int64_t ns;
    const char *name;
  } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
  gsize i = 0;
  if (ns == GANTRY_NO_TIME)
    return;
  while (ns % units[i].ns != 0)
    i++;
  g_string_append_printf(line, " --%s=%" PRId64 "%s", option, ns / units[i].ns, units[i].name);
}

static void
add_number (GString *line, const char *option, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  if (number != 1.0)
    add_value(line, option, g_ascii_dtostr(text, sizeof text, number));
}

static void
add_size (GString *line, const GantryPictureWishes *wishes)
{
  if (wishes->height > 0)
    g_string_append_printf(line, " --size=%dx%d", wishes->width, wishes->height);
  else
    g_string_append_printf(line, " --size=%d", wishes->width);
}

static void
add_dimmed (GString *line, unsigned dimmed)
{
  g_autoptr(GString) list = g_string_new(NULL);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    if ((dimmed & (1u << i)) != 0)
      g_string_append_printf(list, "%s%s", list->len > 0 ? "," : "", gantry_legend_id((GantryLegend)i));
  if (list->len > 0)
    add_value(line, "dim", list->str);
}

static void
add_lanes (GString *line, const GantryPictureWishes *wishes)
{
  static const char *const densities[GANTRY_N_DENSITIES] = {
      [GANTRY_DENSITY_COMPACT] = "compact", [GANTRY_DENSITY_LARGE] = "large"};
  g_autofree char *arrangement = gantry_lane_arrangement_to_text(wishes->arrangement);
  if (densities[wishes->density] != NULL)
    add_value(line, "density", densities[wishes->density]);
  if (*arrangement != '\0')
    add_value(line, "arrange", arrangement);
  if (wishes->lanes != NULL)
    add_value(line, "lanes", wishes->lanes);
  if (wishes->selected != NULL)
    add_value(line, "select", wishes->selected);
  add_dimmed(line, wishes->dimmed);
  if (wishes->arrows == GANTRY_ARROWS_ALL)
    add_value(line, "arrows", "all");
  else if (wishes->arrows == GANTRY_ARROWS_NONE && wishes->selected != NULL)
    add_value(line, "arrows", "none"); /* else the chosen lane's are drawn */
}

static void
add_align (GString *line, const GantryRunAlignment *align)
{
  if (align->kind == GANTRY_ALIGN_END)
    add_value(line, "align", "end");
  else if (align->kind == GANTRY_ALIGN_LANE)
    add_value(line, "align-at", align->lane);
}

char *
gantry_picture_wishes_command (const GantryPictureWishes *wishes, const char *const *traces,
                               const char *output)
{
  bool compares = traces[0] != NULL && traces[1] != NULL;
  GString *line = g_string_new(compares ? "gantry-cli compare" : "gantry-cli render");
  for (gsize i = 0; traces[i] != NULL; i++) {
    g_autofree char *name = *traces[i] == '-' ? g_strconcat("./", traces[i], NULL) : g_strdup(traces[i]);
    add_word(line, name);
  }
  g_string_append(line, " -o");
  add_word(line, output);
  add_size(line, wishes);
  add_number(line, "scale", wishes->scale);
  add_number(line, "text-scale", wishes->text_scale);
  if (wishes->theme != GANTRY_THEME_LIGHT)
    add_value(line, "theme", gantry_theme_get(wishes->theme)->id);
  if (wishes->vocabulary != GANTRY_VOCABULARY_PLAIN)
    add_value(line, "words", gantry_vocabulary_id(wishes->vocabulary));
  add_time(line, "from", wishes->from);
  add_time(line, "to", wishes->to);
  add_lanes(line, wishes);
  if (wishes->title != NULL)
    add_value(line, "title", wishes->title);
  add_flag(line, "no-title", wishes->no_title);
  add_flag(line, "no-legend", wishes->no_legend);
  add_flag(line, "no-footer", wishes->no_footer);
  add_flag(line, "no-cores", wishes->no_cores);
  add_flag(line, "no-counters", wishes->no_counters);
  add_flag(line, "no-things", wishes->no_things);
  add_flag(line, "no-trace", wishes->no_trace && !compares);
  add_flag(line, "critical-path", wishes->critical_path);
  add_align(line, &wishes->align);
  return g_string_free(line, FALSE);
}
