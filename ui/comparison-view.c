/* The runs of a comparison.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-view.h"

#include "chart/differences.h"
#include "ui/comparison-moves.h"
#include "ui/comparison-picture.h"
#include "ui/comparison-table.h"
#include "ui/drop-down.h"
#include "ui/switcher.h"
#include "ui/vocabulary.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_LANES 20 /* that can be chosen to align the runs by */

struct _GantryComparisonView {
  GtkBox parent_instance;
  GtkLabel *verdict;
  GtkStack *pages;
  GtkScrolledWindow *scrolled;
  GantryComparisonPicture *picture;
  GantryComparisonTable *table;
  GtkDropDown *align;
  GPtrArray *lanes; /* char*, those that the list of alignments has after its first two entries */
  bool updating;
};

G_DEFINE_FINAL_TYPE(GantryComparisonView, gantry_comparison_view, GTK_TYPE_BOX)

static bool
has_lane (const GantryTimeline *timeline, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    if (strcmp(gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)), name) == 0)
      return true;
  return false;
}

/* Lanes that all of the runs have. */
static void
find_lanes (GantryComparisonView *self, GantryTimeline *const *timelines, guint n_timelines)
{
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timelines[0]);
  g_ptr_array_set_size(self->lanes, 0);
  for (uint32_t i = 0; i < MIN(n_lanes, 1000) && self->lanes->len < MOST_LANES; i++) {
    const char *name = gantry_lane_get_name(gantry_timeline_get_lane(timelines[0], i));
    bool all = strcmp(name, "main") != 0;
    for (guint run = 1; run < n_timelines && all; run++)
      all = has_lane(timelines[run], name);
    if (all)
      g_ptr_array_add(self->lanes, g_strdup(name));
  }
}

static void
offer_alignments (GantryComparisonView *self)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new(NULL);
  gtk_string_list_append(list, _("Starts aligned"));
  gtk_string_list_append(list, _("Ends aligned"));
  for (guint i = 0; i < self->lanes->len; i++)
    gtk_string_list_take(list, g_strdup_printf(_("First step of %s"), (const char *)self->lanes->pdata[i]));
  self->updating = true;
  gtk_drop_down_set_model(self->align, G_LIST_MODEL(list));
  gtk_drop_down_set_selected(self->align, 0);
  self->updating = false;
}

static void
on_align (GantryComparisonView *self)
{
  guint chosen = gtk_drop_down_get_selected(self->align);
  if (self->updating || chosen == GTK_INVALID_LIST_POSITION)
    return;
  GantryRunAlignment align = {chosen == 0 ? GANTRY_ALIGN_START : GANTRY_ALIGN_END, NULL};
  if (chosen >= 2)
    align = (GantryRunAlignment){GANTRY_ALIGN_LANE, self->lanes->pdata[chosen - 2]};
  gantry_comparison_picture_set_alignment(self->picture, &align);
}

void
gantry_comparison_view_show (GantryComparisonView *self, GantryTimeline *const *timelines, guint n_timelines,
                             const char *verdict)
{
  gtk_label_set_text(self->verdict, verdict);
  gantry_comparison_picture_set_runs(self->picture, timelines, n_timelines);
  gantry_comparison_table_set(self->table,
                              gantry_differences_new(timelines, n_timelines, gantry_vocabulary_get_chosen()));
  find_lanes(self, timelines, n_timelines);
  offer_alignments(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->picture), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, verdict,
                                 -1);
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(self->scrolled), 0.0);
}

void
gantry_comparison_view_focus (GantryComparisonView *self)
{
  gtk_widget_grab_focus(GTK_WIDGET(self->picture));
  gtk_label_select_region(self->verdict, 0,
                          0); /* which had the focus for a moment, and selects itself then */
}

void
gantry_comparison_view_show_critical_path (GantryComparisonView *self, bool show)
{
  gantry_comparison_picture_show_critical_path(self->picture, show);
}

void
gantry_comparison_view_get_view (GantryComparisonView *self, GantryView *view)
{
  gantry_comparison_picture_get_view(self->picture, gtk_widget_get_width(GTK_WIDGET(self->scrolled)), view);
}

const GantryRunAlignment *
gantry_comparison_view_get_alignment (GantryComparisonView *self)
{
  return gantry_comparison_picture_get_alignment(self->picture);
}

const char *
gantry_comparison_view_get_verdict (GantryComparisonView *self)
{
  return gtk_label_get_text(self->verdict);
}

bool
gantry_comparison_view_key (GantryComparisonView *self, guint keyval, guint keycode, GdkModifierType state)
{
  return gantry_comparison_picture_key(self->picture, keyval, keycode, state);
}

GantryComparisonTable *
gantry_comparison_view_get_table (GantryComparisonView *self)
{
  return self->table;
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref(GANTRY_COMPARISON_VIEW(object)->lanes);
  G_OBJECT_CLASS(gantry_comparison_view_parent_class)->finalize(object);
}

static void
gantry_comparison_view_class_init (GantryComparisonViewClass *class)
{
  G_OBJECT_CLASS(class)->finalize = finalize;
}

static GtkWidget *
make_bar (GantryComparisonView *self)
{
  GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *pages = gantry_switcher_new(self->pages);
  GtkWidget *more = gtk_button_new_with_mnemonic(_("Compare _with…"));
  gtk_widget_set_hexpand(pages, TRUE);
  gtk_widget_set_halign(pages, GTK_ALIGN_START);
  self->align = GTK_DROP_DOWN(gtk_drop_down_new(NULL, NULL));
  gantry_drop_down_name(self->align, _("How the runs are aligned"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(more), "win.compare-with");
  gtk_label_set_ellipsize(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(more))), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text(more, _("Compare with other runs, or saved ones"));
  gtk_widget_add_css_class(bar, "comparison-bar");
  gtk_box_append(GTK_BOX(bar), pages);
  gtk_box_append(GTK_BOX(bar), GTK_WIDGET(self->align));
  gtk_box_append(GTK_BOX(bar), more);
  g_signal_connect_swapped(self->align, "notify::selected", G_CALLBACK(on_align), self);
  /* In a narrow window it moves with the focus, rather than push the panes off the screen. */
  GtkWidget *scrolled = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), bar);
  return scrolled;
}

static void
add_pages (GantryComparisonView *self)
{
  self->pages = GTK_STACK(gtk_stack_new());
  self->scrolled = GTK_SCROLLED_WINDOW(gtk_scrolled_window_new());
  self->picture = GANTRY_COMPARISON_PICTURE(gantry_comparison_picture_new());
  self->table = GANTRY_COMPARISON_TABLE(gantry_comparison_table_new());
  gtk_scrolled_window_set_policy(self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(self->scrolled, GTK_WIDGET(self->picture));
  /* It is higher than the page: whoever clicks it would be taken to its end. */
  gtk_viewport_set_scroll_to_focus(GTK_VIEWPORT(gtk_scrolled_window_get_child(self->scrolled)), FALSE);
  gantry_comparison_picture_set_adjustment(self->picture,
                                           gtk_scrolled_window_get_vadjustment(self->scrolled));
  gtk_widget_set_vexpand(GTK_WIDGET(self->pages), TRUE);
  gtk_stack_add_titled(self->pages, GTK_WIDGET(self->scrolled), "charts", _("Charts"));
  gtk_stack_add_titled(self->pages, GTK_WIDGET(self->table), "differences", _("Differences"));
}

static void
gantry_comparison_view_init (GantryComparisonView *self)
{
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->lanes = g_ptr_array_new_with_free_func(g_free);
  self->verdict = GTK_LABEL(gtk_label_new(""));
  gantry_wrap(self->verdict);
  gtk_label_set_xalign(self->verdict, 0);
  gtk_label_set_selectable(self->verdict, TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->verdict), "verdict");
  add_pages(self);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->verdict));
  gtk_box_append(GTK_BOX(self), make_bar(self));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->pages));
}

GtkWidget *
gantry_comparison_view_new (void)
{
  return g_object_new(GANTRY_TYPE_COMPARISON_VIEW, NULL);
}
