/* Traces in pictures: what went in comes out, whoever looks; damage is found, hostile pictures do no harm.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/embedded.h"

#include "timeline/script.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gstdio.h>
#include <string.h>

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned length)
{
  g_byte_array_append(closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

typedef enum { PNG, SVG, PDF, N_KINDS } Kind;

static GBytes *
picture_new (Kind kind)
{
  GByteArray *bytes = g_byte_array_new();
  cairo_surface_t *surface = kind == PNG   ? cairo_image_surface_create(CAIRO_FORMAT_RGB24, 5, 4)
                             : kind == SVG ? cairo_svg_surface_create_for_stream(append, bytes, 5, 4)
                                           : cairo_pdf_surface_create_for_stream(append, bytes, 50, 40);
  if (kind == PDF)
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
  cairo_t *cr = cairo_create(surface);
  cairo_rectangle(cr, 1, 1, 2, 2);
  cairo_fill(cr);
  cairo_destroy(cr);
  if (kind == PNG)
    cairo_surface_write_to_png_stream(surface, append, bytes);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  return g_byte_array_free_to_bytes(bytes);
}

/* Bytes that packing cannot make much of. */
static GBytes *
trace_new (gsize size)
{
  guint8 *data = g_malloc(size + 1);
  GRand *random = g_rand_new_with_seed((guint32)size);
  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)g_rand_int(random);
  g_rand_free(random);
  return g_bytes_new_take(data, size);
}

static GBytes *
carrier_new (Kind kind, GBytes *trace)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = picture_new(kind);
  GBytes *carrier = gantry_embed(picture, trace, &error);
  g_assert_no_error(error);
  g_assert_nonnull(carrier);
  return carrier;
}

static void
test_there_and_back (void)
{
  const gsize sizes[] = {0, 1, 3, 57, 1000, 300000};
  for (int kind = 0; kind < N_KINDS; kind++)
    for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) trace = trace_new(sizes[i]), carrier = carrier_new((Kind)kind, trace);
      g_autoptr(GBytes) found = gantry_extract(carrier, &error);
      g_assert_no_error(error);
      g_assert_true(g_bytes_equal(trace, found));
      gsize length;
      const void *data = g_bytes_get_data(carrier, &length);
      g_assert_true(gantry_embed_is_picture(data, length));
    }
}

static void
test_same_bytes (void)
{
  g_autoptr(GBytes) trace = trace_new(5000);
  for (int kind = 0; kind < N_KINDS; kind++) {
    g_autoptr(GBytes) picture = picture_new((Kind)kind);
    g_autoptr(GBytes) one = gantry_embed(picture, trace, NULL), other = gantry_embed(picture, trace, NULL);
    g_assert_true(g_bytes_equal(one, other));
  }
}

static void
expect_error (const void *data, gsize length, GantryReadingError code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new(data, length);
  g_assert_null(gantry_extract(bytes, &error));
  g_assert_error(error, GANTRY_READING_ERROR, (int)code);
}

static void
test_none (void)
{
  for (int kind = 0; kind < N_KINDS; kind++) {
    g_autoptr(GBytes) picture = picture_new((Kind)kind);
    expect_error(g_bytes_get_data(picture, NULL), g_bytes_get_size(picture), GANTRY_READING_ERROR_FORMAT);
  }
  expect_error("", 0, GANTRY_READING_ERROR_FORMAT);
  expect_error("GIF89a", 6, GANTRY_READING_ERROR_FORMAT);
  expect_error("\x89PNG\r\n\x1a\n", 8, GANTRY_READING_ERROR_FORMAT);
  expect_error("%PDF-", 5, GANTRY_READING_ERROR_FORMAT);
}

static void
test_no_picture (void)
{
  static const char *const cases[] = {"",
                                      "hello",
                                      "\x89PNG\r\n\x1a\n",
                                      "<svg>",
                                      "%PDF-1.4\nstartxref\n99999\n%%EOF",
                                      "%PDF-1.4\nxref\ntrailer\n<<\nstartxref\n9\n%%EOF"};
  g_autoptr(GBytes) trace = trace_new(10);
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) picture = g_bytes_new_static(cases[i], strlen(cases[i]));
    g_assert_null(gantry_embed(picture, trace, &error));
    g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT);
  }
}

/* Cut off anywhere, or with any byte changed: an error or the trace, never anything else. */
static void
test_damage (void)
{
  g_autoptr(GBytes) trace = trace_new(400);
  for (int kind = 0; kind < N_KINDS; kind++) {
    g_autoptr(GBytes) carrier = carrier_new((Kind)kind, trace);
    gsize length;
    const guint8 *data = g_bytes_get_data(carrier, &length);
    for (gsize i = 0; i < length * 2; i++) {
      g_autofree guint8 *copy = g_memdup2(data, length);
      gsize size = i < length ? i : length;
      if (i >= length)
        copy[i - length] ^= (guint8)(1u << i % 8);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = g_bytes_new(copy, size), found = gantry_extract(bytes, &error);
      g_assert_true((found == NULL) == (error != NULL));
      if (found != NULL)
        g_assert_true(g_bytes_equal(found, trace));
    }
  }
}

/* A gigabyte of zeros packs into a megabyte. */
static void
test_bomb (void)
{
  g_autoptr(GBytes) zeros = g_bytes_new_take(g_malloc0(GANTRY_EMBED_MOST), GANTRY_EMBED_MOST);
  g_autoptr(GBytes) most = carrier_new(PNG, zeros);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) found = gantry_extract(most, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(found), ==, GANTRY_EMBED_MOST);
  g_autoptr(GBytes) more = g_bytes_new_take(g_malloc0(GANTRY_EMBED_MOST + 1), GANTRY_EMBED_MOST + 1);
  g_autoptr(GBytes) picture = picture_new(PNG);
  g_assert_null(gantry_embed(picture, more, &error));
  g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT);
  /* By hand: the packed zeros with as many behind them again. */
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
  g_autoptr(GOutputStream) packing = g_converter_output_stream_new(memory, G_CONVERTER(compressor));
  for (int i = 0; i < 4; i++)
    g_assert_true(g_output_stream_write_all(packing, g_bytes_get_data(zeros, NULL), GANTRY_EMBED_MOST, NULL,
                                            NULL, NULL));
  g_assert_true(g_output_stream_close(packing, NULL, NULL));
  g_autofree char *base64 =
      g_base64_encode(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(memory)),
                      g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(memory)));
  g_autofree char *svg =
      g_strdup_printf("<svg><x:trace xmlns:x='urn:gantry:trace'>%s</x:trace></svg>", base64);
  expect_error(svg, strlen(svg), GANTRY_READING_ERROR_CONTENT);
}

/* As an editor saves it: another prefix, the namespace at the root, other breaks of lines. */
static void
test_svg_saved_by_others (void)
{
  g_autoptr(GBytes) trace = trace_new(300), carrier = carrier_new(SVG, trace);
  gsize length;
  const char *data = g_bytes_get_data(carrier, &length);
  GString *text = g_string_new_len(data, (gssize)length);
  g_string_replace(text, " xmlns:gantry=\"urn:gantry:trace\"", "", 1);
  g_string_replace(text, "<svg ", "<svg xmlns:g='urn:gantry:trace' ", 1);
  g_string_replace(text, "gantry:trace>", "g:trace>", 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) changed = g_string_free_to_bytes(text), found = gantry_extract(changed, &error);
  g_assert_no_error(error);
  g_assert_true(g_bytes_equal(trace, found));
}

static char *
run_tool (const char *tool, const char *option, const char *path)
{
  g_autofree char *program = g_find_program_in_path(tool);
  const char *arguments[] = {program, option, path, NULL};
  char *output = NULL;
  int status;
  if (program == NULL)
    return NULL;
  g_assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
                             NULL, &status, NULL));
  g_assert_cmpint(status, ==, 0);
  return output;
}

static void
test_pdf_by_others (void)
{
  g_autoptr(GBytes) trace = trace_new(3000), carrier = carrier_new(PDF, trace);
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "gantry-embedded-test.pdf", NULL);
  g_assert_true(
      g_file_set_contents(path, g_bytes_get_data(carrier, NULL), (gssize)g_bytes_get_size(carrier), NULL));
  g_autofree char *list = run_tool("pdfdetach", "-list", path);
  if (list == NULL)
    g_test_message("no pdfdetach: nobody else looks for the attachment");
  else
    g_assert_nonnull(strstr(list, "1: trace.gantry"));
  g_autofree char *check = run_tool("qpdf", "--check", path);
  g_assert_true(check == NULL || strstr(check, "No syntax") != NULL);
  g_remove(path);
}

static GantryTimeline *
run_new (int n_intervals)
{
  g_autoptr(GString) text = g_string_new("title 'Small'\n0ms main created thread\n0ms main started\n");
  for (int i = 0; i < n_intervals; i++)
    g_string_append_printf(text, "%dus main %s line 1\n", i + 1, i % 2 == 0 ? "running" : "sleeping");
  g_string_append_printf(text, "%dus main ended ok\n", n_intervals + 2);
  g_string_append_printf(text, "%dus end ok\n", n_intervals + 3);
  return gantry_script_play(text->str);
}

static void
test_timelines (void)
{
  g_autoptr(GantryTimeline) run = run_new(10), long_run = run_new(100002);
  g_autoptr(GBytes) picture = picture_new(SVG);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) carrier = gantry_embed_timeline(picture, run, &error);
  g_autoptr(GBytes) trace = gantry_extract(carrier, &error);
  g_assert_no_error(error);
  g_assert_nonnull(trace);
  g_autoptr(GBytes) plain = gantry_embed_timeline(picture, long_run, &error);
  g_assert_true(plain == picture);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/embedded/there-and-back", test_there_and_back);
  g_test_add_func("/embedded/same-bytes", test_same_bytes);
  g_test_add_func("/embedded/none", test_none);
  g_test_add_func("/embedded/no-picture", test_no_picture);
  g_test_add_func("/embedded/damage", test_damage);
  g_test_add_func("/embedded/bomb", test_bomb);
  g_test_add_func("/embedded/svg-saved-by-others", test_svg_saved_by_others);
  g_test_add_func("/embedded/pdf-by-others", test_pdf_by_others);
  g_test_add_func("/embedded/timelines", test_timelines);
  return g_test_run();
}
