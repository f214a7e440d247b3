/* Projection: entering and leaving it, the header at the upper edge, the black screen, the sentence at the
 * foot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/projection.h"

#include "chart/moment-words.h"
#include "timeline/units.h"
#include "ui/desktop.h"
#include "ui/lecture.h"
#include "ui/projection-halo.h"
#include "ui/status-line.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#define EDGE 3.0 /* pixels from the upper edge where the pointer calls the header */
#define MOST_HIDDEN 16

/* What is out of the way while projecting, and was seen before. */
typedef struct {
  GtkWidget *hidden[MOST_HIDDEN]; /* owned */
  guint n_hidden;
  GtkWidget *focus; /* a weak pointer */
  int left, right;  /* where the panes' handles stood */
  bool was_fullscreen;
} Arrangement;

struct _GantryProjection {
  GantryWindow *window;
  GtkBox *box; /* the header and all below it */
  GtkWidget *header, *halo, *black, *foot;
  GtkRevealer *edge; /* holds the header while projecting */
  GtkLabel *note, *sentence, *place;
  Arrangement before;
  bool is_on, is_fullscreen;
  char *pointed;
};

GantryProjection *
gantry_projection_new (GantryWindow *window)
{
  GantryProjection *self = g_new0(GantryProjection, 1);
  self->window = window;
  return self;
}

static void
forget_arrangement (Arrangement *before)
{
  for (guint i = 0; i < before->n_hidden; i++)
    g_clear_object(&before->hidden[i]);
  g_clear_weak_pointer(&before->focus);
  before->n_hidden = 0;
}

void
gantry_projection_free (GantryProjection *self)
{
  if (!self)
    return;
  forget_arrangement(&self->before);
  g_free(self->pointed);
  g_free(self);
}

bool
gantry_projection_is_on (const GantryProjection *self)
{
  return self && self->is_on;
}

bool
gantry_projection_is_black (const GantryProjection *self)
{
  return gtk_widget_get_visible(self->black);
}

void
gantry_projection_set_black (GantryProjection *self, bool black)
{
  gtk_widget_set_visible(self->black, black);
}

/* Large enough for the last row, as the chart's letters are. */
static void
scale_words (GtkLabel *label, double scale)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_scale_new(scale));
  gtk_label_set_attributes(label, attributes);
}

/* The lane to tell of: the chosen one, else one in which something begins at that very moment, else the first
 * that lives. */
static uint32_t
lane_at (GantryTimeline *timeline, const GantryView *view, int64_t moment)
{
  uint32_t first = GANTRY_NO_LANE;
  if (view->selected_lane != GANTRY_NO_LANE)
    return view->selected_lane;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryInterval interval;
    if (!gantry_moment_find(lane, moment, &interval))
      continue;
    if (interval.start == moment)
      return gantry_lane_get_id(lane);
    if (first == GANTRY_NO_LANE)
      first = gantry_lane_get_id(lane);
  }
  return first;
}

static char *
moment_sentence (const GantryWindow *window, GantryTimeline *timeline)
{
  GantryView view;
  int64_t moment = gantry_chart_view_get_moment(window->chart);
  gantry_chart_view_get_view(window->chart, &view);
  uint32_t lane = lane_at(timeline, &view, moment);
  g_autofree char *sentence =
      lane != GANTRY_NO_LANE ? gantry_moment_sentence(timeline, lane, moment, view.vocabulary) : g_strdup("");
  g_autofree char *when = gantry_format_moment(moment, 100000);
  return *sentence ? g_strdup_printf(_("%s: %s."), when, sentence) : g_strdup("");
}

/* The moment of the playhead, what is pointed at, or the newest; beside several runs, which stand below their
 * own sentence, nothing. */
static char *
present_sentence (const GantryProjection *self)
{
  GantryWindow *window = self->window;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  if (!timeline || gantry_window_shows_comparison(window))
    return g_strdup("");
  bool stands = gantry_chart_view_get_playhead(window->chart) != GANTRY_NO_TIME;
  return !stands && self->pointed && *self->pointed ? g_strdup(self->pointed)
                                                    : moment_sentence(window, timeline);
}

void
gantry_projection_tell (GantryProjection *self, const char *pointed)
{
  GantryWindow *window = self->window;
  if (pointed) {
    g_free(self->pointed);
    self->pointed = g_strdup(pointed);
  }
  if (!self->is_on)
    return;
  g_autofree char *sentence = present_sentence(self);
  g_autofree char *place = gantry_window_lecture_place(window);
  const char *note = gantry_window_lecture_note(window);
  if (gantry_desktop_projector_theme() == GANTRY_THEME_CONTRAST_DARK)
    gtk_widget_add_css_class(self->foot, "dark-room");
  else
    gtk_widget_remove_css_class(self->foot, "dark-room");
  double scale = 1.15 * gantry_desktop_projection_scale(GTK_WIDGET(window));
  scale_words(self->sentence, scale);
  scale_words(self->note, scale * 0.85);
  scale_words(self->place, scale * 0.85);
  gantry_status_line_show(self->sentence, sentence, gantry_chart_view_is_pointed_at(window->chart));
  gantry_status_line_show(self->note, note, false);
  gtk_label_set_text(self->place, place);
  gtk_widget_set_visible(self->foot, *sentence != '\0' || *note != '\0' || *place != '\0');
  gtk_widget_set_visible(GTK_WIDGET(self->sentence), *sentence != '\0');
  gtk_widget_set_visible(GTK_WIDGET(self->note), *note != '\0');
  gtk_widget_set_visible(GTK_WIDGET(self->place), *place != '\0');
}

static void
hide (GantryProjection *self, GtkWidget *widget)
{
  if (!widget || !gtk_widget_get_visible(widget) || self->before.n_hidden == MOST_HIDDEN)
    return;
  self->before.hidden[self->before.n_hidden++] = g_object_ref(widget);
  gtk_widget_set_visible(widget, FALSE);
}

/* The chart alone: strips above and below it go, too. */
static void
hide_beside (GantryProjection *self, GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent(widget);
  if (!GTK_IS_BOX(parent)) {
    if (!GTK_IS_STACK(parent))
      hide_beside(self, parent);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child(parent); child;
       child = gtk_widget_get_next_sibling(child))
    if (child != widget)
      hide(self, child);
}

/* The header is the same widget at both places, with all that it is in the middle of. */
static void
move_header (GantryProjection *self, bool to_edge)
{
  g_autoptr(GtkWidget) header = g_object_ref(self->header);
  if (to_edge) {
    gtk_box_remove(self->box, header);
    gtk_revealer_set_child(self->edge, header);
  } else {
    gtk_revealer_set_child(self->edge, NULL);
    gtk_box_prepend(self->box, header);
  }
  gtk_revealer_set_reveal_child(self->edge, FALSE);
  gtk_widget_set_visible(GTK_WIDGET(self->edge), to_edge);
}

void
gantry_projection_enter (GantryProjection *self)
{
  GantryWindow *window = self->window;
  Arrangement *before = &self->before;
  if (self->is_on)
    return;
  self->is_on = true;
  before->left = gtk_paned_get_position(window->left);
  before->right = gtk_paned_get_position(window->right);
  before->was_fullscreen = gtk_window_is_fullscreen(GTK_WINDOW(window));
  g_set_weak_pointer(&before->focus, gtk_window_get_focus(GTK_WINDOW(window)));
  self->is_fullscreen = before->was_fullscreen;
  gtk_widget_grab_focus(GTK_WIDGET(window->chart));
  hide(self, GTK_WIDGET(window->gallery));
  hide(self, gtk_paned_get_end_child(window->right));
  hide(self, GTK_WIDGET(window->drawer));
  hide(self, gtk_widget_get_parent(GTK_WIDGET(window->status)));
  hide_beside(self, GTK_WIDGET(window->chart));
  move_header(self, true);
  gtk_widget_add_css_class(GTK_WIDGET(window), "projecting");
  gtk_widget_set_has_tooltip(GTK_WIDGET(window->chart), FALSE); /* it says what the foot says */
  gtk_widget_set_visible(self->foot, TRUE);
  gtk_window_fullscreen(GTK_WINDOW(window));
  gtk_widget_queue_draw(GTK_WIDGET(window->chart));
  gantry_window_update_actions(window);
  gantry_projection_tell(self, NULL);
}

static void
restore (GantryProjection *self)
{
  GantryWindow *window = self->window;
  Arrangement *before = &self->before;
  for (guint i = 0; i < before->n_hidden; i++)
    gtk_widget_set_visible(before->hidden[i], TRUE);
  move_header(self, false);
  if (!before->was_fullscreen)
    gtk_window_unfullscreen(GTK_WINDOW(window));
  gtk_paned_set_position(window->left, before->left);
  gtk_paned_set_position(window->right, before->right);
  if (before->focus && gtk_widget_get_mapped(before->focus))
    gtk_widget_grab_focus(before->focus);
  forget_arrangement(before);
}

bool
gantry_projection_leave (GantryProjection *self)
{
  if (!self->is_on)
    return false;
  if (gantry_projection_is_black(self)) {
    gantry_projection_set_black(self, false);
    return true;
  }
  self->is_on = false;
  gtk_widget_remove_css_class(GTK_WIDGET(self->window), "projecting");
  gtk_widget_set_has_tooltip(GTK_WIDGET(self->window->chart), TRUE);
  gtk_widget_set_visible(self->foot, FALSE);
  gantry_projection_halo_move(GANTRY_PROJECTION_HALO(self->halo), -1.0, -1.0);
  restore(self);
  gtk_widget_queue_draw(GTK_WIDGET(self->window->chart));
  gantry_window_update_actions(self->window);
  return true;
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  GantryProjection *self = data;
  if (!self->is_on)
    return;
  int height = gtk_widget_get_height(GTK_WIDGET(self->edge));
  bool revealed = gtk_revealer_get_reveal_child(self->edge);
  bool at_edge = y < (revealed ? MAX(height, EDGE) + EDGE : EDGE);
  gtk_revealer_set_reveal_child(self->edge, at_edge);
  gantry_projection_halo_move(GANTRY_PROJECTION_HALO(self->halo), at_edge ? -1.0 : x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, gpointer data)
{
  GantryProjection *self = data;
  gantry_projection_halo_move(GANTRY_PROJECTION_HALO(self->halo), -1.0, -1.0);
}

/* By the keyboard the header is reached as ever; it comes to where the focus is. */
static void
on_focus (GtkWindow *window, GParamSpec *property, gpointer data)
{
  GantryProjection *self = data;
  GtkWidget *focus = gtk_window_get_focus(window);
  if (self->is_on && focus)
    gtk_revealer_set_reveal_child(self->edge, gtk_widget_is_ancestor(focus, self->header));
}

/* The window manager may end it, too. */
static void
on_fullscreen (GtkWindow *window, GParamSpec *property, gpointer data)
{
  GantryProjection *self = data;
  bool is_fullscreen = gtk_window_is_fullscreen(window);
  bool has_ended = self->is_on && self->is_fullscreen && !is_fullscreen;
  self->is_fullscreen = is_fullscreen;
  if (!has_ended)
    return;
  gantry_projection_set_black(self, false);
  gantry_projection_leave(self);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  GantryProjection *self = data;
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self->window));
  bool in_popover = focus && gtk_widget_get_ancestor(focus, GTK_TYPE_POPOVER);
  if (self->is_on)
    return !in_popover && gantry_projection_key(self, self->window, keyval, state);
  /* A remote goes through a lecture without projection, too, where the keys would only scroll. */
  return focus == GTK_WIDGET(self->window->chart) && gantry_window_lecture_key(self->window, keyval, state);
}

static void
on_black_clicked (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  gantry_projection_set_black(data, false);
}

static GtkWidget *
make_black (GantryProjection *self)
{
  GtkWidget *black = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *click = gtk_gesture_click_new();
  gtk_widget_add_css_class(black, "black-screen");
  gtk_widget_set_visible(black, FALSE);
  gtk_widget_set_cursor_from_name(black, "none");
  gtk_accessible_update_property(GTK_ACCESSIBLE(black), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Black screen"), -1);
  g_signal_connect(click, "pressed", G_CALLBACK(on_black_clicked), self);
  gtk_widget_add_controller(black, GTK_EVENT_CONTROLLER(click));
  return black;
}

GtkWidget *
gantry_projection_make_frame (GantryProjection *self, GtkWidget *header, GtkWidget *content)
{
  GtkWidget *overlay = gtk_overlay_new();
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  self->box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 0));
  self->header = header;
  self->edge = GTK_REVEALER(gtk_revealer_new());
  self->halo = gantry_projection_halo_new();
  self->black = make_black(self);
  gtk_widget_set_valign(GTK_WIDGET(self->edge), GTK_ALIGN_START);
  gtk_widget_set_visible(GTK_WIDGET(self->edge), FALSE);
  gtk_box_append(self->box, header);
  gtk_box_append(self->box, content);
  gtk_overlay_set_child(GTK_OVERLAY(overlay), GTK_WIDGET(self->box));
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), GTK_WIDGET(self->edge));
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), self->halo);
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), self->black);
  gtk_event_controller_set_propagation_phase(motion, GTK_PHASE_CAPTURE);
  g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
  gtk_widget_add_controller(overlay, motion);
  gtk_event_controller_set_propagation_phase(key, GTK_PHASE_CAPTURE);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self->window), key);
  g_signal_connect(self->window, "notify::focus-widget", G_CALLBACK(on_focus), self);
  g_signal_connect(self->window, "notify::fullscreened", G_CALLBACK(on_fullscreen), self);
  return overlay;
}

static GtkLabel *
add_line (GtkWidget *box, const char *css_class)
{
  GtkLabel *label = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(label, 0);
  gtk_label_set_wrap(label, TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(label), css_class);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(label));
  return label;
}

GtkWidget *
gantry_projection_make_foot (GantryProjection *self)
{
  GtkWidget *lines = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  self->foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  gtk_widget_add_css_class(self->foot, "projection-foot");
  gtk_widget_set_hexpand(lines, TRUE);
  self->note = add_line(lines, "projection-note");
  self->sentence = add_line(lines, "projection-sentence");
  self->place = GTK_LABEL(gtk_label_new(""));
  gtk_widget_set_valign(GTK_WIDGET(self->place), GTK_ALIGN_START);
  gtk_widget_add_css_class(GTK_WIDGET(self->place), "numeric");
  gtk_box_append(GTK_BOX(self->foot), lines);
  gtk_box_append(GTK_BOX(self->foot), GTK_WIDGET(self->place));
  gtk_widget_set_visible(self->foot, FALSE);
  return self->foot;
}
