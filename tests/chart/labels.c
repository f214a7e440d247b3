/* What is written on marks: a figure only on what it is of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"
#include "fixture.h"

#include <string.h>

#define HEAD                                                                                                 \
  "cores 2\nlabel 3 'compute 40ms'\nlabel 4 'sleep 40ms'\n0ms main created thread\n0ms main started\n"

/* The words of the chart of a script that begin like this, in their order, a comma between. */
static char *
words_of (const char *script, double width, const char *begin)
{
  g_autofree char *text = g_strconcat(HEAD, script, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = width;
  g_autoptr(GBytes) bytes = gantry_picture_render(timeline, &view, 1.0, GANTRY_PICTURE_SVG, NULL);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autofree char *svg = g_strndup(data, size), *wanted = g_strconcat(">", begin, NULL);
  GString *words = g_string_new("");
  for (const char *at = strstr(svg, wanted); at; at = strstr(at + 1, wanted))
    g_string_append_printf(words, "%s%.*s", words->len > 0 ? ", " : "", (int)strcspn(at + 1, "<"), at + 1);
  return g_string_free(words, FALSE);
}

static void
assert_words (const char *script, double width, const char *begin, const char *expected)
{
  g_autofree char *words = words_of(script, width, begin);
  g_assert_cmpstr(words, ==, expected);
}

/* The same statement again, with something short between: what it says holds for each. Where none has room,
 * what it is stands once for all of them, without its figure. */
static void
test_done_again (void)
{
  static const char twice[] = "0ms main running line 3 cpu 0\n40ms main running line 5 cpu 0\n"
                              "41ms main running line 3 cpu 0\n81ms main ended ok\n";
  g_autoptr(GString) often = g_string_new("");
  assert_words(twice, 800, "compute", "compute 40ms, compute 40ms");
  assert_words(twice, 250, "compute", "compute, compute");
  for (int i = 0; i < 30; i++)
    g_string_append_printf(often, "%dms main running line 3 cpu 0\n%d.9ms main running line 5 cpu 0\n",
                           i * 40, i * 40 + 39);
  g_string_append(often, "1200ms main ended ok\n");
  assert_words(often->str, 800, "compute", "compute");
}

/* Once, with a short pause for want of a processor. */
static void
test_interrupted (void)
{
  assert_words("0ms main running line 3 cpu 0\n20ms main ready line 3\n20.01ms main running line 3 cpu 1\n"
               "40.01ms main ended ok\n",
               800, "compute", "compute 40ms");
}

/* Each sleep is one, though what lies between is of the same line: a lane runs on from where it was woken. */
static void
test_woken (void)
{
  assert_words("0ms main sleeping line 4\n40ms main ready line 4\n40.1ms main running line 4 cpu 0\n"
               "40.2ms main sleeping line 4\n80.2ms main ended ok\n",
               800, "sleep", "sleep 40ms, sleep 40ms");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/labels/done-again", test_done_again);
  g_test_add_func("/labels/interrupted", test_interrupted);
  g_test_add_func("/labels/woken", test_woken);
  return g_test_run();
}
