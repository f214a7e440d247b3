/* Packed steps give back what was put in, however far apart it lies, to whoever reads along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-steps.h"
#include "timeline/series.h"
#include "timeline/step-cursor.h"
#include "timeline/thing.h"

#define N_STEPS 3000

/* Mostly near the last one; now and then at, or just beyond, what fits. */
static int64_t
next_time (GRand *random, int64_t time)
{
  static const int64_t far[] = {INT64_C(0xffff), INT64_C(0x10000), INT64_C(0xffffffff), INT64_C(0x100000000),
                                INT64_C(1) << 40};
  int kind = g_rand_int_range(random, 0, 40);
  return time + (kind < (int)G_N_ELEMENTS(far) ? far[kind] : g_rand_int_range(random, 0, 1000));
}

static int64_t
next_value (GRand *random, int64_t value)
{
  static const int64_t rare[] = {INT16_MIN, INT16_MAX, INT16_MAX + 1, INT16_MIN - 1, INT64_MIN, INT64_MAX, 0};
  int kind = g_rand_int_range(random, 0, 60);
  if (kind < (int)G_N_ELEMENTS(rare))
    return rare[kind];
  return (int64_t)((uint64_t)value + (uint64_t)g_rand_int_range(random, -40, 41));
}

static GArray *
random_steps (GRand *random, guint count)
{
  GArray *plain = g_array_new(FALSE, FALSE, sizeof(GantryStep));
  GantryStep step = {g_rand_int_range(random, 0, 50), 0};
  for (guint i = 0; i < count; i++) {
    g_array_append_val(plain, step);
    step = (GantryStep){next_time(random, step.time), next_value(random, step.value)};
  }
  return plain;
}

static size_t
plain_find (const GArray *plain, size_t count, int64_t time)
{
  size_t index = 0;
  for (size_t i = 0; i < count && g_array_index(plain, GantryStep, i).time <= time; i++)
    index = i;
  return index;
}

static void
check_steps (GRand *random, const GantryPackedSteps *steps, const GArray *plain)
{
  g_assert_cmpuint(gantry_packed_steps_count(steps), ==, plain->len);
  for (guint i = 0; i < plain->len; i++) {
    const GantryStep *expected = &g_array_index(plain, GantryStep, i);
    GantryStep step = gantry_packed_steps_get(steps, i);
    g_assert_cmpint(step.time, ==, expected->time);
    g_assert_cmpint(step.value, ==, expected->value);
  }
  for (int i = 0; i < 500 && plain->len > 0; i++) {
    guint near = (guint)g_rand_int_range(random, 0, (gint32)plain->len);
    guint at = (guint)g_rand_int_range(random, 0, (gint32)plain->len);
    int64_t time = g_array_index(plain, GantryStep, at).time + g_rand_int_range(random, -2, 3);
    size_t count = MAX(at, near) + 1, index = plain_find(plain, count, time);
    g_assert_cmpuint(gantry_packed_steps_find(steps, count, time), ==, index);
    g_assert_cmpuint(gantry_packed_steps_find_near(steps, count, near, time), ==, index);
    gantry_packed_steps_fetch(steps, at / GANTRY_STEPS_BLOCK * GANTRY_STEPS_BLOCK, 1);
  }
  g_assert_cmpuint(gantry_packed_steps_find(steps, 0, 5), ==, 0);
}

static void
test_any_steps (void)
{
  GRand *random = g_rand_new_with_seed(3);
  for (guint round = 0; round < 20; round++) {
    g_autoptr(GArray) plain = random_steps(random, round < 10 ? round * 9 : N_STEPS);
    GantryPackedSteps steps, borrowed;
    gantry_packed_steps_init(&steps);
    gantry_packed_steps_init(&borrowed);
    for (guint i = 0; i < plain->len; i++) {
      const GantryStep *step = &g_array_index(plain, GantryStep, i);
      gantry_packed_steps_append(&steps, step->time, step->value);
    }
    gantry_packed_steps_borrow(&borrowed, (const GantryStep *)(const void *)plain->data, plain->len);
    check_steps(random, &steps, plain);
    check_steps(random, &borrowed, plain);
    g_assert_true(gantry_packed_steps_is_borrowed(&borrowed) && !gantry_packed_steps_is_borrowed(&steps));
    gantry_packed_steps_clear(&steps);
    gantry_packed_steps_clear(&borrowed);
  }
  g_rand_free(random);
}

static size_t
bytes_of (const GantryPackedSteps *steps)
{
  return gantry_append_store_count(&steps->rows) * sizeof(GantryPackedRow) +
         gantry_append_store_count(&steps->heads) * sizeof(GantryStepsHead) +
         gantry_append_store_count(&steps->wide) * sizeof(GantryStep);
}

/* Near each other, they take what they are to take. */
static void
test_small (void)
{
  static const struct {
    int64_t time, value; /* between two */
    size_t most;         /* bytes of each */
  } cases[] = {{500, 1, 5}, {10000, 7, 6}, {1000000, -7, 7}, {100000000, 70000, 9}};
  for (size_t k = 0; k < G_N_ELEMENTS(cases); k++) {
    GantryPackedSteps steps;
    gantry_packed_steps_init(&steps);
    for (int64_t i = 0; i < N_STEPS; i++)
      gantry_packed_steps_append(&steps, i * cases[k].time, 1000000 + i * cases[k].value);
    g_assert_cmpuint(bytes_of(&steps), <=, N_STEPS * cases[k].most);
    g_assert_cmpuint(gantry_append_store_count(&steps.wide), <=, GANTRY_STEPS_BLOCK);
    gantry_packed_steps_clear(&steps);
  }
}

/* Sums and maxima over them are the same as those of steps that are borrowed, which are not packed. */
static void
test_series (void)
{
  GRand *random = g_rand_new_with_seed(5);
  g_autoptr(GArray) plain = random_steps(random, N_STEPS);
  /* A series leaves out what changes nothing. */
  for (guint i = 1; i < plain->len;)
    if (g_array_index(plain, GantryStep, i - 1).value == g_array_index(plain, GantryStep, i).value)
      g_array_remove_index(plain, i);
    else
      i++;
  GantrySeries packed, borrowed;
  gantry_series_init(&packed);
  gantry_series_init(&borrowed);
  for (guint i = 0; i < plain->len; i++)
    gantry_series_append(&packed, g_array_index(plain, GantryStep, i).time,
                         g_array_index(plain, GantryStep, i).value);
  gantry_series_borrow(&borrowed, (const GantryStep *)(const void *)plain->data, plain->len);
  int64_t end = g_array_index(plain, GantryStep, plain->len - 1).time + 1000;
  for (int i = 0; i < 1000; i++) {
    int64_t from = (int64_t)(g_rand_double(random) * (double)end) - 5;
    int64_t to = (int64_t)(g_rand_double(random) * (double)end), most = INT64_MIN;
    g_assert_cmpfloat(gantry_series_mean(&packed, from, to), ==, gantry_series_mean(&borrowed, from, to));
    g_assert_cmpint(gantry_series_max(&packed, from, to), ==, gantry_series_max(&borrowed, from, to));
    for (guint k = 0; k < plain->len && from < to; k++) {
      const GantryStep *step = &g_array_index(plain, GantryStep, k);
      int64_t until = k + 1 < plain->len ? step[1].time : INT64_MAX;
      if (step->time < to && (until > from || step->time >= from))
        most = MAX(most, step->value);
    }
    if (from < g_array_index(plain, GantryStep, 0).time)
      most = MAX(most, 0);
    if (from < to)
      g_assert_cmpint(gantry_series_max(&packed, from, to), ==, most);
  }
  gantry_series_clear(&packed);
  gantry_series_clear(&borrowed);
  g_rand_free(random);
}

/* A hundred thousand tasks for a day and more: the sum of their times goes round. */
static void
test_large_mean (void)
{
  const int64_t day = INT64_C(86400000000000);
  GantrySeries series;
  gantry_series_init(&series);
  gantry_series_append(&series, 0, 100000);
  gantry_series_append(&series, 10 * day, 200000);
  gantry_series_append(&series, 20 * day, -300000);
  g_assert_cmpfloat_with_epsilon(gantry_series_mean(&series, 0, 10 * day), 100000.0, 1e-6);
  g_assert_cmpfloat_with_epsilon(gantry_series_mean(&series, 0, 20 * day), 150000.0, 1e-6);
  g_assert_cmpfloat_with_epsilon(gantry_series_mean(&series, 0, 40 * day), -75000.0, 1e-6);
  int64_t low, high;
  gantry_series_get_bounds(&series, &low, &high);
  g_assert_cmpint(low, ==, -300000);
  g_assert_cmpint(high, ==, 200000);
  gantry_series_clear(&series);
}

static void
test_uses (void)
{
  static const GantryThingUse uses[] = {
      {0, 1, 1},
      {5, 7, 2047},
      {5, 8, 2048 | GANTRY_USE_CONTENDED},
      {5, 0, 0},
      {6, UINT32_MAX, UINT32_MAX},
      {INT64_C(1) << 50, 0, UINT32_MAX},
      {(INT64_C(1) << 50) + 1, UINT32_MAX, 0},
      {(INT64_C(1) << 50) + 2, 1, 1 | GANTRY_USE_CONTENDED},
      /* Told late. */
      {3, 2, 5},
  };
  GantryThing *thing = gantry_thing_new(GANTRY_THING_SEMAPHORE, "seats", 4);
  for (size_t i = 0; i < G_N_ELEMENTS(uses); i++)
    gantry_thing_append_use(thing, &uses[i]);
  g_assert_cmpuint(gantry_thing_get_n_uses(thing), ==, G_N_ELEMENTS(uses));
  for (size_t i = 0; i < G_N_ELEMENTS(uses); i++) {
    GantryThingUse use = gantry_thing_get_use(thing, i);
    bool is_late = i + 1 == G_N_ELEMENTS(uses);
    g_assert_cmpint(use.time, ==, is_late ? uses[i - 1].time : uses[i].time);
    g_assert_cmpuint(use.acquired, ==, uses[i].acquired);
    g_assert_cmpuint(use.holders, ==, uses[i].holders);
  }
  gantry_thing_free(thing);
}

#define N_CURSOR 200000
#define N_COLUMNS 300

static void
check_cursor (GRand *random, const GantryThing *thing, const int64_t *times, bool expect)
{
  const GantrySeries *series = &thing->series;
  GantryStepCursor cursor;
  gantry_step_cursor_init_thing(&cursor, thing);
  if (expect)
    gantry_step_cursor_expect(&cursor, times, N_COLUMNS + 1);
  for (int column = 0; column < N_COLUMNS; column++) {
    int64_t from = times[column], to = times[column + 1];
    size_t first = 0, last = 0, expected = 0;
    if (g_rand_int_range(random, 0, 20) == 0) /* columns that nobody asks for */
      continue;
    if (g_rand_int_range(random, 0, 30) == 0) { /* and moments that nobody spoke of */
      int64_t any = times[g_rand_int_range(random, 0, N_COLUMNS)] + 5;
      g_assert_true(gantry_step_cursor_find(&cursor, any, &first) ==
                    gantry_series_find(series, any, &expected));
      g_assert_cmpuint(first, ==, expected);
    }
    bool found = gantry_step_cursor_find(&cursor, from, &first);
    g_assert_true(found == gantry_series_find(series, from, &expected));
    if (!found)
      continue;
    g_assert_cmpuint(first, ==, expected);
    g_assert_true(gantry_step_cursor_find(&cursor, to - 1, &last));
    g_assert_true(gantry_series_find(series, to - 1, &expected));
    g_assert_cmpuint(last, ==, expected);
    double mean = gantry_step_cursor_mean(&cursor, first, last, from, to);
    g_assert_cmpfloat_with_epsilon(mean, gantry_series_mean(series, from, to), 1e-9);
  }
}

/* From left to right, with many steps in a column, with few, and with columns in each step. */
static void
test_cursor (void)
{
  static const int64_t columns[] = {1000000, 100000, 7919, 600, 3};
  GRand *random = g_rand_new_with_seed(17);
  GantryThing *thing = gantry_thing_new(GANTRY_THING_QUEUE, "orders", 0);
  int64_t time = 1000;
  for (int i = 0; i < N_CURSOR; i++) {
    gantry_series_append(&thing->series, time, g_rand_int_range(random, 0, 1000));
    time += i % 50000 == 49999 ? 300000000 : g_rand_int_range(random, 0, 2000);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(columns) * 4; i++) {
    int64_t times[N_COLUMNS + 1], begin = (int64_t)(g_rand_double(random) * (double)time) - 5000;
    for (int column = 0; column <= N_COLUMNS; column++)
      times[column] = begin + column * columns[i / 4];
    check_cursor(random, thing, times, false);
    check_cursor(random, thing, times, true);
  }
  gantry_thing_free(thing);
  g_rand_free(random);
}

#define N_LIVE 200000

/* What the writer of test_live() appends. Each hundredth is wide. */
static GantryStep
live_step (size_t index)
{
  return (GantryStep){(int64_t)index * 10, index % 100 == 0 ? INT64_MAX - (int64_t)index : (int64_t)index};
}

static gpointer
write_live (gpointer data)
{
  GantrySeries *series = data;
  for (size_t i = 0; i < N_LIVE; i++)
    gantry_series_append(series, live_step(i).time, live_step(i).value);
  return NULL;
}

/* A reader sees whole steps, and finds them, while others are appended. */
static void
test_live (void)
{
  GRand *random = g_rand_new_with_seed(9);
  GantrySeries series;
  gantry_series_init(&series);
  GThread *writer = g_thread_new("writer", write_live, &series);
  for (size_t count = 0; count < N_LIVE;) {
    count = gantry_packed_steps_count(&series.steps);
    for (int i = 0; i < 20 && count > 0; i++) {
      size_t at = (size_t)(g_rand_double(random) * (double)count), found;
      size_t index = i == 0 ? count - 1 : MIN(at, count - 1);
      GantryStep step = gantry_packed_steps_get(&series.steps, index), expected = live_step(index);
      g_assert_cmpint(step.time, ==, expected.time);
      g_assert_cmpint(step.value, ==, expected.value);
      g_assert_true(gantry_series_find(&series, step.time + 9, &found));
      g_assert_cmpuint(found, ==, index);
      g_assert_cmpint(gantry_series_max(&series, step.time, step.time + 1), ==, expected.value);
    }
  }
  g_thread_join(writer);
  gantry_series_clear(&series);
  g_rand_free(random);
}

/* Moments in any order: back, and on from there. */
static void
test_cursor_in_any_order (void)
{
  GRand *random = g_rand_new_with_seed(23);
  GantryThing *thing = gantry_thing_new(GANTRY_THING_QUEUE, "orders", 0);
  GantryStepCursor cursor;
  for (int i = 0; i < 1000; i++)
    gantry_series_append(&thing->series, i * 10, i % 7);
  gantry_step_cursor_init_thing(&cursor, thing);
  for (int64_t i = 0, time = 9000; i < 5000; i++) {
    size_t found, expected;
    time = g_rand_int_range(random, 0, 4) == 0 ? g_rand_int_range(random, 0, 10000) : MIN(time + 7, 10000);
    g_assert_true(gantry_step_cursor_find(&cursor, time, &found));
    g_assert_true(gantry_series_find(&thing->series, time, &expected));
    g_assert_cmpuint(found, ==, expected);
  }
  gantry_thing_free(thing);
  g_rand_free(random);
}

/* So many tasks for so long that sums over them do not fit: the mean does. */
static void
test_cursor_over_large_area (void)
{
  const int64_t ten_days = INT64_C(864000000000000);
  GantryThing *thing = gantry_thing_new(GANTRY_THING_QUEUE, "orders", 0);
  GantryStepCursor cursor;
  for (int i = 0; i < 64; i++)
    gantry_series_append(&thing->series, i * ten_days, 100000 + i);
  gantry_step_cursor_init_thing(&cursor, thing);
  g_assert_cmpfloat_with_epsilon(gantry_step_cursor_mean(&cursor, 0, 63, 0, 64 * ten_days), 100031.5, 1e-6);
  gantry_thing_free(thing);
}

/* The last block may hold one step. */
static void
test_borrowed_blocks (void)
{
  GantryStep steps[2 * GANTRY_STEPS_BLOCK + 1];
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    steps[i] = (GantryStep){(int64_t)i * 10, (int64_t)i};
  for (size_t count = 1; count <= G_N_ELEMENTS(steps); count++) {
    GantryPackedSteps borrowed;
    gantry_packed_steps_init(&borrowed);
    gantry_packed_steps_borrow(&borrowed, steps, count);
    for (size_t i = 0; i < count; i++) {
      g_assert_cmpuint(gantry_packed_steps_find(&borrowed, count, steps[i].time + 9), ==, i);
      g_assert_cmpuint(gantry_packed_steps_find_near(&borrowed, count, 0, steps[i].time), ==, i);
    }
    gantry_packed_steps_clear(&borrowed);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/packed-steps/any", test_any_steps);
  g_test_add_func("/packed-steps/small", test_small);
  g_test_add_func("/packed-steps/series", test_series);
  g_test_add_func("/packed-steps/large-mean", test_large_mean);
  g_test_add_func("/packed-steps/uses", test_uses);
  g_test_add_func("/packed-steps/cursor", test_cursor);
  g_test_add_func("/packed-steps/cursor-in-any-order", test_cursor_in_any_order);
  g_test_add_func("/packed-steps/cursor-over-large-area", test_cursor_over_large_area);
  g_test_add_func("/packed-steps/borrowed-blocks", test_borrowed_blocks);
  g_test_add_func("/packed-steps/live", test_live);
  return g_test_run();
}
