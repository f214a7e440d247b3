/* The keys of a search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/search-keys.h"

typedef struct {
  GtkWidget *entry;
  void (*enter)(gpointer data);
  bool (*is_at_first)(gpointer data);
  gpointer data;
} Keys;

static void
keys_free (gpointer keys, GClosure *closure)
{
  g_free(keys);
}

static bool
is_plain (GdkModifierType state)
{
  return (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == 0;
}

static gboolean
on_entry_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
              gpointer data)
{
  const Keys *keys = data;
  bool is_down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  bool is_up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;
  if (!is_plain(state) || (!is_down && !is_up))
    return FALSE;
  if (is_down)
    keys->enter(keys->data);
  return TRUE;
}

static gboolean
on_row_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
            gpointer data)
{
  const Keys *keys = data;
  bool is_up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;
  if (!is_up || !is_plain(state) || !keys->is_at_first(keys->data))
    return FALSE;
  return gtk_widget_grab_focus(keys->entry);
}

static void
watch (GtkWidget *widget, GtkPropagationPhase phase, GCallback callback, const Keys *keys)
{
  GtkEventController *controller = gtk_event_controller_key_new();
  gtk_event_controller_set_propagation_phase(controller, phase);
  g_signal_connect_data(controller, "key-pressed", callback, g_memdup2(keys, sizeof *keys), keys_free, 0);
  gtk_widget_add_controller(widget, controller);
}

void
gantry_search_keys_add (GtkWidget *entry, GtkWidget *rows, void (*enter)(gpointer data),
                        bool (*is_at_first)(gpointer data), gpointer data)
{
  const Keys keys = {entry, enter, is_at_first, data};
  /* What is being composed of several keys has them first. */
  watch(entry, GTK_PHASE_BUBBLE, G_CALLBACK(on_entry_key), &keys);
  watch(rows, GTK_PHASE_CAPTURE, G_CALLBACK(on_row_key), &keys);
}

GtkListBoxRow *
gantry_search_keys_first_row (GtkListBox *list)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index(list, 0);
  for (int i = 1; row && !gtk_widget_get_child_visible(GTK_WIDGET(row)); i++)
    row = gtk_list_box_get_row_at_index(list, i);
  return row;
}

bool
gantry_search_keys_is_at_first_row (GtkListBox *list)
{
  GtkListBoxRow *row = gantry_search_keys_first_row(list);
  return row && gtk_widget_get_focus_child(GTK_WIDGET(list)) == GTK_WIDGET(row);
}
