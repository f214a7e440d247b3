/* Looking for translations.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>

#define FALLBACK "C.UTF-8"
#define PARAGRAPH "\n\n"

/* gettext asks LANGUAGE first, in any locale but plain "C". */
static void
wish_without_locale (void)
{
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  const char *wish = NULL;
  for (gsize i = 0; !wish && i < G_N_ELEMENTS(variables); i++) {
    const char *value = g_getenv(variables[i]);
    wish = value && *value ? value : NULL;
  }
  setlocale(LC_ALL, FALLBACK);
  if (wish)
    g_setenv("LANGUAGE", wish, FALSE);
}

static char *
find_translations (void)
{
  static const char *const places[] = {"../data/po", "../../data/po", "../share/locale",
                                       "../../share/locale"};
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
  for (gsize i = 0; folder && i < G_N_ELEMENTS(places); i++) {
    g_autofree char *place = g_build_filename(folder, places[i], NULL);
    g_autofree char *any = g_build_filename(place, "de", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
    if (g_file_test(any, G_FILE_TEST_IS_REGULAR))
      return g_canonicalize_filename(place, NULL);
  }
  return g_strdup(GANTRY_LOCALE_DIR);
}

void
gantry_language_init (void)
{
  if (!setlocale(LC_ALL, ""))
    wish_without_locale();
  /* In the "C" locale wide characters would not be counted right. */
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    setlocale(LC_CTYPE, FALLBACK);
  g_autofree char *translations = find_translations();
  bindtextdomain(GETTEXT_PACKAGE, translations);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
}

const char *
gantry_scenario_text (const char *text)
{
  return *text ? g_dpgettext2(GETTEXT_PACKAGE, "scenario", text) : text;
}

char *
gantry_scenario_about (const char *about)
{
  g_auto(GStrv) lines = g_strsplit(about, PARAGRAPH, -1);
  for (char **line = lines; *line; line++) {
    const char *translated = gantry_scenario_text(*line);
    if (translated != *line) {
      g_free(*line);
      *line = g_strdup(translated);
    }
  }
  return g_strjoinv(PARAGRAPH, lines);
}
