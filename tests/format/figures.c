/* Figures as tables: those of the whole, of parts, and copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/figures.h"
#include "timeline/columns.h"
#include "timeline/script.h"
#include "timeline/statistics.h"

static const char script[] =
    "thing lock 'a|b' \n thing queue orders 3\n cores 1\n"
    "0ms main created thread\n 0ms main started cpu 0\n 0ms main running cpu 0\n"
    "1ms '=cook, 1' created thread by main\n 1ms '=cook, 1' started cpu 0\n 1ms '=cook, 1' running cpu 0\n"
    "2ms main acquired 'a|b'\n 3ms '=cook, 1' wait-lock for 'a|b'\n 6ms main released 'a|b'\n"
    "6ms '=cook, 1' woken by main\n 6ms '=cook, 1' running cpu 0\n 6ms '=cook, 1' acquired 'a|b' from main\n"
    "8ms '=cook, 1' released 'a|b'\n 8ms '=cook, 1' ended ok\n 10ms main ended ok\n 10ms end ok\n";

static void
assert_equals_statistics (const GantryTimeline *timeline)
{
  g_autoptr(GantryFigures) lanes =
      gantry_figures_new(timeline, GANTRY_FIGURES_LANES, GANTRY_NO_TIME, GANTRY_NO_TIME);
  for (uint32_t row = 0; row < lanes->n_rows; row++) {
    int64_t sums[GANTRY_N_STATES], rest = 0;
    gantry_statistics_lane(gantry_timeline_get_lane(timeline, row), sums);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      rest += sums[state];
    g_assert_cmpint(gantry_figures_get(lanes, row, 1)->number, ==, rest);
    for (guint i = 2; i < lanes->columns->len; i++) {
      int state = g_array_index(lanes->columns, GantryFigureColumn, i).state;
      g_assert_cmpint(gantry_figures_get(lanes, row, i)->number, ==, sums[state]);
      rest -= sums[state];
    }
    g_assert_cmpint(rest, ==, 0); /* no state is left out */
  }
}

static void
test_whole (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  assert_equals_statistics(timeline);
  g_autoptr(GantryFigures) things =
      gantry_figures_new(timeline, GANTRY_FIGURES_THINGS, GANTRY_NO_TIME, GANTRY_NO_TIME);
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  g_assert_cmpuint(things->n_rows, ==, 2);
  for (uint32_t row = 0; row < 2; row++) {
    g_assert_cmpint(gantry_figures_get(things, row, 2)->number, ==, statistics->things[row].acquired);
    g_assert_cmpint(gantry_figures_get(things, row, 3)->number, ==, statistics->things[row].contended);
    g_assert_cmpint(gantry_figures_get(things, row, 4)->number, ==, statistics->things[row].wait_ns);
    g_assert_cmpint(gantry_figures_get(things, row, 5)->number, ==, statistics->things[row].held_ns);
  }
}

/* Parts that follow each other add up to the whole. */
static void
test_parts (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  for (int kind = 0; kind < GANTRY_N_FIGURES; kind++) {
    g_autoptr(GantryFigures) whole =
        gantry_figures_new(timeline, (GantryFiguresKind)kind, GANTRY_NO_TIME, GANTRY_NO_TIME);
    g_autoptr(GHashTable) sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (int64_t from = 0; from < 10000000; from += 2500000) {
      g_autoptr(GantryFigures) part =
          gantry_figures_new(timeline, (GantryFiguresKind)kind, from, from + 2500000);
      g_assert_cmpuint(part->n_rows, ==, whole->n_rows);
      for (uint32_t row = 0; row < part->n_rows; row++) {
        for (guint i = 1; i < part->columns->len; i++) {
          char *key = g_strdup_printf("%u %s", row, g_array_index(part->columns, GantryFigureColumn, i).id);
          int64_t *sum = g_hash_table_lookup(sums, key);
          int64_t so_far = sum != NULL ? *sum : 0;
          sum = g_new(int64_t, 1);
          *sum = so_far + gantry_figures_get(part, row, i)->number;
          g_hash_table_replace(sums, key, sum);
        }
      }
    }
    for (uint32_t row = 0; row < whole->n_rows; row++) {
      for (guint i = 1; i < whole->columns->len; i++) {
        g_autofree char *key =
            g_strdup_printf("%u %s", row, g_array_index(whole->columns, GantryFigureColumn, i).id);
        const int64_t *sum = g_hash_table_lookup(sums, key);
        g_assert_cmpint(sum != NULL ? *sum : 0, ==, gantry_figures_get(whole, row, i)->number);
      }
    }
  }
}

static void
test_csv (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autoptr(GantryFigures) lanes =
      gantry_figures_new(timeline, GANTRY_FIGURES_LANES, GANTRY_NO_TIME, GANTRY_NO_TIME);
  g_autoptr(GantryFigures) things =
      gantry_figures_new(timeline, GANTRY_FIGURES_THINGS, GANTRY_NO_TIME, GANTRY_NO_TIME);
  const uint32_t order[] = {1, 0};
  g_autofree char *csv = gantry_figures_to_csv(lanes, order, 2);
  g_assert_cmpstr(csv, ==,
                  "lane,total_ns,running_ns,wait-lock_ns\n\"'=cook, 1\",7000000,4000000,3000000\n"
                  "main,10000000,10000000,0\n");
  g_autofree char *shared = gantry_figures_to_csv(things, NULL, 0);
  g_assert_cmpstr(shared, ==,
                  "name,kind,acquired,contended,wait_ns,held_ns\na|b,lock,2,1,3000000,6000000\n"
                  "orders,queue,0,0,0,0\n");
}

static void
test_markdown (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autoptr(GantryFigures) things =
      gantry_figures_new(timeline, GANTRY_FIGURES_THINGS, GANTRY_NO_TIME, GANTRY_NO_TIME);
  const char *titles[6];
  const uint32_t order[] = {0};
  for (guint i = 0; i < 6; i++)
    titles[i] = gantry_figures_get_title(things, i);
  g_autofree char *text = gantry_figures_to_markdown(things, titles, order, 1);
  g_assert_cmpstr(text, ==,
                  "| Shared | Kind | Acquired | Contended | Waited | Held |\n"
                  "| --- | --- | ---: | ---: | ---: | ---: |\n"
                  "| a\\|b | lock | 2 | 1 | 3.00 ms | 6.00 ms |\n");
}

/* What a stranger calls a thing is letters, also where Markdown is shown. */
static void
test_markdown_of_strangers (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&(GantryRunFacts){.model = "threads"});
  gantry_timeline_add_thing(timeline, GANTRY_THING_LOCK, "<img src=//a>![b](//c)`d`*e*\n", 0);
  g_autoptr(GantryFigures) things =
      gantry_figures_new(timeline, GANTRY_FIGURES_THINGS, GANTRY_NO_TIME, GANTRY_NO_TIME);
  const char *const titles[] = {"a", "b", "c", "d", "e", "f"};
  g_autofree char *text = gantry_figures_to_markdown(things, titles, NULL, 0);
  g_assert_true(
      g_str_has_suffix(text, "\n| \\<img src=//a>!\\[b\\](//c)\\`d\\`\\*e\\*  | lock | 0 | 0 |  |  |\n"));
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms end ok\n");
  for (int kind = 0; kind < GANTRY_N_FIGURES; kind++) {
    g_autoptr(GantryFigures) figures =
        gantry_figures_new(timeline, (GantryFiguresKind)kind, GANTRY_NO_TIME, GANTRY_NO_TIME);
    g_autofree char *csv = gantry_figures_to_csv(figures, NULL, 0);
    g_assert_cmpuint(figures->n_rows, ==, 0);
    g_assert_true(g_str_has_suffix(csv, "_ns\n"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/figures/whole", test_whole);
  g_test_add_func("/figures/parts", test_parts);
  g_test_add_func("/figures/csv", test_csv);
  g_test_add_func("/figures/markdown", test_markdown);
  g_test_add_func("/figures/markdown-of-strangers", test_markdown_of_strangers);
  g_test_add_func("/figures/empty", test_empty);
  return g_test_run();
}
