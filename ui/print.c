/* The chart on paper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/print.h"

#include "chart/comparison.h"
#include "chart/painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PIXELS_PER_POINT (96.0 / 72.0)
#define MOST_PAGES 500

typedef struct {
  GPtrArray *timelines;
  char *verdict; /* of a comparison; NULL: one run */
  GantryView view;
  char *lanes_glob, *title;
  GantryLaneArrangement *arrangement;
  GArray *scrolls; /* double: how far the lanes are scrolled on each page */
} Print;

static void
print_free (gpointer data)
{
  Print *print = data;
  g_ptr_array_unref(print->timelines);
  g_array_unref(print->scrolls);
  gantry_lane_arrangement_unref(print->arrangement);
  g_free(print->verdict);
  g_free(print->lanes_glob);
  g_free(print->title);
  g_free(print);
}

/* Tops of the pages: where a row does not fit whole any more, it begins the next one. */
static void
add_pages (Print *print)
{
  g_autoptr(GantryLayout) layout = gantry_layout_new(print->timelines->pdata[0], &print->view);
  double height = layout->lanes_bottom - layout->pinned_bottom, top = 0.0;
  guint first = layout->first_content + layout->n_pinned, end = layout->first_content + layout->n_content;
  for (guint i = first; i < end && height > 0.0 && print->scrolls->len < MOST_PAGES; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    double row_top = row->y - layout->pinned_bottom;
    if (row_top + row->height <= top + height || row_top <= top)
      continue;
    top = row_top;
    g_array_append_val(print->scrolls, top);
  }
}

static void
set_pages (Print *print, double width, double height)
{
  const double none = 0.0;
  print->view.width = width;
  print->view.height = height;
  print->view.squeeze = true;
  print->view.scroll = 0.0;
  g_array_set_size(print->scrolls, 0);
  g_array_append_val(print->scrolls, none);
  if (print->verdict)
    return;
  g_autoptr(GantryLayout) layout = gantry_layout_new(print->timelines->pdata[0], &print->view);
  if (layout->lanes_cut == 0)
    return;
  print->view.squeeze = false;
  add_pages(print);
}

static void
on_begin (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  set_pages(print, floor(gtk_print_context_get_width(context) * PIXELS_PER_POINT),
            floor(gtk_print_context_get_height(context) * PIXELS_PER_POINT));
  gtk_print_operation_set_n_pages(operation, (int)print->scrolls->len);
}

static void
on_draw (GtkPrintOperation *operation, GtkPrintContext *context, int page, const Print *print)
{
  cairo_t *cr = gtk_print_context_get_cairo_context(context);
  GantryView view = print->view;
  cairo_scale(cr, 1.0 / PIXELS_PER_POINT, 1.0 / PIXELS_PER_POINT);
  if (print->verdict) {
    g_autoptr(GantryComparison) comparison = gantry_comparison_new(
        (GantryTimeline *const *)print->timelines->pdata, print->timelines->len, print->verdict, NULL, &view);
    gantry_comparison_draw(cr, comparison);
    return;
  }
  view.scroll = g_array_index(print->scrolls, double, page);
  g_autoptr(GantryLayout) layout = gantry_layout_new(print->timelines->pdata[0], &view);
  gantry_painter_draw(cr, layout, print->timelines->pdata[0]);
}

static void
take_view (Print *print, const GantryView *view)
{
  print->view = *view;
  print->view.theme = GANTRY_THEME_PRINT;
  print->view.text_scale = 1.0;
  print->view.pixel_ratio = 0.0;
  print->view.show_title = print->view.show_footer = print->view.show_legend = true;
  print->view.show_handles = false;
  print->view.cursor = GANTRY_NO_TIME;
  print->view.lanes_glob = print->lanes_glob = g_strdup(view->lanes_glob);
  print->view.title = print->title = g_strdup(view->title);
  print->view.font_family = NULL;
  print->view.arrangement = print->arrangement = gantry_lane_arrangement_ref(view->arrangement);
}

GtkPrintOperation *
gantry_print_operation_new (const GantryExportSubject *subject, const GantryView *view)
{
  GtkPrintOperation *operation = gtk_print_operation_new();
  g_autoptr(GtkPageSetup) page = gtk_page_setup_new();
  const char *title = gantry_timeline_get_facts(subject->timelines->pdata[0])->title;
  Print *print = g_new0(Print, 1);
  print->timelines = g_ptr_array_ref(subject->timelines);
  print->verdict = g_strdup(subject->verdict);
  print->scrolls = g_array_new(FALSE, FALSE, sizeof(double));
  take_view(print, view);
  gtk_page_setup_set_orientation(page, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup(operation, page);
  gtk_print_operation_set_embed_page_setup(operation, TRUE);
  gtk_print_operation_set_unit(operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name(operation, *title ? title : _("Gantry"));
  g_object_set_data_full(G_OBJECT(operation), "print", print, print_free);
  g_signal_connect(operation, "begin-print", G_CALLBACK(on_begin), print);
  g_signal_connect(operation, "draw-page", G_CALLBACK(on_draw), print);
  return operation;
}
