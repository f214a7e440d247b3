/* Packed arrows give back what was put in, however long they are and wherever they lead, to whoever reads
 * along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-arrows.h"

#define N_ARROWS 3000
#define N_LIVE 100000

static uint32_t
any_lane (GRand *random)
{
  static const uint32_t rare[] = {0, (1u << 29) - 1, 1u << 29, UINT32_MAX, 7u << 29};
  int kind = g_rand_int_range(random, 0, 50);
  return kind < (int)G_N_ELEMENTS(rare) ? rare[kind] : (uint32_t)g_rand_int_range(random, 0, 4000000);
}

/* Now and then as long, or as much later than the last one, as just fits, or does not. */
static int64_t
any_length (GRand *random)
{
  static const int64_t rare[] = {0, INT64_C(0xffffffff), INT64_C(0x100000000), INT64_C(1) << 50, -1};
  int kind = g_rand_int_range(random, 0, 50);
  return kind < (int)G_N_ELEMENTS(rare) ? rare[kind] : g_rand_int_range(random, 0, 100000);
}

static GArray *
random_arrows (GRand *random, guint count)
{
  GArray *plain = g_array_new(FALSE, FALSE, sizeof(GantryArrow));
  int64_t time = 0;
  for (guint i = 0; i < count; i++) {
    time += MAX(any_length(random), 0);
    GantryArrow arrow = {
        .kind = (GantryArrowKind)g_rand_int_range(random, 0, GANTRY_ARROW_SET + 1),
        .from_lane = any_lane(random),
        .to_lane = any_lane(random),
        .from_time = time - any_length(random),
        .to_time = time,
    };
    g_array_append_val(plain, arrow);
  }
  return plain;
}

static void
assert_arrow (const GantryArrow *arrow, const GantryArrow *expected)
{
  g_assert_cmpint(arrow->kind, ==, expected->kind);
  g_assert_cmpuint(arrow->from_lane, ==, expected->from_lane);
  g_assert_cmpuint(arrow->to_lane, ==, expected->to_lane);
  g_assert_cmpint(arrow->from_time, ==, expected->from_time);
  g_assert_cmpint(arrow->to_time, ==, expected->to_time);
}

/* None is passed by that sets out in time, and whole blocks of others are. */
static void
check_passing_by (GRand *random, const GantryPackedArrows *arrows, const GArray *plain)
{
  for (int i = 0; i < 300 && plain->len > 0; i++) {
    const GantryArrow *any =
        &g_array_index(plain, GantryArrow, g_rand_int_range(random, 0, (gint32)plain->len));
    size_t begin = (size_t)g_rand_int_range(random, 0, (gint32)plain->len + 1);
    size_t count = (size_t)g_rand_int_range(random, (gint32)begin, (gint32)plain->len + 1);
    size_t at = gantry_packed_arrows_pass_by(arrows, begin, count, any->from_time);
    g_assert_true(at >= begin && at <= count);
    for (size_t k = begin; k < at; k++)
      g_assert_cmpint(g_array_index(plain, GantryArrow, k).from_time, >, any->from_time);
    bool is_block = at % GANTRY_ARROWS_BLOCK == 0 && at + GANTRY_ARROWS_BLOCK <= count, is_late = is_block;
    for (size_t k = at; k < at + GANTRY_ARROWS_BLOCK && is_late; k++)
      is_late = g_array_index(plain, GantryArrow, k).from_time > any->from_time;
    g_assert_false(is_late);
  }
}

static void
test_any_arrows (void)
{
  GRand *random = g_rand_new_with_seed(21);
  for (guint round = 0; round < 20; round++) {
    g_autoptr(GArray) plain = random_arrows(random, round < 10 ? round * 9 : N_ARROWS);
    GantryPackedArrows packed, borrowed;
    gantry_packed_arrows_init(&packed);
    gantry_packed_arrows_init(&borrowed);
    for (guint i = 0; i < plain->len; i++)
      gantry_packed_arrows_append(&packed, &g_array_index(plain, GantryArrow, i));
    gantry_packed_arrows_borrow(&borrowed, (const GantryArrow *)(const void *)plain->data, plain->len);
    g_assert_cmpuint(gantry_packed_arrows_count(&packed), ==, plain->len);
    g_assert_cmpuint(gantry_packed_arrows_count(&borrowed), ==, plain->len);
    for (guint i = 0; i < plain->len; i++) {
      GantryArrow arrow = gantry_packed_arrows_get(&packed, i), same = gantry_packed_arrows_get(&borrowed, i);
      assert_arrow(&arrow, &g_array_index(plain, GantryArrow, i));
      assert_arrow(&same, &g_array_index(plain, GantryArrow, i));
    }
    check_passing_by(random, &packed, plain);
    check_passing_by(random, &borrowed, plain);
    gantry_packed_arrows_clear(&packed);
    gantry_packed_arrows_clear(&borrowed);
  }
  g_rand_free(random);
}

/* Those of a run take what they are to take, and few are wide where lanes come one after the other. */
static void
test_small (void)
{
  GantryPackedArrows arrows;
  gantry_packed_arrows_init(&arrows);
  for (uint32_t i = 0; i < N_ARROWS; i++) {
    GantryArrow arrow = {GANTRY_ARROW_START, i % 4, i, i * INT64_C(1000),
                         i * INT64_C(1000) + 50000 + i % 900};
    gantry_packed_arrows_append(&arrows, &arrow);
  }
  size_t bytes = gantry_append_store_count(&arrows.rows) * sizeof(GantryPackedRow) +
                 gantry_append_store_count(&arrows.heads) * sizeof(GantryArrowsHead) +
                 gantry_append_store_count(&arrows.starts) * sizeof(int64_t);
  g_assert_cmpuint(bytes, <, N_ARROWS * 9);
  g_assert_cmpuint(gantry_append_store_count(&arrows.wide), <=, 8 * GANTRY_ARROWS_BLOCK);
  gantry_packed_arrows_clear(&arrows);
}

/* What the writer of test_live() appends. Each hundredth is wide. */
static GantryArrow
live_arrow (size_t index)
{
  int64_t time = (int64_t)index * 20, length = index % 100 == 0 ? INT64_C(1) << 40 : (int64_t)index % 900;
  return (GantryArrow){(GantryArrowKind)(index % 5), (uint32_t)index, (uint32_t)index + 1, time - length,
                       time};
}

static gpointer
write_live (gpointer arrows)
{
  for (size_t i = 0; i < N_LIVE; i++) {
    GantryArrow arrow = live_arrow(i);
    gantry_packed_arrows_append(arrows, &arrow);
  }
  return NULL;
}

/* A reader sees whole arrows while others are appended. */
static void
test_live (void)
{
  GRand *random = g_rand_new_with_seed(2);
  GantryPackedArrows arrows;
  gantry_packed_arrows_init(&arrows);
  GThread *writer = g_thread_new("writer", write_live, &arrows);
  for (size_t count = 0; count < N_LIVE;) {
    count = gantry_packed_arrows_count(&arrows);
    for (int i = 0; i < 20 && count > 0; i++) {
      size_t index = i == 0 ? count - 1 : (size_t)g_rand_int_range(random, 0, (gint32)count);
      GantryArrow arrow = gantry_packed_arrows_get(&arrows, index), expected = live_arrow(index);
      assert_arrow(&arrow, &expected);
      g_assert_cmpuint(gantry_packed_arrows_pass_by(&arrows, 0, count, -(INT64_C(1) << 41)), ==,
                       count - count % GANTRY_ARROWS_BLOCK);
    }
  }
  g_thread_join(writer);
  gantry_packed_arrows_clear(&arrows);
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/packed-arrows/any", test_any_arrows);
  g_test_add_func("/packed-arrows/small", test_small);
  g_test_add_func("/packed-arrows/live", test_live);
  return g_test_run();
}
