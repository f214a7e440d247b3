/* gantry-cli render: draws a saved trace.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/outputs.h"
#include "cli/trace.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GantryPictureWishes picture;
  GantryOutputs outputs;
} Wishes;

static bool
check (const Wishes *wishes, GError **error)
{
  if (wishes->outputs.paths == NULL) {
    g_set_error_literal(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION,
                        _("‘render’ needs a picture to write: -o FILE.png, .svg or .pdf"));
    return false;
  }
  return gantry_picture_wishes_check(&wishes->picture, error) &&
         gantry_outputs_check(&wishes->outputs, false, error);
}

static int
render (const Wishes *wishes, const char *path)
{
  g_autoptr(GantryTimeline) timeline = gantry_read_trace_or_complain(path, NULL);
  if (timeline == NULL)
    return GANTRY_EXIT_WRONG;
  return gantry_outputs_write(&wishes->outputs, timeline, &wishes->picture) ? GANTRY_EXIT_DONE
                                                                            : GANTRY_EXIT_WRONG;
}

int
gantry_command_render (int argc, char **argv)
{
  Wishes wishes = {.picture = GANTRY_PICTURE_WISHES_INIT};
  const GantryOptionGroup groups[] = {
      {gantry_output_options, &wishes.outputs},
      {gantry_picture_options, &wishes.picture},
      {0},
  };
  const GantrySyntax syntax = {"gantry-cli render TRACE -o FILE [OPTION…]",
                               N_("Draws a saved trace: of Gantry, Chrome or Perfetto, or in a picture."),
                               groups};
  g_autoptr(GPtrArray) others = NULL;
  g_autoptr(GError) error = NULL;
  int status = GANTRY_EXIT_WRONG;
  if (gantry_arguments_take(&syntax, argc, argv, 1, 1, &others, &status)) {
    if (check(&wishes, &error))
      status = render(&wishes, others->pdata[0]);
    else
      gantry_complain("%s", error->message);
  }
  gantry_outputs_clear(&wishes.outputs);
  gantry_picture_wishes_clear(&wishes.picture);
  return status;
}
