/* How the window was left is how it comes back: size, panes, and what was on the stage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settings.h"
#include "ui/window-private.h"

/* The panes' width is what the paned's position leaves over, which is known when it has a size. */
static void
on_first_size (GtkPaned *paned, GParamSpec *property, gpointer data)
{
  int most = 0, least = 0;
  GtkWidget *panes = gtk_paned_get_end_child(paned);
  g_object_get(paned, "max-position", &most, NULL);
  if (most <= 0 || most == G_MAXINT)
    return;
  gtk_widget_measure(panes, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  int wider = g_settings_get_int(gantry_settings_get(), "panes-width") - least;
  g_clear_signal_handler(&GANTRY_WINDOW(data)->first_size, paned);
  if (wider > 0)
    gtk_paned_set_position(paned, MAX(most - wider, 0));
}

static void
restore_panes (GantryWindow *self, GSettings *settings)
{
  GtkWidget *panes = gtk_paned_get_end_child(self->right);
  gtk_paned_set_position(self->left, g_settings_get_int(settings, "gallery-width"));
  gtk_paned_set_position(GTK_PANED(panes), g_settings_get_int(settings, "source-height"));
  gtk_widget_set_visible(GTK_WIDGET(self->gallery), g_settings_get_boolean(settings, "gallery-shown"));
  gtk_widget_set_visible(panes, g_settings_get_boolean(settings, "panes-shown"));
  self->first_size = g_signal_connect(self->right, "notify::max-position", G_CALLBACK(on_first_size), self);
}

static void
apply_arrows (GSettings *settings, const char *key, gpointer data)
{
  static const GantryArrows arrows[] = {GANTRY_ARROWS_SELECTED, GANTRY_ARROWS_ALL, GANTRY_ARROWS_NONE};
  GantryWindow *self = data;
  gantry_chart_view_set_arrows(self->chart, arrows[g_settings_get_enum(settings, "arrows")]);
}

/* Within the schema's range. */
static int
keepable (int pixels)
{
  return CLAMP(pixels, 100, 4000);
}

static gboolean
on_close (GtkWindow *window, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(window);
  GSettings *settings = gantry_settings_get();
  GtkWidget *panes = gtk_paned_get_end_child(self->right);
  int width = 0, height = 0;
  gtk_window_get_default_size(window, &width, &height);
  g_settings_set(settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean(settings, "window-maximized", gtk_window_is_maximized(window));
  /* What is hidden has no size of its own. */
  if (gtk_widget_get_mapped(GTK_WIDGET(self->gallery)))
    g_settings_set_int(settings, "gallery-width", keepable(gtk_paned_get_position(self->left)));
  if (gtk_widget_get_mapped(panes)) {
    g_settings_set_int(settings, "panes-width", keepable(gtk_widget_get_width(panes)));
    g_settings_set_int(settings, "source-height", keepable(gtk_paned_get_position(GTK_PANED(panes))));
  }
  return GDK_EVENT_PROPAGATE;
}

void
gantry_window_keep_state (GantryWindow *self)
{
  GSettings *settings = gantry_settings_get();
  g_autoptr(GAction) arrows = g_settings_create_action(settings, "arrows");
  int width = 0, height = 0;
  g_settings_get(settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size(GTK_WINDOW(self), MAX(width, 1), MAX(height, 1));
  if (g_settings_get_boolean(settings, "window-maximized"))
    gtk_window_maximize(GTK_WINDOW(self));
  restore_panes(self, settings);
  g_action_map_add_action(G_ACTION_MAP(self), arrows);
  apply_arrows(settings, "arrows", self);
  g_signal_connect_object(settings, "changed::arrows", G_CALLBACK(apply_arrows), self, 0);
  g_signal_connect(self, "close-request", G_CALLBACK(on_close), NULL);
}

void
gantry_window_toggle_pane (GantryWindow *self, bool gallery)
{
  GtkWidget *pane = gallery ? GTK_WIDGET(self->gallery) : gtk_paned_get_end_child(self->right);
  bool shown = !gtk_widget_get_visible(pane);
  gtk_widget_set_visible(pane, shown);
  g_settings_set_boolean(gantry_settings_get(), gallery ? "gallery-shown" : "panes-shown", shown);
}

void
gantry_window_choose_first (GantryWindow *self)
{
  GSettings *settings = gantry_settings_get();
  g_autofree char *last = g_settings_get_string(settings, "last-scenario");
  gantry_gallery_choose(self->gallery, g_settings_get_boolean(settings, "reopen-last") ? last : "");
}
