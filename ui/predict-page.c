/* The page: what to draw with, the canvas, the list of finishers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/predict-page.h"

#include "timeline/units.h"
#include "ui/predict-canvas.h"
#include "ui/switcher.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>

#define MOST_LENGTH (INT64_C(3600) * 1000000000)
#define LEAST_LENGTH INT64_C(1000)

struct _GantryPredictPage {
  GtkBox parent_instance;
  GtkStack *stack;
  GantryPredictCanvas *canvas;
  GtkListBox *finishers;
  GtkLabel *told, *length;
  GtkWidget *run, *tools;
  GantryPrediction *prediction; /* borrowed, nullable */
};

G_DEFINE_FINAL_TYPE(GantryPredictPage, gantry_predict_page, GTK_TYPE_BOX)

enum { RUN, CANCELLED, N_SIGNALS };

static guint signals[N_SIGNALS];

static bool
shows_order (GantryPredictPage *self)
{
  return g_strcmp0(gtk_stack_get_visible_child_name(self->stack), "order") == 0;
}

static void
update (GantryPredictPage *self)
{
  if (!self->prediction)
    return;
  g_autofree char *length = gantry_format_duration(gantry_prediction_get_length(self->prediction));
  gtk_label_set_text(self->length, length);
  gtk_widget_set_visible(self->tools, !shows_order(self));
  gtk_widget_set_sensitive(self->run, shows_order(self) || gantry_prediction_is_drawn(self->prediction));
}

static void fill_finishers (GantryPredictPage *self);

static void
move_finisher (GantryPredictPage *self, int place, int by)
{
  int to = place + by, n = (int)gantry_prediction_get_n_lanes(self->prediction);
  if (place < 0 || to < 0 || to >= n || by == 0)
    return;
  gantry_prediction_move_finisher(self->prediction, (uint32_t)place, (uint32_t)to);
  fill_finishers(self);
  gtk_widget_grab_focus(GTK_WIDGET(gtk_list_box_get_row_at_index(self->finishers, to)));
}

static int
place_of (gpointer widget)
{
  GtkWidget *row = gtk_widget_get_ancestor(widget, GTK_TYPE_LIST_BOX_ROW);
  return gtk_list_box_row_get_index(GTK_LIST_BOX_ROW(row));
}

static void
on_up (GtkButton *button, gpointer data)
{
  move_finisher(data, place_of(button), -1);
}

static void
on_down (GtkButton *button, gpointer data)
{
  move_finisher(data, place_of(button), 1);
}

static gboolean
on_row_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
            gpointer data)
{
  int by = keyval == GDK_KEY_Up ? -1 : keyval == GDK_KEY_Down ? 1 : 0;
  if (by == 0 || !(state & GDK_ALT_MASK))
    return FALSE;
  move_finisher(data, place_of(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(controller))), by);
  return TRUE;
}

static GdkContentProvider *
on_prepare_drag (GtkDragSource *source, double x, double y, gpointer data)
{
  GtkWidget *row = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));
  return gdk_content_provider_new_typed(G_TYPE_INT, place_of(row));
}

static gboolean
on_drop_row (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  int to = place_of(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(target)));
  int from = g_value_get_int(value);
  move_finisher(data, from, to - from);
  return TRUE;
}

static GtkWidget *
icon_button (const char *icon, const char *label, GCallback callback, gpointer data)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class(button, "flat");
  g_signal_connect(button, "clicked", callback, data);
  return button;
}

static GtkWidget *
make_finisher (GantryPredictPage *self, uint32_t place)
{
  uint32_t lane = gantry_prediction_get_finisher(self->prediction, place);
  g_autofree char *text =
      g_strdup_printf("%u. %s", place + 1, gantry_prediction_get_name(self->prediction, lane));
  GtkWidget *row = gtk_list_box_row_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new(text);
  GtkEventController *key = gtk_event_controller_key_new();
  GtkDragSource *source = gtk_drag_source_new();
  GtkDropTarget *target = gtk_drop_target_new(G_TYPE_INT, GDK_ACTION_MOVE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_box_append(GTK_BOX(box), label);
  gtk_box_append(GTK_BOX(box), icon_button("go-up-symbolic", _("Finishes earlier"), G_CALLBACK(on_up), self));
  gtk_box_append(GTK_BOX(box),
                 icon_button("go-down-symbolic", _("Finishes later"), G_CALLBACK(on_down), self));
  gtk_widget_add_css_class(box, "predict-finisher");
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_drag_source_set_actions(source, GDK_ACTION_MOVE);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_row_key), self);
  g_signal_connect(source, "prepare", G_CALLBACK(on_prepare_drag), self);
  g_signal_connect(target, "drop", G_CALLBACK(on_drop_row), self);
  gtk_widget_add_controller(row, key);
  gtk_widget_add_controller(row, GTK_EVENT_CONTROLLER(source));
  gtk_widget_add_controller(row, GTK_EVENT_CONTROLLER(target));
  return row;
}

static void
fill_finishers (GantryPredictPage *self)
{
  GtkListBoxRow *row;
  while ((row = gtk_list_box_get_row_at_index(self->finishers, 0)))
    gtk_list_box_remove(self->finishers, GTK_WIDGET(row));
  for (uint32_t i = 0; self->prediction && i < gantry_prediction_get_n_lanes(self->prediction); i++)
    gtk_list_box_append(self->finishers, make_finisher(self, i));
}

void
gantry_predict_page_set_prediction (GantryPredictPage *self, GantryPrediction *prediction)
{
  self->prediction = prediction;
  gantry_predict_canvas_set_prediction(self->canvas, prediction);
  fill_finishers(self);
  gtk_label_set_text(self->told,
                     _("Drag along a lane, or use the keys: arrows, C computes, W waits, Delete"));
  update(self);
}

void
gantry_predict_page_enter (GantryPredictPage *self)
{
  if (shows_order(self))
    gtk_widget_child_focus(GTK_WIDGET(self->finishers), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus(GTK_WIDGET(self->canvas));
}

static void
on_told (GantryPredictCanvas *canvas, const char *text, gpointer data)
{
  gtk_label_set_text(GANTRY_PREDICT_PAGE(data)->told, text);
}

static void
on_tool (GtkToggleButton *button, gpointer data)
{
  GantryPredictPage *self = data;
  if (gtk_toggle_button_get_active(button))
    gantry_predict_canvas_set_state(
        self->canvas, (GantryPredictedState)GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "state")));
}

static void
change_length (GantryPredictPage *self, int64_t length)
{
  gantry_prediction_set_length(self->prediction, CLAMP(length, LEAST_LENGTH, MOST_LENGTH));
  gtk_widget_queue_draw(GTK_WIDGET(self->canvas));
  update(self);
}

static void
on_shorter (GtkButton *button, gpointer data)
{
  GantryPredictPage *self = data;
  change_length(self, gantry_prediction_get_length(self->prediction) / 2);
}

static void
on_longer (GtkButton *button, gpointer data)
{
  GantryPredictPage *self = data;
  change_length(self, gantry_prediction_get_length(self->prediction) * 2);
}

static void
on_clear (GtkButton *button, gpointer data)
{
  GantryPredictPage *self = data;
  gantry_prediction_clear(self->prediction);
  gtk_widget_queue_draw(GTK_WIDGET(self->canvas));
  update(self);
}

static void
on_run (GtkButton *button, gpointer data)
{
  GantryPredictPage *self = data;
  if (shows_order(self))
    gantry_prediction_set_ordered(self->prediction, true);
  g_signal_emit(self, signals[RUN], 0);
}

static void
on_cancel (GtkButton *button, gpointer data)
{
  g_signal_emit(data, signals[CANCELLED], 0);
}

static GtkWidget *
make_tools (GantryPredictPage *self)
{
  static const struct {
    const char *label;
    GantryPredictedState state;
  } tools[] = {{N_("Co_mputes"), GANTRY_PREDICTED_RUNNING},
               {N_("_Waits"), GANTRY_PREDICTED_WAITING},
               {N_("Wi_pe"), GANTRY_PREDICTED_NOTHING}};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *linked = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *first = NULL, *clear = gtk_button_new_with_mnemonic(_("_Clear"));
  gtk_widget_add_css_class(linked, "linked");
  gtk_widget_set_hexpand(linked, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS(tools); i++) {
    GtkWidget *button = gtk_toggle_button_new_with_mnemonic(_(tools[i].label));
    g_object_set_data(G_OBJECT(button), "state", GUINT_TO_POINTER(tools[i].state));
    g_signal_connect(button, "toggled", G_CALLBACK(on_tool), self);
    if (first)
      gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(button), GTK_TOGGLE_BUTTON(first));
    else
      first = button;
    gtk_box_append(GTK_BOX(linked), button);
  }
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(first), TRUE);
  self->length = GTK_LABEL(gtk_label_new(""));
  g_signal_connect(clear, "clicked", G_CALLBACK(on_clear), self);
  gtk_box_append(GTK_BOX(box), linked);
  gtk_box_append(GTK_BOX(box),
                 icon_button("zoom-in-symbolic", _("Half the time"), G_CALLBACK(on_shorter), self));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->length));
  gtk_box_append(GTK_BOX(box),
                 icon_button("zoom-out-symbolic", _("Twice the time"), G_CALLBACK(on_longer), self));
  gtk_box_append(GTK_BOX(box), clear);
  return box;
}

static GtkWidget *
make_stack (GantryPredictPage *self)
{
  GtkWidget *lanes = gtk_scrolled_window_new(), *order = gtk_scrolled_window_new();
  self->stack = GTK_STACK(gtk_stack_new());
  self->canvas = GANTRY_PREDICT_CANVAS(gantry_predict_canvas_new());
  self->finishers = GTK_LIST_BOX(gtk_list_box_new());
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->finishers), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Finishers, from the first; Alt+Up and Alt+Down move one"), -1);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(lanes), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(lanes), GTK_WIDGET(self->canvas));
  /* It may be higher than the page: whoever draws on it would be taken to its end. */
  gtk_viewport_set_scroll_to_focus(GTK_VIEWPORT(gtk_scrolled_window_get_child(GTK_SCROLLED_WINDOW(lanes))),
                                   FALSE);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(order), GTK_WIDGET(self->finishers));
  gtk_stack_add_titled(self->stack, lanes, "lanes", _("When each one computes"));
  gtk_stack_add_titled(self->stack, order, "order", _("Who finishes first"));
  gtk_widget_set_vexpand(GTK_WIDGET(self->stack), TRUE);
  g_signal_connect_swapped(self->stack, "notify::visible-child", G_CALLBACK(update), self);
  g_signal_connect_swapped(self->canvas, "drawn", G_CALLBACK(update), self);
  g_signal_connect(self->canvas, "told", G_CALLBACK(on_told), self);
  return GTK_WIDGET(self->stack);
}

static GtkWidget *
make_foot (GantryPredictPage *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_mnemonic(_("_Cancel"));
  self->told = GTK_LABEL(gtk_label_new(""));
  self->run = gtk_button_new_with_mnemonic(_("_Run and compare"));
  gtk_label_set_xalign(self->told, 0);
  gantry_wrap(self->told);
  gtk_widget_set_halign(buttons, GTK_ALIGN_END);
  gtk_widget_add_css_class(self->run, "suggested-action");
  g_signal_connect(self->run, "clicked", G_CALLBACK(on_run), self);
  g_signal_connect(cancel, "clicked", G_CALLBACK(on_cancel), self);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->told));
  gtk_box_append(GTK_BOX(buttons), cancel);
  gtk_box_append(GTK_BOX(buttons), self->run);
  gtk_box_append(GTK_BOX(box), buttons);
  return box;
}

static void
gantry_predict_page_class_init (GantryPredictPageClass *class)
{
  signals[RUN] =
      g_signal_new("run", GANTRY_TYPE_PREDICT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new("cancelled", GANTRY_TYPE_PREDICT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
gantry_predict_page_init (GantryPredictPage *self)
{
  GtkWidget *title = gtk_label_new(_("What do you expect?"));
  GtkWidget *stack = make_stack(self), *switcher = gantry_switcher_new(self->stack);
  GtkWidget *foot = make_foot(self);
  self->tools = make_tools(self);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing(GTK_BOX(self), 8);
  gtk_widget_set_halign(switcher, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(title, "title-3");
  gtk_widget_add_css_class(GTK_WIDGET(self), "predict-page");
  gtk_box_append(GTK_BOX(self), title);
  gtk_box_append(GTK_BOX(self), switcher);
  gtk_box_append(GTK_BOX(self), self->tools);
  gtk_box_append(GTK_BOX(self), stack);
  gtk_box_append(GTK_BOX(self), foot);
}

GtkWidget *
gantry_predict_page_new (void)
{
  return g_object_new(GANTRY_TYPE_PREDICT_PAGE, NULL);
}
