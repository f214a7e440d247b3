/* A run that goes on with more lanes than are looked at in a frame: what comes to it is seen all the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fixture.h"

#include <string.h>

#define N_LANES 2500

typedef struct {
  GantryScript *script;
  GantryView view;
  GantryLayout *layout;
} Chart;

static void
next_frame (Chart *chart)
{
  chart->layout = gantry_layout_renew(chart->layout, gantry_script_get_timeline(chart->script), &chart->view);
}

static void
set_up (Chart *chart)
{
  g_autoptr(GString) text = g_string_new("0ms main created thread\n 0ms main started\n");
  for (int i = 1; i < N_LANES; i++)
    g_string_append_printf(text, "1ms w%d created thread by main\n 1ms w%d started\n", i, i);
  g_string_append(text, "2ms pass\n");
  *chart = (Chart){.script = gantry_script_new(text->str)};
  gantry_fixture_view(&chart->view, gantry_script_get_timeline(chart->script));
  chart->view.squeeze = false;
  next_frame(chart);
}

static void
clear (Chart *chart)
{
  gantry_layout_free(chart->layout);
  gantry_script_free(chart->script);
}

static bool
has (const Chart *chart, GantryState state)
{
  return (chart->layout->legend_present & 1u << gantry_state_legend(state)) != 0;
}

/* The legend names a state of whichever lane within some frames, and goes on naming it. */
static void
test_states (void)
{
  Chart chart;
  set_up(&chart);
  g_assert_true(has(&chart, GANTRY_STATE_RUNNING));
  gantry_script_feed(chart.script, "3ms w2400 sleeping line 1\n 4ms w2400 running line 2\n 5ms pass\n");
  for (int i = 0; i < 4; i++)
    next_frame(&chart);
  for (int i = 0; i < 4; i++) {
    g_assert_true(has(&chart, GANTRY_STATE_SLEEPING));
    gantry_script_feed(chart.script, "6ms main running line 1\n 6ms pass\n");
    next_frame(&chart);
  }
  clear(&chart);
}

/* A lane that comes later, with a longer name, has its row and room; and a process that becomes known is
 * told. */
static void
test_lanes (void)
{
  Chart chart;
  set_up(&chart);
  uint32_t before = chart.layout->lanes_shown;
  double left = chart.layout->plot_left;
  gantry_script_feed(chart.script, "3ms main running line 1\n 3ms pass\n");
  next_frame(&chart);
  g_assert_cmpuint(chart.layout->lanes_shown, ==, before);
  gantry_script_feed(chart.script, "4ms 'one with a long name' created thread by main\n"
                                   "4ms 'one with a long name' started pid 4711\n 5ms pass\n");
  next_frame(&chart);
  g_assert_cmpuint(chart.layout->lanes_shown, ==, before + 1);
  g_assert_cmpfloat(chart.layout->plot_left, >, left);
  g_assert_nonnull(gantry_layout_find_lane(chart.layout, N_LANES));
  const GantryRow *heading = NULL;
  for (guint i = 0; i < chart.layout->rows->len && heading == NULL; i++)
    if (g_array_index(chart.layout->rows, GantryRow, i).kind == GANTRY_ROW_HEADING)
      heading = &g_array_index(chart.layout->rows, GantryRow, i);
  g_assert_nonnull(strstr(heading->text, "4711"));
  clear(&chart);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/live-lanes/states", test_states);
  g_test_add_func("/live-lanes/lanes", test_lanes);
  return g_test_run();
}
