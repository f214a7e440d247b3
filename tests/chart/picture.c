/* Pictures are what their formats say, and what the painter draws.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"

#include "chart/painter.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static GBytes *
render (const GantryTimeline *timeline, const GantryView *view, double scale, GantryPictureFormat format)
{
  g_autoptr(GError) error = NULL;
  GBytes *bytes = gantry_picture_render(timeline, view, scale, format, &error);
  g_assert_no_error(error);
  g_assert_nonnull(bytes);
  return bytes;
}

static void
test_formats (void)
{
  static const struct {
    const char *name;
    bool known;
    GantryPictureFormat format;
  } cases[] = {
      {"a.png", true, GANTRY_PICTURE_PNG},
      {"dir.pdf/A.SVG", true, GANTRY_PICTURE_SVG},
      {"b.c.pdf", true, GANTRY_PICTURE_PDF},
      {".png", true, GANTRY_PICTURE_PNG},
      {"png", false, 0},
      {"a.jpg", false, 0},
      {"a.png ", false, 0},
      {"", false, 0},
  };
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
    GantryPictureFormat format = GANTRY_PICTURE_PNG;
    g_assert_cmpint(gantry_picture_format_parse(cases[i].name, &format), ==, cases[i].known);
    if (cases[i].known)
      g_assert_cmpint(format, ==, cases[i].format);
  }
}

static unsigned
big_endian (const guchar *bytes)
{
  return (unsigned)bytes[0] << 24 | (unsigned)bytes[1] << 16 | (unsigned)bytes[2] << 8 | bytes[3];
}

static void
test_png (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  const double scales[] = {0.5, 1.0, 1.25, 2.0};
  for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++) {
    GantryView view;
    gantry_fixture_view(&view, timeline);
    g_autoptr(GBytes) bytes = render(timeline, &view, scales[i], GANTRY_PICTURE_PNG);
    const guchar *data = g_bytes_get_data(bytes, NULL);
    g_assert_cmpmem(data, 8, "\x89PNG\r\n\x1a\n", 8);
    g_assert_cmpuint(big_endian(data + 16), ==, (unsigned)ceil(800 * scales[i]));
    g_assert_cmpuint(big_endian(data + 20), ==, (unsigned)ceil(500 * scales[i]));
  }
}

/* The file's pixels are those that the painter lays on a surface of that size. */
static void
test_png_is_what_is_painted (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  const double scales[] = {1.0, 2.0};
  for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++) {
    GantryView view;
    gantry_fixture_view(&view, timeline);
    view.selected_lane = 2;
    int width = (int)(view.width * scales[i]), height = (int)(view.height * scales[i]);
    cairo_surface_t *painted = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cr = cairo_create(painted);
    cairo_scale(cr, scales[i], scales[i]);
    g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
    gantry_painter_draw(cr, layout, timeline);
    cairo_destroy(cr);
    cairo_surface_flush(painted);
    cairo_surface_t *picture = gantry_picture_surface(timeline, &view, scales[i], NULL);
    g_assert_nonnull(picture);
    cairo_surface_flush(picture);
    g_assert_cmpint(cairo_image_surface_get_stride(picture), ==, cairo_image_surface_get_stride(painted));
    size_t size = (size_t)cairo_image_surface_get_stride(painted) * (size_t)height;
    g_assert_cmpint(
        memcmp(cairo_image_surface_get_data(picture), cairo_image_surface_get_data(painted), size), ==, 0);
    cairo_surface_destroy(picture);
    cairo_surface_destroy(painted);
  }
}

static void
count_element (GMarkupParseContext *context, const char *name, const char **names, const char **values,
               gpointer user_data, GError **error)
{
  ++*(int *)user_data;
}

static void
test_svg (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GBytes) bytes = render(timeline, &view, 1.0, GANTRY_PICTURE_SVG);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  int n_elements = 0;
  GMarkupParser parser = {.start_element = count_element};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &n_elements, NULL);
  g_autoptr(GError) error = NULL;
  g_markup_parse_context_parse(context, data, (gssize)size, &error);
  g_assert_no_error(error);
  g_markup_parse_context_end_parse(context, &error);
  g_assert_no_error(error);
  g_assert_cmpint(n_elements, >, 50);
  g_assert_nonnull(g_strstr_len(data, (gssize)size, "viewBox=\"0 0 800 500\""));
}

/* Letters can be searched and edited, and keep their places; none is left as an outline. */
static void
test_svg_has_text (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title 'A <b>&amp; \xd7\xa9\xd7\x9c'\n0ms 'cook & co' created thread\n"
                         "0ms 'cook & co' started\n0ms 'cook & co' running line 1\n9ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GBytes) bytes = render(timeline, &view, 1.0, GANTRY_PICTURE_SVG);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autofree char *svg = g_strndup(data, size);
  g_assert_nonnull(strstr(svg, ">cook &amp; co</text>"));
  g_assert_nonnull(strstr(svg, "A &lt;b&gt;&amp;amp;"));
  g_assert_nonnull(strstr(svg, "DejaVu Sans"));
  g_assert_null(strstr(svg, "<use"));
  g_assert_null(strstr(svg, "<symbol"));
  g_autoptr(GBytes) again = render(timeline, &view, 1.0, GANTRY_PICTURE_SVG);
  g_assert_true(g_bytes_equal(bytes, again));
}

static void
test_pdf (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = 1200.0;
  view.height = 800.0;
  g_autoptr(GBytes) bytes = render(timeline, &view, 1.0, GANTRY_PICTURE_PDF);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_assert_true(g_str_has_prefix(data, "%PDF-"));
  g_assert_cmpmem(data + size - 6, 6, "%%EOF\n", 6);
  g_assert_null(memmem(data, size, "CreationDate", strlen("CreationDate")));
  g_autofree char *tool = g_find_program_in_path("pdftotext");
  if (tool == NULL) {
    g_test_message("no pdftotext: the letters are not looked at");
    return;
  }
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "gantry-chart-test.pdf", NULL);
  g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
  g_autofree char *text = NULL;
  const char *arguments[] = {tool, path, "-", NULL};
  g_assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text,
                             NULL, NULL, NULL));
  g_assert_nonnull(strstr(text, "Producer and consumers"));
  g_assert_nonnull(strstr(text, "waits: kitchen"));
  g_remove(path);
}

static void
test_same_bytes (void)
{
  for (int format = GANTRY_PICTURE_PNG; format <= GANTRY_PICTURE_PDF; format++) {
    g_autoptr(GantryTimeline) one = gantry_fixture_all_shapes(), other = gantry_fixture_all_shapes();
    GantryView view;
    gantry_fixture_view(&view, one);
    g_autoptr(GBytes) first = render(one, &view, 1.0, (GantryPictureFormat)format);
    if (format == GANTRY_PICTURE_PDF)
      g_usleep(1100000); /* a date in the file would differ by a second */
    g_autoptr(GBytes) second = render(other, &view, 1.0, (GantryPictureFormat)format);
    g_assert_true(g_bytes_equal(first, second));
  }
}

static void
test_sizes_refused (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_empty();
  static const struct {
    double width, height, scale;
  } cases[] = {{16385, 10, 1.0}, {10, 16385, 1.0}, {9000, 100, 2.0}, {0, 100, 1.0},
               {100, -1, 1.0},   {100, 100, 0.0},  {100, 100, NAN},  {INFINITY, 100, 1.0}};
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
    for (int format = GANTRY_PICTURE_PNG; format <= GANTRY_PICTURE_PDF; format++) {
      bool scaled = cases[i].scale != 1.0;
      if (scaled && format != GANTRY_PICTURE_PNG)
        continue;
      GantryView view;
      gantry_fixture_view(&view, timeline);
      view.width = cases[i].width;
      view.height = cases[i].height;
      g_autoptr(GError) error = NULL;
      g_assert_null(
          gantry_picture_render(timeline, &view, cases[i].scale, (GantryPictureFormat)format, &error));
      g_assert_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_SIZE);
    }
}

/* Long dense runs stay small files. */
static void
test_dense_vectors_are_small (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(10, 5000);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GBytes) svg = render(timeline, &view, 1.0, GANTRY_PICTURE_SVG);
  g_autoptr(GBytes) pdf = render(timeline, &view, 1.0, GANTRY_PICTURE_PDF);
  g_assert_cmpuint(g_bytes_get_size(svg), <, 1500000);
  g_assert_cmpuint(g_bytes_get_size(pdf), <, 400000);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_BE_REFUSED false /* they end the program by themselves */
#else
#define CAN_BE_REFUSED true
#endif

/* A picture that there is no memory for is told so, with what helps, and ends nobody. */
static void
test_memory_refused (void)
{
  if (!CAN_BE_REFUSED)
    return;
  if (!g_test_subprocess()) {
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
    return;
  }
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autofree char *text = NULL;
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = view.height = 4096.0;
  g_bytes_unref(render(timeline, &view, 0.1, GANTRY_PICTURE_PNG)); /* fonts and the like are there */
  g_assert_true(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
  rlim_t now = g_ascii_strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
  struct rlimit limit = {now + (8 << 20), RLIM_INFINITY};
  g_assert_cmpint(setrlimit(RLIMIT_AS, &limit), ==, 0);
  g_autoptr(GError) error = NULL;
  g_assert_null(gantry_picture_render(timeline, &view, 2.0, GANTRY_PICTURE_PNG, &error));
  g_assert_nonnull(strstr(error->message, "there is not enough memory for the picture; make it smaller"));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/picture/formats", test_formats);
  g_test_add_func("/picture/png", test_png);
  g_test_add_func("/picture/png-is-what-is-painted", test_png_is_what_is_painted);
  g_test_add_func("/picture/svg", test_svg);
  g_test_add_func("/picture/svg-has-text", test_svg_has_text);
  g_test_add_func("/picture/pdf", test_pdf);
  g_test_add_func("/picture/same-bytes", test_same_bytes);
  g_test_add_func("/picture/sizes-refused", test_sizes_refused);
  g_test_add_func("/picture/memory-refused", test_memory_refused);
  g_test_add_func("/picture/dense-vectors-are-small", test_dense_vectors_are_small);
  return g_test_run();
}
