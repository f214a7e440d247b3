/* What the desktop's settings ask of pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/desktop.h"

#include <adwaita.h>

GantryThemeId
gantry_desktop_theme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default();
  if (adw_style_manager_get_high_contrast(manager))
    return gantry_desktop_projector_theme();
  return adw_style_manager_get_dark(manager) ? GANTRY_THEME_DARK : GANTRY_THEME_LIGHT;
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
  int dpi = 0;
  g_object_get(gtk_widget_get_settings(widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP(dpi / 1024.0 / 96.0, 0.5, 4.0) : 1.0;
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
