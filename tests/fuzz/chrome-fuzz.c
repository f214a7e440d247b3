/* Any bytes as a Chrome trace: a timeline or an error; whatever the timeline holds, its lanes are without
 * gaps, and it can be counted and written again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"
#include "sound.h"

#include "format/chrome-json.h"
#include "format/chrome-read.h"

static void
check_figures (const GantryTimeline *timeline)
{
  fuzz_check_figures(timeline);
  g_autofree char *again = gantry_timeline_to_chrome_json(timeline);
  g_assert_true(g_utf8_validate(again, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(data, (gssize)size, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, "fuzz", NULL, &report, &error);
  g_assert_true((timeline != NULL) == (error == NULL));
  g_assert_cmpuint(report.skipped, <=, report.events);
  if (timeline)
    fuzz_check_timeline(timeline);
  if (timeline && fuzz_samples(4, data, size))
    check_figures(timeline);
  return 0;
}
