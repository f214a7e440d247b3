/* Questions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/question.h"

#include "ui/wrapping.h"

/* Wider than any letter, and narrower than any dialog. */
#define LEAST_WIDTH 120

/* A dialog asks its large heading how high it would be, also where there is only room for the small one, and
 * then shows that. GTK has warned since 4.18 where a label is asked so that needs more width: the large
 * heading, which does not wrap, and whose letters are wider. Here all wrap, and none needs more width than
 * another. */
static void
let_labels_wrap (GtkWidget *widget)
{
  if (GTK_IS_LABEL(widget)) {
    gantry_wrap(GTK_LABEL(widget));
    gtk_widget_set_size_request(widget, LEAST_WIDTH, -1);
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    let_labels_wrap(child);
}

GtkWidget *
gantry_question_new (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new(parent, heading, body);
  let_labels_wrap(dialog); /* those of the answers are not there yet */
  return dialog;
}
