/* What a scenario's text tells of a variable and of the locks: which of them guards it, and where none does,
 * what lets others in between reading and writing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What lets others in between. */
typedef enum {
  GANTRY_GAP_UNKNOWN,    /* the text does not tell, or leaves none */
  GANTRY_GAP_NO_LOCK,    /* no line holds any: `line` reads, `other_line` writes */
  GANTRY_GAP_ONE_LINE,   /* `line` uses it without `lock`, `other_line` holds that */
  GANTRY_GAP_GIVEN_BACK, /* `lock` is held where `line` reads it and where `other_line` writes it, but given
                            back in between */
} GantryLockGapKind;

typedef struct {
  GantryLockGapKind kind;
  uint32_t line, other_line; /* from 1 */
  bool reads, writes;        /* what `line` does */
  char *lock;                /* owned; nullable */
} GantryLockGap;

/* `lines`: of the text, NULL at its end. `variable`: one that tasks do nothing to but add one number. Where
 * locks are taken in ways that cannot be followed line by line, nothing is known. Any thread. */
GantryLockGap gantry_lock_gap_find (const char *const *lines, const char *variable);
void gantry_lock_gap_clear (GantryLockGap *gap);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GantryLockGap, gantry_lock_gap_clear)

/* The name of the lock that tasks hold from reading the variable to writing it, wherever they do; NULL: there
 * is none, or the text does not tell. `lines` as above, nullable. The caller frees it. Any thread. */
char *gantry_variable_guard (const char *const *lines, const char *variable);
