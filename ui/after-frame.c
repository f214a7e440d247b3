/* Waiting for a frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/after-frame.h"

#define WAITING "gantry-after-frame" /* the key of a widget's data: a Waiting */

typedef struct {
  GantryAfterFrame callback;
} Waiting;

static void
stop_waiting (GdkFrameClock *clock, GtkWidget *widget)
{
  g_signal_handlers_disconnect_matched(clock, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                       g_signal_lookup("after-paint", GDK_TYPE_FRAME_CLOCK), 0, NULL, NULL,
                                       widget);
}

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  GtkWidget *widget = data;
  const Waiting *waiting = g_object_get_data(G_OBJECT(widget), WAITING);
  if (waiting->callback(widget))
    stop_waiting(clock, widget);
}

bool
gantry_after_frame (GtkWidget *widget, GantryAfterFrame callback)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock(widget);
  if (!clock)
    return false;
  stop_waiting(clock, widget);
  if (!callback)
    return true;
  Waiting *waiting = g_new(Waiting, 1);
  waiting->callback = callback;
  g_object_set_data_full(G_OBJECT(widget), WAITING, waiting, g_free);
  g_signal_connect_object(clock, "after-paint", G_CALLBACK(on_painted), widget, 0);
  gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
  return true;
}
