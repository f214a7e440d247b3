/* gantry-cli show: a scenario's text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "scenario/library.h"
#include "scenario/read-text.h"
#include "scenario/scenario.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* As it stands, right or wrong; NULL, after a message, where there is none. */
static GBytes *
read_text (const char *id_or_path)
{
  GBytes *text = gantry_library_get(id_or_path);
  if (text != NULL)
    return text;

  g_autoptr(GError) error = NULL;
  text = gantry_read_text(id_or_path, GANTRY_SCENARIO_MAX_BYTES, &error);
  if (text && g_bytes_get_size(text) <= GANTRY_SCENARIO_MAX_BYTES)
    return text;
  if (text) {
    g_bytes_unref(text);
    gantry_complain("%s: %s", id_or_path, _("a scenario has at most 1 MiB; split it"));
  } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    gantry_complain(_("‘%s’ is neither a built-in scenario (see ‘gantry-cli list’) nor a file"), id_or_path);
  else
    gantry_complain("%s", error->message);
  return NULL;
}

int
gantry_command_show (int argc, char **argv)
{
  const GantrySyntax syntax = {"gantry-cli show SCENARIO",
                               N_("Prints the text of a scenario: a built-in’s id or a file."), NULL};
  g_autoptr(GPtrArray) others = NULL;
  int status;
  if (!gantry_arguments_take(&syntax, argc, argv, 1, 1, &others, &status))
    return status;

  g_autoptr(GBytes) text = read_text(others->pdata[0]);
  if (text == NULL)
    return GANTRY_EXIT_WRONG;
  gsize length;
  const char *bytes = g_bytes_get_data(text, &length);
  gantry_put(bytes, length);
  return GANTRY_EXIT_DONE;
}
