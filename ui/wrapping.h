/* Words that go on in the next line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* Lines are broken between words and, where one is wider than there is room, within it, without a hyphen: a
 * name of a task or a folder may be long, and is to be read as it is. Takes the label's attributes. */
void gantry_wrap (GtkLabel *label);
