/* What a scenario's text says of its variables, for findings about them. Read once, whatever the number of
 * variables and of the lines that name them: a trace may come from anybody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What is done to one variable. */
typedef struct {
  int64_t initial;
  int64_t step; /* that each assignment adds, or where it is negative takes off; 0: there was none yet */
  uint32_t first_line; /* of the blocks that assign it, from 1 */
  uint32_t last_line;
  bool in_main; /* main assigns it */
  bool in_task; /* a task does */
  bool counts;  /* nothing but adding one and the same number is done to it, or taking it off */
} GantryTextCounter;

typedef struct GantryFindingsText GantryFindingsText;

/* `lines`: of the text, NULL at its end; nullable. Of a text that is too long to be a scenario nothing is
 * known. Never NULL. Any thread. */
GantryFindingsText *gantry_findings_text_new (const char *const *lines);
void gantry_findings_text_free (GantryFindingsText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryFindingsText, gantry_findings_text_free)

/* All zero where the text does not name it. */
const GantryTextCounter *gantry_findings_text_find (const GantryFindingsText *text, const char *variable);
