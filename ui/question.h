/* A question that people answer before anything else goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* An AdwMessageDialog before `parent`, without answers yet; not shown, and destroyed by an answer. `body` may
 * be NULL. */
GtkWidget *gantry_question_new (GtkWindow *parent, const char *heading, const char *body);
