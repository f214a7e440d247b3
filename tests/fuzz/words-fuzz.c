/* Any bytes as words of a command line: values of options, an arrangement of lanes, and what a picture is
 * wished to be, whose line for a shell comes to the same words there.
 *
 * Fields are divided by a byte of 1: the value, the arrangement, lanes, title, chosen lane, the traces'
 * names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "chart/picture-wishes.h"
#include "cli/values.h"
#include "scenario/program.h"
#include "trace/printable.h"

#include <string.h>

enum { VALUE, ARRANGEMENT, LANES, TITLE, SELECTED, TRACES };

static void
check_refusal (bool accepted, GError **error)
{
  g_assert_true(accepted == (*error == NULL));
  g_clear_error(error);
}

static void
check_value (const char *text)
{
  g_autoptr(GError) error = NULL;
  int64_t number = 0;
  double real = 0;
  int width = 0, height = 0;
  GantryLegend legend;
  check_refusal(gantry_value_integer(text, -5, 1000, &number, &error), &error);
  g_assert_true(number >= -5 && number <= 1000);
  check_refusal(gantry_value_duration(text, &number, &error), &error);
  check_refusal(gantry_value_moment(text, &number, &error), &error);
  check_refusal(gantry_value_real(text, 0, 100, &real, &error), &error);
  g_assert_true(real >= 0 && real <= 100);
  check_refusal(gantry_value_size(text, GANTRY_PICTURE_MOST_PIXELS, &width, &height, &error), &error);
  g_assert_true(width >= 0 && width <= GANTRY_PICTURE_MOST_PIXELS);
  g_assert_true(height >= 0 && height <= GANTRY_PICTURE_MOST_PIXELS);
  if (gantry_legend_parse(text, &legend))
    g_assert_cmpstr(gantry_legend_id(legend), ==, text);
}

/* Nothing in it moves a terminal's cursor, or worse. */
static void
check_printable (const char *text)
{
  g_autofree char *printable = gantry_printable(text, 2);
  g_assert_true(g_utf8_validate(printable, -1, NULL));
  for (const char *at = printable; *at; at = g_utf8_next_char(at))
    g_assert_true(*at == '\n' || *at == '\t' || !gantry_is_order(g_utf8_get_char(at)));
}

static GantryLaneArrangement *
arrangement_of (const char *text, const char *name)
{
  GantryLaneArrangement *arrangement = NULL;
  if (!gantry_lane_arrangement_parse(text, &arrangement))
    return NULL;
  g_autofree char *words = gantry_lane_arrangement_to_text(arrangement);
  g_autoptr(GantryLaneArrangement) again = NULL;
  g_assert_true(gantry_lane_arrangement_parse(words, &again));
  g_autofree char *same = gantry_lane_arrangement_to_text(again);
  g_assert_cmpstr(same, ==, words);
  (void)gantry_lane_arrangement_matches(arrangement, name);
  return arrangement;
}

static bool
has_word (char *const *words, const char *option, const char *value)
{
  g_autofree char *word = g_strdup_printf("--%s=%s", option, value);
  return g_strv_contains((const char *const *)words, word);
}

/* No byte of a name or title means anything to a shell. */
static void
check_command (const GantryPictureWishes *wishes, const char *const *traces)
{
  g_autofree char *line = gantry_picture_wishes_command(wishes, traces, "a picture.png");
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;
  int n_words;
  g_assert_true(g_shell_parse_argv(line, &n_words, &words, &error));
  int n_traces = (int)g_strv_length((char **)traces);
  g_assert_cmpint(n_words, >, n_traces + 2);
  for (int i = 0; i < n_traces; i++)
    g_assert_true(g_str_has_suffix(words[i + 2], traces[i]));
  g_assert_cmpstr(words[n_traces + 2], ==, "-o");
  g_assert_cmpstr(words[n_traces + 3], ==, "a picture.png");
  g_assert_true(!wishes->lanes || has_word(words, "lanes", wishes->lanes));
  g_assert_true(!wishes->title || has_word(words, "title", wishes->title));
  g_assert_true(!wishes->selected || has_word(words, "select", wishes->selected));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  if (!g_utf8_validate(text, -1, NULL))
    return 0;
  g_auto(GStrv) fields = g_strsplit(text, "\001", TRACES + 3);
  guint n_fields = g_strv_length(fields);
  check_printable(text);
  if (n_fields > VALUE)
    check_value(fields[VALUE]);
  if (n_fields <= TRACES)
    return 0;
  g_autoptr(GantryLaneArrangement) arrangement = arrangement_of(fields[ARRANGEMENT], fields[LANES]);
  GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  wishes.arrangement = arrangement;
  wishes.lanes = fields[LANES];
  wishes.title = fields[TITLE];
  wishes.selected = fields[SELECTED];
  wishes.dimmed = (unsigned)size;
  wishes.from = (int64_t)strlen(fields[TITLE]) * 1000;
  check_command(&wishes, (const char *const *)&fields[TRACES]);
  return 0;
}
