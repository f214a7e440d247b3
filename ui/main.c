/* gantry: the desktop app.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  setlocale(LC_ALL, "");
  bindtextdomain(GETTEXT_PACKAGE, GANTRY_LOCALE_DIR);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
  textdomain(GETTEXT_PACKAGE);
  g_set_application_name("Gantry");
  g_autoptr(AdwApplication) application = gantry_application_new();
  return g_application_run(G_APPLICATION(application), argc, argv);
}
