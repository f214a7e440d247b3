/* Spans that come to a timeline while it is painted: whoever goes from one to the next comes to the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache-marks.h"
#include "fixture.h"

#define MS INT64_C(1000000)
#define N_MORE 70 /* more than a block */

static void
add_notes (GantryScript *script, int from, int count)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = from; i < from + count; i++)
    g_string_append_printf(text, "%dms main note 'n' line 1\n %dms main note-end\n", 2 * i, 2 * i + 1);
  g_string_append_printf(text, "%dms pass\n", 2 * (from + count));
  gantry_script_feed(script, text->str);
}

/* As the painter goes through them: each that can be seen, and always on. */
static size_t
count_seen (const GantryMarkIndex *index, const GantryTimeline *timeline, double least)
{
  size_t seen = 0, count = gantry_timeline_get_n_spans(timeline);
  for (size_t i = 0; i < count; i++) {
    size_t next = gantry_mark_index_next_span(index, i, least, 1000 * MS);
    g_assert_cmpuint(next, >=, i);
    i = next;
    seen += i < count;
  }
  return seen;
}

static void
test_grows (void)
{
  GantryScript *script = gantry_script_new("0ms main created thread\n 0ms main started\n 1ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  GantryMarkIndex *index = gantry_mark_index_new();
  add_notes(script, 1, 3);
  gantry_mark_index_follow(index, timeline);
  g_assert_cmpuint(count_seen(index, timeline, 0), ==, 3);
  g_assert_cmpuint(count_seen(index, timeline, 500.0 * MS), ==, 0);
  add_notes(script, 4, N_MORE);
  g_assert_cmpuint(gantry_timeline_get_n_spans(timeline), ==, 3 + N_MORE);
  g_assert_cmpuint(count_seen(index, timeline, 0), ==, 3 + N_MORE);
  g_assert_cmpuint(count_seen(index, timeline, 500.0 * MS), ==, N_MORE); /* nothing is known of them */
  gantry_mark_index_follow(index, timeline);
  g_assert_cmpuint(count_seen(index, timeline, 500.0 * MS), ==, 0);
  gantry_mark_index_free(index);
  gantry_script_free(script);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/mark-index/grows", test_grows);
  return g_test_run();
}
