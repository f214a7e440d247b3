/* Arranging the lanes of a chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lane-arranging.h"

#include "chart/lane-moves.h"
#include "ui/chart-view-private.h"

#include <glib/gi18n-lib.h>

#define ALL_LEGEND ((1u << GANTRY_N_LEGEND) - 1)

/* What is done next may ask where lanes stand now. */
static void
lay_out (GantryChartView *self)
{
  GantryView view;
  if (!self->timeline || !self->layout)
    return;
  gantry_chart_view_get_view(self, &view);
  self->layout = gantry_layout_renew(self->layout, self->timeline, &view);
}

void
gantry_chart_view_set_arrangement (GantryChartView *self, GantryLaneArrangement *arrangement)
{
  GantryLaneArrangement *old = (GantryLaneArrangement *)self->view.arrangement;
  self->view.arrangement = arrangement;
  if (old != arrangement) {
    lay_out(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
    g_signal_emit_by_name(self, "view-changed");
  }
  gantry_lane_arrangement_unref(old);
}

void
gantry_chart_view_arrange (GantryChartView *self, GantryLaneArrangement *arrangement)
{
  if (!arrangement)
    return;
  gantry_chart_view_keep_place(self);
  gantry_chart_view_set_arrangement(self, arrangement);
}

const GantryLaneArrangement *
gantry_chart_view_get_arrangement (GantryChartView *self)
{
  return self->view.arrangement;
}

uint32_t
gantry_chart_view_get_n_hidden (GantryChartView *self)
{
  return self->layout && self->timeline && self->view.arrangement ? self->layout->lanes_hidden : 0;
}

/* The lane's group, if the lane is shown. */
static GantryGroupKey
group_of (GantryChartView *self, uint32_t lane)
{
  const GantryRow *row =
      self->layout && lane != GANTRY_NO_LANE ? gantry_layout_find_lane(self->layout, lane) : NULL;
  return row ? row->group : GANTRY_NO_GROUP;
}

void
gantry_chart_view_fold (GantryChartView *self, GantryGroupKey group)
{
  bool folded = gantry_lane_arrangement_is_folded(self->view.arrangement, group);
  if (group == GANTRY_NO_GROUP || group == GANTRY_GROUP_PINNED)
    return;
  gantry_chart_view_arrange(self, gantry_lane_arrangement_fold(self->view.arrangement, group, !folded));
  gantry_chart_view_tell(self, folded ? _("Unfolded") : _("Folded into one row"));
}

void
gantry_chart_view_show_lane (GantryChartView *self, uint32_t lane)
{
  const GantryLaneArrangement *arrangement = self->view.arrangement;
  if (!self->layout || !gantry_timeline_find_lane(self->timeline, lane))
    return;
  if (!gantry_layout_find_lane(self->layout, lane)) {
    gantry_chart_view_arrange(self, gantry_lane_arrangement_hide(arrangement, lane, false));
    if (!gantry_layout_find_lane(self->layout, lane))
      gantry_chart_view_arrange(self, gantry_lane_arrangement_filter(self->view.arrangement, ""));
  }
  GantryGroupKey group = group_of(self, lane);
  if (gantry_lane_arrangement_is_folded(self->view.arrangement, group))
    gantry_chart_view_arrange(self, gantry_lane_arrangement_fold(self->view.arrangement, group, false));
  gantry_chart_view_select(self, lane);
  gantry_chart_view_reveal(self, lane, GANTRY_NO_TIME, GANTRY_NO_TIME);
}

static void
say_hidden (GantryChartView *self)
{
  uint32_t count = gantry_chart_view_get_n_hidden(self);
  g_autofree char *words =
      g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u lane hidden", "%u lanes hidden", count), count);
  gantry_chart_view_tell(self, words);
}

static void
pin_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  uint32_t lane = self->view.selected_lane;
  bool pinned = gantry_lane_arrangement_is_pinned(self->view.arrangement, lane);
  if (lane == GANTRY_NO_LANE)
    return;
  gantry_chart_view_arrange(self, gantry_lane_arrangement_pin(self->view.arrangement, lane, !pinned));
  gantry_chart_view_reveal(self, lane, GANTRY_NO_TIME, GANTRY_NO_TIME);
  gantry_chart_view_tell(self, pinned ? _("Not pinned any more") : _("Pinned to the top"));
}

/* The next one is selected, so that several can be hidden one after the other. */
static void
hide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  uint32_t lane = self->view.selected_lane;
  if (lane == GANTRY_NO_LANE || !self->layout)
    return;
  uint32_t next = gantry_layout_next_lane(self->layout, self->timeline, lane, 1);
  if (next == lane)
    next = gantry_layout_next_lane(self->layout, self->timeline, lane, -1);
  gantry_chart_view_arrange(self, gantry_lane_arrangement_hide(self->view.arrangement, lane, true));
  gantry_chart_view_select(self, next == lane ? GANTRY_NO_LANE : next);
  say_hidden(self);
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  if (gantry_chart_view_get_n_hidden(self) == 0)
    return;
  gantry_chart_view_arrange(self, gantry_lane_arrangement_show_all(self->view.arrangement));
  say_hidden(self);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  uint32_t lane = self->view.selected_lane;
  if (lane == GANTRY_NO_LANE || !self->timeline)
    return;
  int places = g_str_has_suffix(name, "up") ? -1 : 1;
  gantry_chart_view_arrange(self, gantry_lane_move_by(self->timeline, &self->view, lane, places));
  gantry_chart_view_reveal(self, lane, GANTRY_NO_TIME, GANTRY_NO_TIME);
}

static void
fold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  GantryGroupKey group =
      self->menu_group != GANTRY_NO_GROUP ? self->menu_group : group_of(self, self->view.selected_lane);
  gantry_chart_view_fold(self, group);
}

/* Cores and shared things stay as they are: they have no lanes. */
static void
fold_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  bool fold = g_str_equal(name, "lane.fold-all");
  if (!self->layout || !self->timeline)
    return;
  g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(GantryGroupKey));
  for (guint i = 0; i < self->layout->n_content; i++) {
    const GantryRow *row = &g_array_index(self->layout->rows, GantryRow, self->layout->first_content + i);
    if (row->kind != GANTRY_ROW_HEADING || row->group >= GANTRY_GROUP_PINNED)
      continue;
    g_array_append_val(groups, row->group);
  }
  gantry_chart_view_arrange(
      self, gantry_lane_arrangement_fold_all(
                self->view.arrangement, (const GantryGroupKey *)(void *)groups->data, groups->len, fold));
  gantry_chart_view_tell(self, fold ? _("All groups folded") : _("All groups unfolded"));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_chart_view_open_lane_menu(GANTRY_CHART_VIEW(widget), -1, -1);
}

void
gantry_chart_view_class_add_lane_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "lane.pin", NULL, pin_action);
  gtk_widget_class_install_action(class, "lane.hide", NULL, hide_action);
  gtk_widget_class_install_action(class, "lane.show-all", NULL, show_all_action);
  gtk_widget_class_install_action(class, "lane.up", NULL, move_action);
  gtk_widget_class_install_action(class, "lane.down", NULL, move_action);
  gtk_widget_class_install_action(class, "lane.fold", NULL, fold_action);
  gtk_widget_class_install_action(class, "lane.fold-all", NULL, fold_all_action);
  gtk_widget_class_install_action(class, "lane.unfold-all", NULL, fold_all_action);
  gtk_widget_class_install_action(class, "lane.menu", NULL, menu_action);
}

void
gantry_chart_view_choose_legend (GantryChartView *self, GantryLegend legend, bool also)
{
  unsigned bit = 1u << legend, alone = ALL_LEGEND & ~bit;
  unsigned dimmed = also ? self->view.dimmed ^ bit : self->view.dimmed == alone ? 0 : alone;
  gantry_chart_view_keep_place(self);
  self->view.dimmed = dimmed;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_autofree char *words =
      dimmed == 0
          ? g_strdup(_("All states are shown"))
          : g_strdup_printf(also ? (dimmed & bit ? _("%s: dimmed") : _("%s: shown")) : _("%s: seen alone"),
                            gantry_layout_legend_label(self->layout, legend));
  gantry_chart_view_tell(self, words);
}

bool
gantry_chart_view_begin_lane_drag (GantryChartView *self, double x, double y)
{
  const GantryRow *row = gantry_layout_row_at(self->layout, y);
  if (!row || row->kind != GANTRY_ROW_LANE || x < self->layout->panel_left || x >= self->layout->plot_left)
    return false;
  self->drag.lane = gantry_lane_get_id(gantry_timeline_get_lane(self->timeline, row->index));
  return true;
}

/* The lane takes the place of the one that the pointer is on, once it is past that one's middle. */
void
gantry_chart_view_drag_lane (GantryChartView *self, double y)
{
  const GantryRow *row = gantry_layout_row_at(self->layout, y);
  const GantryRow *own = gantry_layout_find_lane(self->layout, self->drag.lane);
  if (!row || !own || row == own || row->kind != GANTRY_ROW_LANE || row->group != own->group)
    return;
  double middle = row->y + row->height / 2.0;
  if (row->y > own->y ? y < middle : y > middle)
    return;
  uint32_t target = gantry_lane_get_id(gantry_timeline_get_lane(self->timeline, row->index));
  gantry_chart_view_arrange(self, gantry_lane_move_to(self->timeline, &self->view, self->drag.lane, target));
}
