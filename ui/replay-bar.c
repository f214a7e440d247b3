/* The replay bar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/replay-bar.h"

#include "timeline/units.h"

#include <glib/gi18n-lib.h>

#define TICK_PIXELS 30.0
#define GRAIN_PARTS 2000 /* a moment is told as precisely as the line is long */

struct _GantryReplayBar {
  GtkBox parent_instance;
  GantryReplay *replay;
  GantryChartView *chart;
  GtkButton *play;
  GtkImage *icon;
  GtkLabel *words;
  GtkScale *scale;
  GtkLabel *position;
  int64_t length;  /* that the scale has */
  bool is_setting; /* the scale, by the program */
};

G_DEFINE_FINAL_TYPE(GantryReplayBar, gantry_replay_bar, GTK_TYPE_BOX)

/* Small ticks, as on the chart's ruler. */
static void
set_length (GantryReplayBar *self, int64_t length)
{
  int minor;
  if (length == self->length || length <= 0)
    return;
  self->length = length;
  gtk_range_set_range(GTK_RANGE(self->scale), 0, (double)length);
  gtk_range_set_increments(GTK_RANGE(self->scale), (double)length / 100, (double)length / 10);
  gtk_scale_clear_marks(self->scale);
  int64_t step = gantry_ruler_step((double)length / 250, TICK_PIXELS, &minor);
  for (int64_t tick = 0; tick <= length; tick += step)
    gtk_scale_add_mark(self->scale, (double)tick, GTK_POS_BOTTOM, NULL);
}

static void
show_position (GantryReplayBar *self)
{
  int64_t playhead = gantry_chart_view_get_playhead(self->chart);
  int64_t grain = MAX(self->length / GRAIN_PARTS, 1);
  g_autofree char *length = gantry_format_moment(self->length, grain);
  g_autofree char *moment = gantry_format_moment(playhead == GANTRY_NO_TIME ? 0 : playhead, grain);
  g_autofree char *speed = gantry_replay_speed_words(self->replay);
  g_autofree char *words = playhead == GANTRY_NO_TIME
                               ? g_strdup_printf(_("%s, at %s"), length, speed)
                               : g_strdup_printf(_("%s of %s, at %s"), moment, length, speed);
  gtk_label_set_text(self->position, words);
  self->is_setting = true;
  gtk_range_set_value(GTK_RANGE(self->scale), playhead == GANTRY_NO_TIME ? 0 : (double)playhead);
  self->is_setting = false;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, moment, -1);
}

static void
on_changed (GantryReplay *replay, gpointer data)
{
  GantryReplayBar *self = data;
  bool possible = gantry_replay_is_possible(replay), playing = gantry_replay_is_playing(replay);
  int slowness = gantry_replay_get_slowness(replay);
  gtk_widget_set_visible(GTK_WIDGET(self), possible);
  if (!possible)
    return;
  set_length(self, gantry_replay_get_length(replay));
  gtk_image_set_from_icon_name(self->icon,
                               playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  g_autofree char *words = playing         ? g_strdup(_("Pause"))
                           : slowness == 1 ? g_strdup(_("Replay at real speed"))
                                           : g_strdup_printf(_("Replay at 1/%d"), slowness);
  gtk_label_set_text(self->words, words);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  show_position(self);
}

static void
on_playhead (GantryChartView *chart, gpointer data)
{
  GantryReplayBar *self = data;
  if (gtk_widget_get_visible(GTK_WIDGET(self)))
    show_position(self);
}

static void
on_scale (GtkRange *range, gpointer data)
{
  GantryReplayBar *self = data;
  if (!self->is_setting)
    gantry_replay_seek(self->replay, (int64_t)gtk_range_get_value(range));
}

static void
dispose (GObject *object)
{
  GantryReplayBar *self = GANTRY_REPLAY_BAR(object);
  g_clear_object(&self->replay);
  g_clear_object(&self->chart);
  G_OBJECT_CLASS(gantry_replay_bar_parent_class)->dispose(object);
}

static void
gantry_replay_bar_class_init (GantryReplayBarClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static GtkWidget *
make_button (const char *icon, const char *words, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, words);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  return button;
}

static GtkWidget *
make_speed_button (void)
{
  GtkWidget *button = gtk_menu_button_new();
  g_autoptr(GMenu) menu = g_menu_new();
  gsize count;
  const int *slownesses = gantry_replay_slownesses(&count);
  for (gsize i = 0; i < count; i++) {
    g_autofree char *words = slownesses[i] == 1 ? g_strdup(_("Real speed"))
                                                : g_strdup_printf(_("1/%d of real speed"), slownesses[i]);
    g_autofree char *action = g_strdup_printf("win.replay-speed::%d", slownesses[i]);
    g_menu_append(menu, words, action);
  }
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button), G_MENU_MODEL(menu));
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "pan-down-symbolic");
  gtk_widget_set_tooltip_text(button, _("Speed of the replay"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Speed of the replay"), -1);
  return button;
}

static GtkWidget *
make_play_button (GantryReplayBar *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->icon = GTK_IMAGE(gtk_image_new());
  self->words = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_ellipsize(self->words, PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->icon));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->words));
  self->play = GTK_BUTTON(gtk_button_new());
  gtk_button_set_child(self->play, box);
  gtk_widget_set_hexpand(GTK_WIDGET(self->play), TRUE);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->play), _("Replay or pause (Space)"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->play), "win.replay");
  return GTK_WIDGET(self->play);
}

static void
gantry_replay_bar_init (GantryReplayBar *self)
{
  GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class(GTK_WIDGET(self), "replay");
  gtk_widget_add_css_class(buttons, "linked");
  gtk_box_append(GTK_BOX(buttons),
                 make_button("media-skip-backward-symbolic", _("Step back to the event before (Shift+E)"),
                             "win.previous-event"));
  gtk_box_append(GTK_BOX(buttons), make_play_button(self));
  gtk_box_append(GTK_BOX(buttons), make_speed_button());
  gtk_box_append(GTK_BOX(buttons), make_button("media-skip-forward-symbolic",
                                               _("Step on to the next event (E)"), "win.next-event"));
  self->scale = GTK_SCALE(gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 0, 1, 1));
  gtk_widget_set_direction(GTK_WIDGET(self->scale),
                           GTK_TEXT_DIR_LTR); /* as the chart: time has one direction */
  gtk_scale_set_draw_value(self->scale, FALSE);
  gtk_range_set_round_digits(GTK_RANGE(self->scale), 0);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Moment of the replay"), -1);
  self->position = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_ellipsize(self->position, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(GTK_WIDGET(self->position), "replay-position");
  gtk_widget_add_css_class(GTK_WIDGET(self->position), "numeric");
  gtk_box_append(GTK_BOX(self), buttons);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->scale));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->position));
  g_signal_connect(self->scale, "value-changed", G_CALLBACK(on_scale), self);
}

GtkWidget *
gantry_replay_bar_new (GantryReplay *replay, GantryChartView *chart)
{
  GantryReplayBar *self = g_object_new(GANTRY_TYPE_REPLAY_BAR, NULL);
  self->replay = g_object_ref(replay);
  self->chart = g_object_ref(chart);
  g_signal_connect_object(replay, "changed", G_CALLBACK(on_changed), self, 0);
  g_signal_connect_object(chart, "playhead-changed", G_CALLBACK(on_playhead), self, 0);
  on_changed(replay, self);
  return GTK_WIDGET(self);
}
