/* The line below the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/status-line.h"

#include "ui/wrapping.h"

#define LINES 2 /* as many as the style leaves room for */

void
gantry_status_line_show (GtkLabel *line, const char *text, bool is_pointed)
{
  gtk_label_set_lines(line, is_pointed ? LINES : -1);
  gtk_label_set_ellipsize(line, is_pointed ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_text(line, text);
}

GtkWidget *
gantry_status_line_new (void)
{
  GtkWidget *line = gtk_label_new("");
  gtk_label_set_xalign(GTK_LABEL(line), 0);
  gantry_wrap(GTK_LABEL(line));
  gtk_widget_add_css_class(line, "status");
  return line;
}
