/* gantry: the desktop app.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/language.h"
#include "trace/standard-files.h"
#include "ui/application.h"

int
main (int argc, char *argv[])
{
  gantry_standard_files_init();
  gantry_language_init();
  gtk_disable_setlocale(); /* done, and GTK would complain of a language without a locale */
  g_set_application_name("Gantry");
  g_autoptr(AdwApplication) application = gantry_application_new();
  return g_application_run(G_APPLICATION(application), argc, argv);
}
