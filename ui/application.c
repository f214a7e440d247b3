/* The application.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/application.h"

#include "ui/help.h"
#include "ui/open-files.h"
#include "ui/preferences.h"
#include "ui/settings.h"
#include "ui/shortcuts.h"
#include "ui/window.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

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

/* Whether there is any font that has letters; without one Pango has still families, of nothing. */
static bool
can_write (void)
{
  PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  PangoFontDescription *wanted = pango_font_description_from_string("Sans 10");
  PangoFont *font = pango_context_load_font(context, wanted);
  PangoCoverage *coverage = font ? pango_font_get_coverage(font, pango_language_from_string("en")) : NULL;
  bool has_letters = coverage && pango_coverage_get(coverage, 'a') != PANGO_COVERAGE_NONE;
  g_clear_object(&coverage);
  g_clear_object(&font);
  pango_font_description_free(wanted);
  g_object_unref(context);
  return has_letters;
}

/* Before GTK looks for them, whose own words are for programmers. -1: go on. */
static int
look_for_needs (GApplication *application, GVariantDict *options, gpointer data)
{
  if (!gantry_may_open_files()) {
    gantry_tell_open_files();
    return EXIT_FAILURE;
  }
  gantry_settings_prepare();
  if (!gtk_init_check()) {
    g_printerr("%s\n",
               _("There is no display for a window: set DISPLAY or WAYLAND_DISPLAY, or draw pictures with "
                 "‘gantry-cli render’."));
    return EXIT_FAILURE;
  }
  if (can_write())
    return -1;
  g_printerr("%s\n", _("There is no font to write with: install one, such as Cantarell or DejaVu."));
  return EXIT_FAILURE;
}

AdwApplication *
gantry_application_new (void)
{
  AdwApplication *application =
      adw_application_new(GANTRY_APPLICATION_ID, G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect(application, "handle-local-options", G_CALLBACK(look_for_needs), NULL);
  g_signal_connect(application, "startup", G_CALLBACK(on_startup), NULL);
  g_signal_connect(application, "activate", G_CALLBACK(on_activate), NULL);
  g_signal_connect(application, "open", G_CALLBACK(on_open), NULL);
  return application;
}
