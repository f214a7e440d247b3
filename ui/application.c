/* The application.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/application.h"

#include "ui/help.h"
#include "ui/preferences.h"
#include "ui/shortcuts.h"
#include "ui/window.h"

#include <glib/gi18n-lib.h>

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = gantry_shortcuts_window_new();
  gtk_window_set_transient_for(GTK_WINDOW(window), gtk_application_get_active_window(data));
  gtk_window_present(GTK_WINDOW(window));
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = gantry_help_new();
  gtk_window_set_transient_for(GTK_WINDOW(window), gtk_application_get_active_window(data));
  gtk_window_set_application(GTK_WINDOW(window), data);
  gtk_window_set_destroy_with_parent(GTK_WINDOW(window), TRUE);
  gtk_window_present(GTK_WINDOW(window));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = gantry_preferences_new();
  gtk_window_set_transient_for(GTK_WINDOW(window), gtk_application_get_active_window(data));
  gtk_window_present(GTK_WINDOW(window));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window(gtk_application_get_active_window(data), "application-name", "Gantry",
                        "application-icon", GANTRY_APPLICATION_ID, "version", GANTRY_VERSION, "license-type",
                        GTK_LICENSE_GPL_3_0, "comments",
                        _("Shows what threads, processes and async tasks really do"), NULL);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  /* As if each were closed by hand, so that it is kept how they were left. */
  GList *windows = g_list_copy(gtk_application_get_windows(data));
  for (GList *window = windows; window; window = window->next)
    g_object_ref(window->data);
  for (GList *window = windows; window; window = window->next)
    gtk_window_close(window->data);
  g_list_free_full(windows, g_object_unref);
}

static const GActionEntry actions[] = {
    {.name = "help", .activate = help_action},
    {.name = "preferences", .activate = preferences_action},
    {.name = "shortcuts", .activate = shortcuts_action},
    {.name = "about", .activate = about_action},
    {.name = "quit", .activate = quit_action},
};

static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new();
  gtk_css_provider_load_from_resource(provider, "/io/github/gantry/Gantry/style.css");
  gtk_style_context_add_provider_for_display(gdk_display_get_default(), GTK_STYLE_PROVIDER(provider),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
on_startup (GApplication *application, gpointer data)
{
  load_style();
  gantry_preferences_apply_theme();
  g_action_map_add_action_entries(G_ACTION_MAP(application), actions, G_N_ELEMENTS(actions), application);
  gantry_shortcuts_set_accels(GTK_APPLICATION(application));
}

static void
on_activate (GApplication *application, gpointer data)
{
  gtk_window_present(GTK_WINDOW(gantry_window_new(ADW_APPLICATION(application), NULL)));
}

static void
on_open (GApplication *application, GFile **files, int n_files, const char *hint, gpointer data)
{
  for (int i = 0; i < n_files; i++)
    gtk_window_present(GTK_WINDOW(gantry_window_new(ADW_APPLICATION(application), files[i])));
}

AdwApplication *
gantry_application_new (void)
{
  AdwApplication *application =
      adw_application_new(GANTRY_APPLICATION_ID, G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect(application, "startup", G_CALLBACK(on_startup), NULL);
  g_signal_connect(application, "activate", G_CALLBACK(on_activate), NULL);
  g_signal_connect(application, "open", G_CALLBACK(on_open), NULL);
  return application;
}
