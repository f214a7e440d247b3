/* Keys that arrange lanes, and those of the legend.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"
#include "ui/lane-arranging.h"

/* The entry that stands at this place of the legend, from 0. */
static bool
find_entry (GantryChartView *self, guint place, GantryLegend *legend)
{
  for (int i = 0; i < GANTRY_N_LEGEND && self->layout; i++) {
    if (!(self->layout->legend_present & (1u << i)) || place-- > 0)
      continue;
    *legend = (GantryLegend)i;
    return true;
  }
  return false;
}

static bool
key_of_legend (GantryChartView *self, guint keyval, bool also)
{
  guint digit = keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9 ? keyval - GDK_KEY_KP_1 : keyval - GDK_KEY_1;
  GantryLegend legend;
  if (digit > 8 || !find_entry(self, digit, &legend))
    return false;
  gantry_chart_view_choose_legend(self, legend, also);
  return true;
}

bool
gantry_chart_view_lane_key (GantryChartView *self, guint keyval, GdkModifierType state)
{
  static const struct {
    guint keyval;
    GdkModifierType state;
    const char *action;
  } keys[] = {
      {GDK_KEY_p, 0, "lane.pin"},
      {GDK_KEY_h, 0, "lane.hide"},
      {GDK_KEY_h, GDK_SHIFT_MASK, "lane.show-all"},
      {GDK_KEY_g, 0, "lane.fold"},
      {GDK_KEY_g, GDK_SHIFT_MASK, "lane.fold-all"},
      {GDK_KEY_u, 0, "lane.unfold-all"},
      {GDK_KEY_Up, GDK_ALT_MASK, "lane.up"},
      {GDK_KEY_Down, GDK_ALT_MASK, "lane.down"},
      {GDK_KEY_Menu, 0, "lane.menu"},
      {GDK_KEY_F10, GDK_SHIFT_MASK, "lane.menu"},
      {GDK_KEY_slash, 0, "win.find"},
      {GDK_KEY_slash, GDK_SHIFT_MASK, "win.find"}, /* where it stands above the 7 */
      {GDK_KEY_KP_Divide, 0, "win.find"},
  };
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);
  guint lower = gdk_keyval_to_lower(keyval);
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    if (keys[i].keyval != lower || keys[i].state != held)
      continue;
    self->menu_group = GANTRY_NO_GROUP;
    return gtk_widget_activate_action(GTK_WIDGET(self), keys[i].action, NULL);
  }
  return (held == 0 || held == GDK_CONTROL_MASK) && key_of_legend(self, keyval, held != 0);
}
