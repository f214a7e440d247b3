/* Sums of states as shares, the greatest first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/part-words.h"

#include "chart/cause-words.h"
#include "chart/layout.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GantryLegend legend;
  double time; /* ns: a sum over lanes may exceed an integer */
} Share;

char *
gantry_range_words (int64_t from, int64_t to)
{
  g_autofree char *range = gantry_format_range(from, to, MAX((to - from) / 100, 1));
  g_autofree char *duration = gantry_format_duration(to - from);
  return g_strdup_printf("%s · %s", range, duration);
}

static int
compare_shares (gconstpointer one, gconstpointer other)
{
  double first = ((const Share *)one)->time, second = ((const Share *)other)->time;
  return (first < second) - (first > second);
}

/* By the legend's entries, the greatest first; returns the sum of all. */
static double
sort_shares (const int64_t *sums, Share *shares)
{
  double all = 0.0;
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    shares[i] = (Share){(GantryLegend)i, 0.0};
  for (int i = 0; i < GANTRY_N_STATES; i++) {
    shares[gantry_state_legend((GantryState)i)].time += (double)sums[i];
    all += (double)sums[i];
  }
  qsort(shares, GANTRY_N_LEGEND, sizeof shares[0], compare_shares);
  return all;
}

static void
add_share (GString *text, const GantryTimeline *timeline, const Share *share, double all,
           GantryVocabulary vocabulary)
{
  double percent = share->time / all * 100.0;
  const char *label = gantry_legend_label_in(gantry_words_of(timeline), share->legend, vocabulary);
  g_autofree char *part = percent < 0.5 ? g_strdup_printf(_("%s under 1 %%"), label)
                                        : g_strdup_printf(_("%s %.0f %%"), label, percent);
  gantry_words_add(text, part);
  g_string_replace(text, " %", "\u00a0%", 0); /* no line ends between a number and its sign */
}

char *
gantry_share_words (const GantryTimeline *timeline, uint32_t lane_id, int64_t from, int64_t to,
                    GantryVocabulary vocabulary)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  Share shares[GANTRY_N_LEGEND];
  GString *text = g_string_new(NULL);
  const GantryLane *one = gantry_timeline_find_lane(timeline, lane_id);
  if (one)
    gantry_lane_add_times(one, from, to, sums);
  for (uint32_t i = 0; lane_id == GANTRY_NO_LANE && i < gantry_timeline_get_n_lanes(timeline); i++)
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, i), from, to, sums);
  double all = sort_shares(sums, shares);
  for (int i = 0; i < GANTRY_N_LEGEND && shares[i].time > 0.0; i++)
    add_share(text, timeline, &shares[i], all, vocabulary);
  return g_string_free(text, FALSE);
}

char *
gantry_bookmark_words (const GPtrArray *bookmarks, const GantryBookmark *bookmark)
{
  const GantryBookmark *before = gantry_bookmarks_step(bookmarks, bookmark->time, -1);
  g_autofree char *moment = gantry_format_moment(bookmark->time, MAX(bookmark->time / 1000, 1));
  const char *name = *bookmark->name ? bookmark->name : _("mark");
  if (!before)
    return g_strdup_printf("%s · %s", name, moment);
  g_autofree char *away = gantry_format_duration(bookmark->time - before->time);
  return g_strdup_printf(_("%s · %s · %s after %s"), name, moment, away,
                         *before->name ? before->name : _("the mark before"));
}

char *
gantry_interval_words (const GantryTimeline *timeline, const GantryCauses *causes, uint32_t lane_id,
                       const GantryInterval *interval, GantryVocabulary vocabulary)
{
  const GantryRow row = {.kind = GANTRY_ROW_LANE};
  GantryHit hit = {
      .row = &row,
      .time = interval->end > interval->start ? interval->end - 1 : interval->start,
      .in_plot = true,
      .lane = lane_id,
      .has_interval = true,
      .interval = *interval,
      .legend = -1,
      .resolution = MAX((interval->end - interval->start) / 100, 1),
      .vocabulary = vocabulary,
  };
  g_autofree char *what = gantry_hit_describe(&hit, timeline);
  g_autofree char *why =
      causes ? gantry_causes_words(causes, timeline, lane_id, interval->start, vocabulary) : g_strdup("");
  return *why ? g_strdup_printf("%s · %s", what, why) : g_steal_pointer(&what);
}
