/* What the window tells: a sentence below the chart, whole and for as long as it takes to read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window-private.h"
#include "ui/wrapping.h"

#define LINE_CHARS 60 /* a toast is no wider than the narrowest window, nor than an eye likes to read */
#define SHORTEST_S 5
#define CHARS_PER_S 10 /* read by somebody who looks there first, and thinks about it */

/* The library's own title is cut where the line ends: the remedy, which sentences end with, would be gone. */
static GtkWidget *
make_title (const char *message)
{
  GtkWidget *label = gtk_label_new(message);
  gantry_wrap(GTK_LABEL(label));
  gtk_label_set_max_width_chars(GTK_LABEL(label), LINE_CHARS);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_add_css_class(label, "heading");
  return label;
}

void
gantry_window_tell (GantryWindow *self, const char *message)
{
  if (!self->writing) { /* nobody sees it any more */
    g_printerr("%s\n", message);
    return;
  }
  /* A toast reads markup, which names and messages may hold by chance. */
  g_autofree char *text = g_markup_escape_text(message, -1);
  AdwToast *toast = adw_toast_new(text);
  glong length = g_utf8_strlen(message, -1);
  if (length > LINE_CHARS)
    adw_toast_set_custom_title(toast, make_title(message));
  adw_toast_set_timeout(toast, (guint)MAX(SHORTEST_S, length / CHARS_PER_S));
  adw_toast_overlay_add_toast(self->toasts, toast);
}
