/* The language in a table: every word that begins a line, or stands in one, with what it does and an example.
 *
 * Completion, the reference in the window and the tests read the same table; a test puts every example
 * through the checker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
  GANTRY_REFERENCE_HEAD,
  GANTRY_REFERENCE_THINGS,
  GANTRY_REFERENCE_TASKS,
  GANTRY_REFERENCE_WORK,
  GANTRY_REFERENCE_STARTING,
  GANTRY_REFERENCE_LOCKS,
  GANTRY_REFERENCE_MESSAGES,
  GANTRY_REFERENCE_CONTROL,
  GANTRY_REFERENCE_VALUES,
  GANTRY_N_REFERENCE_GROUPS
} GantryReferenceGroup;

typedef struct {
  const char *word;
  GantryReferenceGroup group;
  const char *form;    /* how it is written: "put QUEUE VALUE" */
  const char *help;    /* one sentence, to be translated */
  const char *example; /* one or more lines, to be inserted */
} GantryReferenceEntry;

/* In the order in which they are to be read, `n` of them; owned by the program. */
const GantryReferenceEntry *gantry_reference_entries (gsize *n);
/* The first one of a word; NULL: it is no word of the language. */
const GantryReferenceEntry *gantry_reference_find (const char *word);
/* Translated heading of a group. */
const char *gantry_reference_group_title (GantryReferenceGroup group);
/* Whether the group's words begin lines at the margin, outside of all tasks. */
bool gantry_reference_is_at_margin (GantryReferenceGroup group);
/* Whether all words of `query` occur in the entry, its help as it is translated; "" is in each. */
bool gantry_reference_matches (const GantryReferenceEntry *entry, const char *query);
/* A whole scenario around the example, which declares all that it uses. Owned by the caller. */
char *gantry_reference_example_text (const GantryReferenceEntry *entry);
/* A scenario to begin with. Owned by the program. */
const char *gantry_reference_template (void);
