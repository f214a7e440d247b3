/* gantry-cli list: the built-in scenarios.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "scenario/library.h"
#include "scenario/scenario.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

static bool
take_flag (const char *value, gpointer target, GError **error)
{
  *(bool *)target = true;
  return true;
}

static const GantryOption list_options[] = {
    {"json", 0, false, NULL, N_("Print a JSON array"), take_flag},
    {0},
};

typedef struct {
  const char *id;
  GantryScenario *scenario;
} Entry;

static void
entry_clear (gpointer data)
{
  gantry_scenario_unref(((Entry *)data)->scenario);
}

/* All of the library; NULL, after a message, where one has an error. */
static GArray *
load_library (void)
{
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  g_array_set_clear_func(entries, entry_clear);
  for (const char *const *id = gantry_library_list(); *id != NULL; id++) {
    g_autoptr(GError) error = NULL;
    Entry entry = {*id, gantry_scenario_load(*id, NULL, &error)};
    if (entry.scenario == NULL) {
      gantry_complain("%s", error->message);
      return NULL;
    }
    g_array_append_val(entries, entry);
  }
  return g_steal_pointer(&entries);
}

static const GantryHead *
entry_head (const Entry *entry)
{
  return &gantry_scenario_get_program(entry->scenario)->head;
}

static void
print_json (const GArray *entries)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_array(builder);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "id");
    json_builder_add_string_value(builder, entry->id);
    json_builder_set_member_name(builder, "title");
    json_builder_add_string_value(builder, entry_head(entry)->title);
    json_builder_set_member_name(builder, "topic");
    json_builder_add_string_value(builder, entry_head(entry)->topic);
    json_builder_end_object(builder);
  }
  json_builder_end_array(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *text = json_to_string(root, TRUE);
  gantry_put(text, strlen(text));
  gantry_put("\n", 1);
}

/* Columns on a terminal that the text takes. */
static int
text_columns (const char *text)
{
  int columns = 0;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar character = g_utf8_get_char(at);
    columns += g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
  }
  return columns;
}

static void
print_table (const GArray *entries)
{
  int id_columns = 0, title_columns = 0;
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    id_columns = MAX(id_columns, text_columns(entry->id));
    title_columns = MAX(title_columns, text_columns(gantry_scenario_text(entry_head(entry)->title)));
  }
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    const char *title = gantry_scenario_text(entry_head(entry)->title);
    g_autofree char *line = g_strdup_printf(
        "%s%*s  %s%*s  %s\n", entry->id, id_columns - text_columns(entry->id), "", title,
        title_columns - text_columns(title), "", gantry_scenario_text(entry_head(entry)->topic));
    gantry_put(line, strlen(line));
  }
}

int
gantry_command_list (int argc, char **argv)
{
  bool json = false;
  const GantryOptionGroup groups[] = {{list_options, &json}, {0}};
  const GantrySyntax syntax = {"gantry-cli list [--json]",
                               N_("Lists the built-in scenarios: id, title, topic."), groups};
  g_autoptr(GPtrArray) others = NULL;
  int status;
  if (!gantry_arguments_take(&syntax, argc, argv, 0, 0, &others, &status))
    return status;

  g_autoptr(GArray) entries = load_library();
  if (entries == NULL)
    return GANTRY_EXIT_WRONG;
  if (json)
    print_json(entries);
  else
    print_table(entries);
  return GANTRY_EXIT_DONE;
}
