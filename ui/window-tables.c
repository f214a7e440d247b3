/* The window's tables: pages of the drawer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/event-page.h"
#include "ui/statistics-page.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EVENTS "events"
#define STATISTICS "statistics"

void
gantry_window_add_tables (GantryWindow *self)
{
  gantry_drawer_add(self->drawer, EVENTS, _("Events"), gantry_event_page_new(self->chart));
  gantry_drawer_add(self->drawer, STATISTICS, _("Statistics"), gantry_statistics_page_new(self->chart));
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_drawer_toggle(GANTRY_WINDOW(widget)->drawer, name + strlen("win."));
}

void
gantry_window_class_add_table_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win." EVENTS, NULL, page_action);
  gtk_widget_class_install_action(class, "win." STATISTICS, NULL, page_action);
}
