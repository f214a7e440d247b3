/* Strangers' texts on their way to people: a terminal takes orders from control characters, an XML file may
 * not hold them, and some make letters appear in another order than they are in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether the character is no letter to be seen but an order: a control character (new lines and tabs are,
 * too), one that ends a line or a paragraph, or one that turns the direction of writing. */
bool gantry_is_order (gunichar character);
/* `text` with orders shown as signs (␛, or � where there is none) instead of sent, but for tabs and new
 * lines; a new line is followed by `indent` spaces. Where that is negative the text stands on one line: a new
 * line is shown, too, and a tab, which would move what stands behind it, is a space. Not UTF-8 is
 * made so. Newly allocated. */
char *gantry_printable (const char *text, int indent);
