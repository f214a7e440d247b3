/* What may stand at a place of a text that is being written: words of the language and the text's own names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdint.h>

typedef enum {
  GANTRY_PROPOSAL_WORD,
  GANTRY_PROPOSAL_TASK,
  GANTRY_PROPOSAL_THING,
  GANTRY_PROPOSAL_LOCAL, /* of the task, its arguments too; and names given by `as` */
} GantryProposalKind;

typedef struct {
  GantryProposalKind kind;
  char *word;
  char *help; /* one line, translated */
} GantryProposal;

/* For the place before `column` (characters, from 0) of `line` (from 0) of a text, which may be full of
 * errors: element GantryProposal*, those of the text first, free with g_ptr_array_unref(). What begins to be
 * typed there is not looked at: who shows them filters them. Any thread. */
GPtrArray *gantry_complete (const char *text, uint32_t line, uint32_t column);

/* How many spaces the line below `line` begins with: more behind a colon, fewer behind what ends a block. */
uint32_t gantry_indentation_after (const char *line);
/* How many spaces a line (from 0) of `text` that begins with `else` is to begin with: as many as the nearest
 * `if` or `within` above it that is not deeper. UINT32_MAX: there is none, or the line begins otherwise. */
uint32_t gantry_indentation_of_else (const char *text, uint32_t line);
