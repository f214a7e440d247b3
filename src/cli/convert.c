/* gantry-cli convert: from any readable format to any writable one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/outputs.h"
#include "cli/trace.h"

#include <glib/gi18n-lib.h>

static int
convert (const GantryOutputs *outputs, const char *path)
{
  g_autoptr(GError) error = NULL;
  const GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  if (!gantry_outputs_check(outputs, false, &error)) {
    gantry_complain("%s", error->message);
    return GANTRY_EXIT_WRONG;
  }
  g_autoptr(GantryTimeline) timeline = gantry_read_trace_or_complain(path, NULL);
  return timeline != NULL && gantry_outputs_write(outputs, timeline, &wishes) ? GANTRY_EXIT_DONE
                                                                              : GANTRY_EXIT_WRONG;
}

int
gantry_command_convert (int argc, char **argv)
{
  static const GantryOption options[] = {
      {"format", 0, false, "gantry|json|…", N_("What to write where OUT is -, standard output"),
       gantry_outputs_take_format},
      {0},
  };
  GantryOutputs outputs = {0};
  const GantryOptionGroup groups[] = {{options, &outputs}, {0}};
  const GantrySyntax syntax = {"gantry-cli convert TRACE OUT [OPTION…]",
                               N_("Writes a trace in the format that the ending of OUT names."), groups};
  g_autoptr(GPtrArray) others = NULL;
  int status = GANTRY_EXIT_WRONG;
  if (gantry_arguments_take(&syntax, argc, argv, 2, 2, &others, &status)) {
    outputs.paths = g_ptr_array_new();
    g_ptr_array_add(outputs.paths, others->pdata[1]);
    status = convert(&outputs, others->pdata[0]);
  }
  gantry_outputs_clear(&outputs);
  return status;
}
