/* Strangers' texts on their way to people: a terminal takes orders from control characters, an XML file may
 * not hold them, and some make letters appear in another order than they are in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether the character is no letter to be seen but an order: a control character (new lines and tabs are,
 * too) or one that turns the direction of writing. */
bool gantry_is_order (gunichar character);
/* `text` with orders shown as signs (␛, or � where there is none) instead of sent, but for tabs and new
 * lines; a new line is followed by `indent` spaces, or is shown, too, where that is negative. Not UTF-8 is
 * made so. Newly allocated. */
char *gantry_printable (const char *text, int indent);
