/* The application.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/application.h"

#include "ui/window.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *action;
  const char *keys[3];
  const char *words;
} shortcuts[] = {
    {"win.run", {"F5", "<Control>r"}, N_("Run the scenario")},
    {"win.compare", {"<Control><Shift>r"}, N_("Compare models")},
    {"win.stop", {"Escape"}, N_("Stop the run")},
    {"win.export", {"<Control>e"}, N_("Export as a picture")},
    {"win.copy", {"<Control>c"}, N_("Copy the picture")},
    {"win.open", {"<Control>o"}, N_("Open a scenario or a trace")},
    {"win.save", {"<Control>s"}, N_("Save the run")},
    {"win.search", {"<Control>f"}, N_("Search the gallery")},
    {"win.toggle-gallery", {"F9"}, N_("Show or hide the gallery")},
    {"win.toggle-panes", {"<Control>F9"}, N_("Show or hide the panes")},
    {"app.shortcuts", {"<Control>question"}, N_("Keyboard shortcuts")},
    {"app.quit", {"<Control>q"}, N_("Quit")},
};

/* Keys of the chart, which are no accelerators: they do nothing while text is being typed. */
static const struct {
  const char *keys;
  const char *words;
} chart_keys[] = {
    {"W plus", N_("Zoom in")},
    {"S minus", N_("Zoom out")},
    {"A Left", N_("Earlier")},
    {"D Right", N_("Later")},
    {"F", N_("Show the whole run")},
    {"C", N_("Show or hide the critical path")},
    {"L", N_("Follow the run")},
    {"space", N_("Hold or follow the run")},
    {"Up Down", N_("Select another lane")},
    {"Home", N_("To the beginning")},
    {"End", N_("To the end")},
    {"<Control>z", N_("Undo a movement")},
    {"<Control><Shift>z", N_("Redo a movement")},
};

static void
add_shortcut (GtkWidget *group, const char *keys, const char *words)
{
  GtkWidget *shortcut = g_object_new(GTK_TYPE_SHORTCUTS_SHORTCUT, "accelerator", keys, "title", words, NULL);
  gtk_box_append(GTK_BOX(group), shortcut);
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = g_object_new(GTK_TYPE_SHORTCUTS_WINDOW, "modal", TRUE, NULL);
  GtkWidget *section = g_object_new(GTK_TYPE_SHORTCUTS_SECTION, "section-name", "all", "visible", TRUE, NULL);
  GtkWidget *general = g_object_new(GTK_TYPE_SHORTCUTS_GROUP, "title", _("General"), NULL);
  GtkWidget *chart = g_object_new(GTK_TYPE_SHORTCUTS_GROUP, "title", _("Chart"), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++)
    add_shortcut(general, shortcuts[i].keys[0], _(shortcuts[i].words));
  for (gsize i = 0; i < G_N_ELEMENTS(chart_keys); i++)
    add_shortcut(chart, chart_keys[i].keys, _(chart_keys[i].words));
  gtk_box_append(GTK_BOX(section), general);
  gtk_box_append(GTK_BOX(section), chart);
  gtk_window_set_child(GTK_WINDOW(window), section);
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
  g_application_quit(data);
}

static const GActionEntry actions[] = {
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
  g_action_map_add_action_entries(G_ACTION_MAP(application), actions, G_N_ELEMENTS(actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++)
    gtk_application_set_accels_for_action(GTK_APPLICATION(application), shortcuts[i].action,
                                          shortcuts[i].keys);
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
