/* The table of intervals, read back by a strict parser of RFC 4180's grammar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/csv.h"

#include "timeline/script.h"

#include <string.h>

enum { LANE_ID, LANE, KIND, PARENT, STATE, START, END, DURATION, LINE, OBJECT, CORE, N_COLUMNS };

static const char kitchen[] = "cores 2\n"
                              "thing lock \"big, \\\"old\\\" kitchen\"\n"
                              "0ms main created thread line 20\n"
                              "0ms main started cpu 0\n"
                              "1ms \"=cook()\" created thread by main line 21\n"
                              "2ms \"=cook()\" started ready 1ms cpu 1\n"
                              "3ms main wait-lock for \"big, \\\"old\\\" kitchen\" line 22\n"
                              "8ms \"=cook()\" sleeping line 23\n"
                              "9ms \"=cook()\" ended ok\n"
                              "8.5ms main woken by \"=cook()\" at 8ms\n"
                              "8.5ms main running line 22 cpu 1\n"
                              "9ms main wait-join for \"=cook()\" line 24\n"
                              "10ms main ended ok\n"
                              "10.000001ms end ok\n";

/* One field; what it ends at is `end`. */
static char *
take_field (const char *text, const char **end)
{
  GString *field = g_string_new(NULL);
  if (*text != '"') {
    gsize length = strcspn(text, ",\"\r\n");
    g_string_append_len(field, text, (gssize)length);
    *end = text + length;
    g_assert_cmpint(**end, !=, '"');
    return g_string_free(field, FALSE);
  }
  for (text++; *text != '"' || text[1] == '"'; text++) {
    g_assert_cmpint(*text, !=, '\0');
    text += *text == '"';
    g_string_append_c(field, *text);
  }
  *end = text + 1;
  return g_string_free(field, FALSE);
}

/* Rows of fields, the header among them; each has all columns. */
static GPtrArray *
parse (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  while (*text != '\0') {
    GPtrArray *row = g_ptr_array_new();
    for (int column = 0; column < N_COLUMNS; column++) {
      g_ptr_array_add(row, take_field(text, &text));
      g_assert_cmpint(*text, ==, column + 1 < N_COLUMNS ? ',' : '\n');
      text++;
    }
    g_ptr_array_add(row, NULL);
    g_ptr_array_add(rows, g_ptr_array_free(row, FALSE));
  }
  return rows;
}

static GPtrArray *
rows_of (const GantryTimeline *timeline)
{
  g_autofree char *text = gantry_timeline_to_csv(timeline);
  return parse(text);
}

static void
assert_row (const GPtrArray *rows, guint index, const char *expected)
{
  g_assert_cmpuint(index, <, rows->len);
  g_autofree char *row = g_strjoinv("|", rows->pdata[index]);
  g_assert_cmpstr(row, ==, expected);
}

static void
test_rows (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(GPtrArray) rows = rows_of(timeline);
  static const char *const expected[] = {
      "lane_id|lane|kind|parent|state|start_ns|end_ns|duration_ns|line|object|core",
      "0|main|thread||running|0|3000000|3000000|||0",
      "0|main|thread||wait-lock|3000000|8000000|5000000|22|big, \"old\" kitchen|",
      "0|main|thread||ready|8000000|8500000|500000|22||",
      "0|main|thread||running|8500000|9000000|500000|22||1",
      "0|main|thread||wait-join|9000000|10000000|1000000|24|'=cook()|",
      "1|'=cook()|thread|main|ready|1000000|2000000|1000000|21||",
      "1|'=cook()|thread|main|running|2000000|8000000|6000000|||1",
      "1|'=cook()|thread|main|sleeping|8000000|9000000|1000000|23||",
      "0|core 0|core||running|0|3000000|3000000||main|0",
      "0|core 0|core||sleeping|3000000|10000001|7000001|||0",
      "1|core 1|core||sleeping|0|2000000|2000000|||1",
      "1|core 1|core||running|2000000|8000000|6000000||'=cook()|1",
      "1|core 1|core||sleeping|8000000|8500000|500000|||1",
      "1|core 1|core||running|8500000|9000000|500000||main|1",
      "1|core 1|core||sleeping|9000000|10000001|1000001|||1",
  };
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
    assert_row(rows, i, expected[i]);
  g_assert_cmpuint(rows->len, ==, G_N_ELEMENTS(expected));
}

/* What a lane's rows say of each state is what the timeline says. */
static void
assert_sums (const GPtrArray *rows, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, 0, INT64_MAX, sums);
  for (guint i = 1; i < rows->len; i++) {
    char **row = rows->pdata[i];
    if (!g_str_equal(row[KIND], gantry_lane_kind_id(gantry_lane_get_kind(lane))) ||
        g_ascii_strtoull(row[LANE_ID], NULL, 10) != gantry_lane_get_id(lane))
      continue;
    for (int state = 0; state < GANTRY_N_STATES; state++)
      if (g_str_equal(row[STATE], gantry_state_id((GantryState)state)))
        sums[state] -= g_ascii_strtoll(row[DURATION], NULL, 10);
  }
  for (int state = 0; state < GANTRY_N_STATES; state++)
    g_assert_cmpint(sums[state], ==, 0);
}

static void
test_sums (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(GPtrArray) rows = rows_of(timeline);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    assert_sums(rows, gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    assert_sums(rows, gantry_timeline_get_core(timeline, i));
}

/* Which form a name takes; quotes and all. */
static void
assert_name (const char *name, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&(GantryRunFacts){.model = "threads"});
  g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
  GantryRecord record = {.kind = GANTRY_EVENT_LANE_CREATED, .first = GANTRY_NO_LANE, .text = name};
  GantryRunResult result = {.outcome = GANTRY_RUN_OK};
  g_assert_true(gantry_builder_get_sink()->event(&record, builder));
  gantry_builder_finish(builder, 5, &result, true);
  g_autofree char *text = gantry_timeline_to_csv(timeline);
  g_autofree char *row = g_strdup_printf("0,%s,thread,,created,0,5,5,,,\n", expected);
  g_assert_cmpstr(strchr(text, '\n') + 1, ==, row);
}

static void
test_names (void)
{
  assert_name("cook 1", "cook 1");
  assert_name("料理人", "料理人");
  assert_name("", "");
  assert_name("a,b", "\"a,b\"");
  assert_name("say \"hi\"", "\"say \"\"hi\"\"\"");
  assert_name("two\nlines", "\"two\nlines\"");
  assert_name("=1+2", "'=1+2");
  assert_name("+1", "'+1");
  assert_name("-1", "'-1");
  assert_name("@SUM(A1)", "'@SUM(A1)");
  assert_name("\tx", "'\tx");
  assert_name("\rx", "\"'\rx\"");
  assert_name("'=x", "''=x");
  assert_name("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
  assert_name("a=b-c", "a=b-c");
  assert_name("＝1+2", "'＝1+2");
  /* Cells of a spreadsheet that takes other characters for their ends. */
  assert_name("a;=1+2;b", "a;'=1+2;b");
  assert_name("a;'=1+2", "a;''=1+2");
  assert_name("a|@SUM(A1)", "a|'@SUM(A1)");
  assert_name("a\t-1", "a\t'-1");
  assert_name("a\n=1", "\"a\n'=1\"");
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("title \"\"\n0ms finish stopped\n");
  g_autoptr(GPtrArray) rows = rows_of(timeline);
  g_assert_cmpuint(rows->len, ==, 1);
}

/* A run that goes on, as far as it is known. */
static void
test_live (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created task\n0ms a started\n3ms a sleeping\n"
                                                     "5ms pass\n");
  g_autoptr(GPtrArray) rows = rows_of(gantry_script_get_timeline(script));
  assert_row(rows, 1, "0|a|task||running|0|3000000|3000000|||");
  assert_row(rows, 2, "0|a|task||sleeping|3000000|5000000|2000000|||");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/csv/rows", test_rows);
  g_test_add_func("/csv/sums", test_sums);
  g_test_add_func("/csv/names", test_names);
  g_test_add_func("/csv/empty", test_empty);
  g_test_add_func("/csv/live", test_live);
  return g_test_run();
}
