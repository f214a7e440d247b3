/* Files that nobody changes without our knowing it first.
 *
 * Under a read lease (fcntl(2), F_SETLEASE) the kernel lets whoever opens the file to write, or cuts it, wait
 * until we have given the lease back: time to copy what is still needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  /* Somebody waits to change the file: what is still needed is to be copied now, at once. */
  void (*keep)(gpointer data);
  /* It took so long (this program was stopped for 45 s) that the kernel let the other go on meanwhile. */
  void (*lost)(gpointer data);
} GantryLeaseCalls;

typedef struct _GantryFileLease GantryFileLease;

/* `descriptor`: open for reading only, stays the caller's, and may be closed; `calls` live for ever, and are
 * made on a thread of their own, once at most. NULL: there is none to be had, as for files that somebody has
 * open for writing or that belong to another user, and on file systems whose files other machines may change.
 * Any thread. */
GantryFileLease *gantry_file_lease_take (int descriptor, const GantryLeaseCalls *calls, gpointer data);
/* When this has returned no call is made any more. Not within a call. Any thread. */
void gantry_file_lease_give_back (GantryFileLease *lease);
