/* What `run` and `compare` have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/wishes.h"

#include "cli/command.h"
#include "cli/load.h"
#include "cli/messages.h"
#include "cli/values.h"
#include "format/trace-file.h"

#include <glib/gi18n-lib.h>

/* A comparison's table always goes to standard output, unless a picture does. */
static bool
check_wishes (const GantryWishes *wishes, bool compares, GError **error)
{
  bool tells = wishes->run.stats != GANTRY_STATS_NONE || wishes->differences != GANTRY_DIFFERENCES_NONE;
  if (tells && gantry_outputs_use_standard_output(&wishes->outputs)) {
    g_set_error_literal(
        error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
        compares ? _("--stats and ‘-o -’ both write to standard output; give the picture a file’s name")
                 : _("--stats and ‘-o -’ both write to standard output; give what is written a file’s name"));
    return false;
  }
  return gantry_picture_wishes_check(&wishes->picture, error) &&
         gantry_outputs_check(&wishes->outputs, compares, error);
}

GantryPrintPlace
gantry_wishes_print_place (const GantryWishes *wishes)
{
  if (wishes->run.quiet)
    return GANTRY_PRINT_NOTHING;
  if (wishes->run.stats == GANTRY_STATS_JSON || gantry_outputs_use_standard_output(&wishes->outputs))
    return GANTRY_PRINT_TO_ERROR;
  return GANTRY_PRINT_TO_OUTPUT;
}

static bool
take_differences (const char *value, gpointer target, GError **error)
{
  GantryDifferencesForm *form = target;
  *form = GANTRY_DIFFERENCES_TEXT;
  if (value == NULL)
    return true;
  *form = g_str_equal(value, "csv") ? GANTRY_DIFFERENCES_CSV : GANTRY_DIFFERENCES_MARKDOWN;
  if (*form == GANTRY_DIFFERENCES_CSV || g_str_equal(value, "markdown"))
    return true;
  gantry_value_set_choice_error(error, value, "csv, markdown");
  return false;
}

static const GantryOption differences_options[] = {
    {"differences", 0, true, "csv|markdown",
     N_("Print what the runs differ in: a table, also as CSV or Markdown in place of all else"),
     take_differences},
    {0},
};

int
gantry_wishes_command (const char *usage, const char *help, GantryCompareTraces compare_traces, int argc,
                       char **argv, int (*carry_out)(const GantryWishes *wishes, GantryScenario *scenario))
{
  GantryWishes wishes = {.run = GANTRY_RUN_WISHES_INIT, .picture = GANTRY_PICTURE_WISHES_INIT};
  const GantryOptionGroup groups[] = {
      {gantry_run_options, &wishes.run},
      {gantry_output_options, &wishes.outputs},
      {gantry_picture_options, &wishes.picture},
      {compare_traces != NULL ? differences_options : NULL, &wishes.differences},
      {0},
  };
  const GantrySyntax syntax = {usage, help, groups};
  g_autoptr(GPtrArray) others = NULL;
  int status = GANTRY_EXIT_WRONG;
  if (gantry_arguments_take(&syntax, argc, argv, 1, compare_traces != NULL ? GANTRY_MOST_COMPARED : 1,
                            &others, &status)) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GantryScenario) scenario = NULL;
    bool of_traces =
        compare_traces != NULL && (others->len > 1 || gantry_trace_file_is_trace(others->pdata[0]));
    if (!check_wishes(&wishes, compare_traces != NULL, &error))
      gantry_complain("%s", error->message);
    else if (of_traces)
      status = compare_traces(&wishes, (char *const *)others->pdata, others->len);
    else if ((scenario = gantry_load_or_complain(others->pdata[0])) != NULL)
      status = carry_out(&wishes, scenario);
  }
  gantry_outputs_clear(&wishes.outputs);
  gantry_picture_wishes_clear(&wishes.picture);
  return status;
}
