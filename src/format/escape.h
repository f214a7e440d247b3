/* Names in texts whose readers take some characters for more than letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Appends a field of a table of comma-separated values (RFC 4180): quoted where it must be, in the second
 * form always. Nothing for NULL.
 *
 * What a spreadsheet would take for a formula is none: a name that begins with = + - @ (or these as wide as
 * Chinese letters), a tab or a carriage return gets an apostrophe before it. So does what follows a
 * semicolon, a bar, a tab or the end of a line within a name: in many languages spreadsheets take these for
 * the end of a cell, and quotes in a row's middle for letters. Where such a place has an apostrophe already
 * it gets another one, so that taking one away always gives the name back. */
void gantry_csv_append_name (GString *text, const char *name);
void gantry_csv_append_quoted (GString *text, const char *name);

/* Appends what is to stand in a cell of a table of GitHub's Markdown, and to be seen there letter by letter:
 * neither the end of the cell, nor a mark-up, a link or a picture from elsewhere. */
void gantry_markdown_append (GString *text, const char *words);
