/* What comes out of a queue is in order, whatever the order in which it came in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/time-queue.h"

#include <string.h>

#define MOST_ITEMS 600

typedef struct {
  uint32_t number; /* in the order in which they came */
  int64_t time;
} Item;

/* Those that are in the queue, and the same by the plainest way. */
typedef struct {
  GantryTimeQueue queue;
  Item items[MOST_ITEMS];
  uint32_t n_items;
  uint32_t number;
} World;

static void
add (World *world, int64_t time)
{
  Item item = {world->number++, time};
  *(Item *)gantry_time_queue_add(&world->queue, time) = item;
  uint32_t place = world->n_items++;
  g_assert_cmpuint(place, <, MOST_ITEMS);
  for (; place > 0 && world->items[place - 1].time > time; place--)
    world->items[place] = world->items[place - 1];
  world->items[place] = item;
}

/* Takes out what lies before `until`. */
static void
take (World *world, int64_t until)
{
  uint32_t n_due = 0;
  while (n_due < world->n_items && world->items[n_due].time < until)
    n_due++;
  g_assert_cmpuint(gantry_time_queue_sort(&world->queue, until), ==, n_due);
  for (uint32_t i = 0; i < n_due; i++) {
    const Item *item = gantry_time_queue_at(&world->queue, i);
    g_assert_cmpint(item->time, ==, world->items[i].time);
    g_assert_cmpuint(item->number, ==, world->items[i].number);
  }
  gantry_time_queue_drop(&world->queue, n_due);
  world->n_items -= n_due;
  memmove(world->items, world->items + n_due, world->n_items * sizeof world->items[0]);
}

static World *
world_new (void)
{
  World *world = g_new0(World, 1);
  gantry_time_queue_init(&world->queue, sizeof(Item), offsetof(Item, time));
  return world;
}

static void
world_free (World *world)
{
  take(world, INT64_MAX);
  g_assert_cmpuint(gantry_time_queue_sort(&world->queue, INT64_MAX), ==, 0);
  gantry_time_queue_clear(&world->queue);
  g_free(world);
}

/* Several runs at a time, as of several threads; equal times; late ones. */
static void
test_runs (void)
{
  GRand *random = g_rand_new_with_seed(1);
  World *world = world_new();
  for (int pass = 0; pass < 2000; pass++) {
    int64_t now = (int64_t)pass * 10;
    for (int run = g_rand_int_range(random, 0, 5); run > 0; run--) {
      int64_t time = now + g_rand_int_range(random, -15, 10);
      for (int n = g_rand_int_range(random, 0, 12); n > 0; n--) {
        add(world, time);
        time += g_rand_int_range(random, 0, 3);
      }
    }
    if (g_rand_int_range(random, 0, 3) > 0)
      take(world, now - g_rand_int_range(random, -5, 30));
  }
  world_free(world);
  g_rand_free(random);
}

static void
test_backwards (void)
{
  World *world = world_new();
  for (int i = MOST_ITEMS; i > 0; i--)
    add(world, i / 2);
  take(world, MOST_ITEMS / 4);
  add(world, 0);
  add(world, INT64_MIN);
  take(world, 1);
  world_free(world);
}

static void
test_at_random (void)
{
  GRand *random = g_rand_new_with_seed(2);
  for (int round = 0; round < 100; round++) {
    World *world = world_new();
    for (int n = g_rand_int_range(random, 0, MOST_ITEMS); n > 0; n--)
      add(world, g_rand_int_range(random, 0, 200));
    take(world, g_rand_int_range(random, 0, 200));
    world_free(world);
  }
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/time-queue/runs", test_runs);
  g_test_add_func("/time-queue/backwards", test_backwards);
  g_test_add_func("/time-queue/at-random", test_at_random);
  return g_test_run();
}
