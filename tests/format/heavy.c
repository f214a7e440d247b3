/* Files that are short beside the time or the memory that they would take to read, to show or to write.
 *
 * None of these tests measures time: without what they hold each would take minutes, and end by its limit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../timeline/script.h"
#include "format/chrome-json.h"
#include "format/chrome-read.h"
#include "format/chunk-reader.h"
#include "format/chunk-writer.h"
#include "format/formats.h"
#include "format/gantry-read.h"
#include "format/gantry-variants.h"
#include "format/gantry-write.h"
#include "format/stats.h"
#include "perfetto-trace.h"

#include <string.h>

static GantryTimeline *
read_chrome (const GString *text)
{
  g_auto(GantryReport) report = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text->str, (gssize)text->len, NULL);
  GantryTimeline *timeline = gantry_chrome_read(stream, "t", NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  return timeline;
}

/* Each event looks for its beginning among those that are open. */
static void
test_notes (void)
{
  g_autoptr(GString) text =
      g_string_new("{\"otherData\":{\"recorder\":\"" GANTRY_CHROME_RECORDER "\"},\"traceEvents\":["
                   "{\"ph\":\"X\",\"ts\":0,\"dur\":9,\"tid\":1,\"cat\":\"running\"}");
  for (int i = 0; i < 1000000; i++)
    g_string_append_printf(text, ",{\"ph\":\"%c\",\"ts\":1,\"tid\":1,\"name\":\"%c\"}",
                           i < 500000 ? 'b' : 'e', i < 500000 ? 'x' : 'y');
  for (int i = 0; i < 2; i++)
    g_string_append(text, ",{\"ph\":\"e\",\"ts\":3,\"tid\":1,\"name\":\"x\"}");
  g_string_append(text, "]}");
  g_autoptr(GantryTimeline) timeline = read_chrome(text);
  g_assert_cmpuint(gantry_timeline_get_n_spans(timeline), ==, 2);
  g_assert_cmpint(gantry_timeline_get_span(timeline, 0)->to, ==, 3000);
}

/* One event, whose name would be a part of each of its numbers'. */
static void
test_counters (void)
{
  g_autofree char *name = g_strnfill(1000, 'n');
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "[{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"%s\",\"args\":{\"a\":1", name);
  for (int i = 0; i < 100000; i++)
    g_string_append_printf(text, ",\"%x\":1", i);
  g_string_append(text, "}}]");
  g_autoptr(GantryTimeline) timeline = read_chrome(text);
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), >=, 100);
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), <=, 1000);
}

/* A track in a track in a track, each of which looks for its process. */
static void
test_chain (void)
{
  enum { N_TRACKS = 250000 };
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (uint64_t i = 1; i <= N_TRACKS; i++) {
    perfetto_put_track(trace, perfetto_track(i, i - 1, "t"));
    perfetto_put_event(trace, (double)i, SLICE_BEGIN, i, "s");
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, N_TRACKS);
}

/* Numbers that are all one to a hash that takes their lower halves. */
static void
test_numbers (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (uint64_t i = 0; i < 400000;) {
    GByteArray *packet = perfetto_packet_without_time(), *interned = wire_new();
    for (int k = 0; k < 1000; k++) {
      GByteArray *entry = wire_new();
      wire_put_number(entry, 1, ++i << 32);
      wire_put_text(entry, 2, "a name of some letters");
      wire_put_message(interned, 2, entry);
    }
    wire_put_message(packet, PACKET_INTERNED, interned);
    perfetto_put(trace, packet);
  }
  perfetto_put_event(trace, 1, INSTANT, 1, "here");
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

/* Of a file of 64 MB, which is packed in a picture of 200 KB, each chunk may be as good as empty. */
static void
test_chunks (void)
{
  g_auto(GantryReport) report = {0};
  g_autoptr(GError) error = NULL;
  GantryChunkWriter writer;
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  const GantryRunFacts facts = {.title = "t"};
  g_autoptr(GantryTimeline) empty = gantry_timeline_new(&facts);
  g_autoptr(GVariant) variant = g_variant_ref_sink(gantry_variant_of_facts(empty));
  const GantryProgressRecord progress = {0};
  gantry_chunk_writer_init(&writer, stream);
  gantry_chunk_writer_add(&writer, GANTRY_CHUNK_FACTS, 0, 1, g_variant_get_data(variant),
                          g_variant_get_size(variant));
  gantry_chunk_writer_add(&writer, GANTRY_CHUNK_PROGRESS, 0, sizeof progress, &progress, sizeof progress);
  for (int i = 0; i < 1000000; i++)
    gantry_chunk_writer_add(&writer, GANTRY_CHUNK_MARKS, 0, sizeof(GantryMarkRecord), "", 0);
  gantry_chunk_writer_add(&writer, GANTRY_CHUNK_END, 0, 1, "", 0);
  g_assert_true(gantry_chunk_writer_check(&writer, NULL));
  gantry_chunk_writer_clear(&writer);
  g_output_stream_close(stream, NULL, NULL);
  g_autoptr(GBytes) bytes = g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
  g_autoptr(GantryTimeline) timeline = gantry_trace_read(bytes, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  g_assert_nonnull(timeline);
}

/* What is shown in a line, or written with each interval, is not as long as a file. */
static void
test_texts (void)
{
  /* Letters of three bytes, of which the last would be cut in two. */
  g_autoptr(GString) longest = g_string_new(NULL);
  while (longest->len < 3000000)
    g_string_append(longest, "€");
  const char *const labels[] = {longest->str, "short", NULL};
  const GantryRunFacts facts = {
      .title = longest->str, .model = longest->str, .source_name = longest->str, .line_labels = labels};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  const GantryRunFacts *kept = gantry_timeline_get_facts(timeline);
  const char *const texts[] = {kept->title, kept->model, kept->source_name,
                               gantry_timeline_get_line_label(timeline, 1)};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_assert_cmpuint(strlen(texts[i]), ==, GANTRY_TEXT_MAX / 3 * 3);
    g_assert_true(g_utf8_validate(texts[i], -1, NULL));
  }
  g_assert_cmpstr(gantry_timeline_get_line_label(timeline, 2), ==, "short");
}

/* A stream that only looks at how much is written at once. */
typedef struct {
  GOutputStream parent;
  gsize most, total;
} Scales;

typedef GOutputStreamClass ScalesClass;

GType scales_get_type (void);
G_DEFINE_TYPE(Scales, scales, G_TYPE_OUTPUT_STREAM)

static gssize
weigh (GOutputStream *stream, const void *bytes, gsize count, GCancellable *cancellable, GError **error)
{
  Scales *scales = (Scales *)stream;
  scales->most = MAX(scales->most, count);
  scales->total += count;
  return (gssize)count;
}

static void
scales_class_init (ScalesClass *class)
{
  class->write_fn = weigh;
}

static void
scales_init (Scales *scales)
{
}

/* Each interval is written with names, and takes sixteen bytes itself. */
static void
test_written (void)
{
  g_autofree char *name = g_strnfill(1000, 'n');
  GString *text = g_string_new("cores 1\n");
  g_string_append_printf(text, "0us %s created thread\n0us %s started\n", name, name);
  for (int i = 1; i <= 20000; i++)
    g_string_append_printf(text, "%dus %s %s\n", i, name, i % 2 ? "sleeping" : "running");
  g_string_append(text, "1s end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text->str);
  g_string_free(text, TRUE);
  for (const GantryFormat *format = gantry_formats; format->ending; format++) {
    g_autoptr(GOutputStream) stream = g_object_new(scales_get_type(), NULL);
    const Scales *scales = (const Scales *)stream;
    g_assert_true(format->write(timeline, stream, NULL));
    if (g_str_equal(format->ending, "csv"))
      g_assert_cmpuint(scales->total, >, 20000000);
    g_assert_cmpuint(scales->total, >, 0);
    g_assert_cmpuint(scales->most, <=, 2 << 20);
  }
}

/* One long name does not make all rows of the table as long. */
static void
test_table (void)
{
  enum { N_LANES = 5000 };
  g_autofree char *name = g_strnfill(1000, 'n');
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "0us %s created thread\n", name);
  for (int i = 0; i < N_LANES; i++)
    g_string_append_printf(text, "0us t%d created thread\n", i);
  g_string_append(text, "1ms end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text->str);
  g_string_free(text, TRUE);
  g_autofree char *table = gantry_stats_to_table(timeline);
  g_assert_nonnull(strstr(table, name));
  g_assert_cmpuint(strlen(table), <, N_LANES * 300);
}

/* Of a file of many gigabytes, each second block of which is damaged; all are asked about. */
static void
test_damaged_blocks (void)
{
  enum { N_BLOCKS = 600000 };
  g_autoptr(GArray) damaged = g_array_new(FALSE, FALSE, sizeof(uint64_t));
  for (uint64_t i = 1; i < N_BLOCKS; i += 2)
    g_array_append_val(damaged, i);
  const GantryChunk chunk = {.length = N_BLOCKS * GANTRY_HASHED_BLOCK - 10, .damaged = damaged};
  for (uint64_t i = 0; i < N_BLOCKS; i++) {
    uint64_t from = i * GANTRY_HASHED_BLOCK + 5, rest = GANTRY_HASHED_BLOCK - 5;
    g_assert_cmpuint(gantry_chunk_count_sound(&chunk, from, 20), ==, i % 2 ? 0 : 20);
    g_assert_cmpuint(gantry_chunk_count_sound(&chunk, from, UINT64_MAX / 2), ==, i % 2 ? 0 : rest);
  }
  g_assert_cmpuint(gantry_chunk_count_sound(&chunk, chunk.length, 1), ==, 0);
  const GantryChunk sound = {.length = 100};
  g_assert_cmpuint(gantry_chunk_count_sound(&sound, 10, 1000), ==, 90);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/format/heavy/notes", test_notes);
  g_test_add_func("/format/heavy/counters", test_counters);
  g_test_add_func("/format/heavy/chain", test_chain);
  g_test_add_func("/format/heavy/numbers", test_numbers);
  g_test_add_func("/format/heavy/chunks", test_chunks);
  g_test_add_func("/format/heavy/texts", test_texts);
  g_test_add_func("/format/heavy/written", test_written);
  g_test_add_func("/format/heavy/table", test_table);
  g_test_add_func("/format/heavy/damaged-blocks", test_damaged_blocks);
  return g_test_run();
}
