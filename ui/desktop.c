/* What the desktop's settings ask of pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/desktop.h"

#include <adwaita.h>

#define PROJECTED_HEIGHT 560.0 /* pixels of a window whose letters need not be larger */
#define LEAST_PROJECTED 1.25
#define MOST_PROJECTED 3.0

static bool
is_projected (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root(widget);
  return root && gtk_widget_has_css_class(GTK_WIDGET(root), "projecting");
}

/* How much larger than usual people want letters on their own screen. */
static double
asked_scale (GtkWidget *widget)
{
  int dpi = 0;
  g_object_get(gtk_widget_get_settings(widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / 1024.0 / 96.0 : 1.0;
}

/* Letters for the back of a room are large for those, too, who want large ones on their own screen: one on
 * top of the other would leave no room for lanes. */
double
gantry_desktop_projection_scale (GtkWidget *widget)
{
  if (!is_projected(widget))
    return 1.0;
  double height = gtk_widget_get_height(GTK_WIDGET(gtk_widget_get_root(widget)));
  return MAX(CLAMP(height / PROJECTED_HEIGHT, LEAST_PROJECTED, MOST_PROJECTED) / asked_scale(widget), 1.0);
}

GantryThemeId
gantry_desktop_theme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default();
  if (adw_style_manager_get_high_contrast(manager))
    return gantry_desktop_projector_theme();
  return adw_style_manager_get_dark(manager) ? GANTRY_THEME_DARK : GANTRY_THEME_LIGHT;
}

GantryThemeId
gantry_desktop_picture_theme (GtkWidget *widget)
{
  return is_projected(widget) ? gantry_desktop_projector_theme() : gantry_desktop_theme();
}

GantryThemeId
gantry_desktop_projector_theme (void)
{
  return adw_style_manager_get_dark(adw_style_manager_get_default()) ? GANTRY_THEME_CONTRAST_DARK
                                                                     : GANTRY_THEME_CONTRAST;
}

double
gantry_desktop_text_scale (GtkWidget *widget)
{
  return CLAMP(asked_scale(widget) * gantry_desktop_projection_scale(widget), 0.5, 4.0);
}

void
gantry_desktop_watch_theme (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default();
  g_signal_connect_object(manager, "notify::dark", G_CALLBACK(gtk_widget_queue_draw), widget,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(manager, "notify::high-contrast", G_CALLBACK(gtk_widget_queue_draw), widget,
                          G_CONNECT_SWAPPED);
}
