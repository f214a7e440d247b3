/* What presenters' remotes send. To the computer each of them is a keyboard with few keys: Page Down and Page
 * Up for the next and previous slide (some send Right and Left), F5 and Escape in turn for the start and the
 * end of the show, a period or B for a black screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture.h"
#include "ui/projection.h"
#include "ui/window-private.h"

static bool
nothing_is_selected (const GantryWindow *window)
{
  GantryView view;
  gantry_chart_view_get_view(window->chart, &view);
  return view.selected_lane == GANTRY_NO_LANE;
}

/* From event to event of the run that is shown. */
static bool
step_in_run (GantryWindow *window, int by)
{
  return !gantry_window_shows_comparison(window) && gantry_replay_step(window->replay, by);
}

/* Through the lecture if there is one, else through the run. */
static bool
go (GantryWindow *window, int by)
{
  if (gantry_window_has_lecture(window)) {
    gantry_window_lecture_step(window, by);
    return true;
  }
  return step_in_run(window, by);
}

bool
gantry_projection_key (GantryProjection *self, GantryWindow *window, guint keyval, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return false;
  /* Whoever goes on in the dark wants the picture back first. */
  if (gantry_projection_is_black(self) && keyval != GDK_KEY_Escape) {
    gantry_projection_set_black(self, false);
    return true;
  }
  switch (gdk_keyval_to_lower(keyval)) {
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    return go(window, 1);
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    return go(window, -1);
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return nothing_is_selected(window) && step_in_run(window, 1);
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return nothing_is_selected(window) && step_in_run(window, -1);
  case GDK_KEY_b:
  case GDK_KEY_period:
    gantry_projection_set_black(self, true);
    return true;
  default:
    return false;
  }
}
