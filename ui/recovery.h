/* Texts that were not saved, kept so that a crash does not lose them.
 *
 * Each program that runs holds a lock on a file in the state folder of the user, for as long as it lives,
 * however it ends. Texts whose lock nobody holds are those of a program that is gone, and are offered at the
 * next start. Nobody but the user can read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* The one text that a window keeps. From the main thread. */
typedef struct GantryRecovery GantryRecovery;

/* A text could not be kept: why. On the main thread, once until one could be kept again. */
typedef void (*GantryRecoveryFailed)(const char *reason, gpointer user_data);

GantryRecovery *gantry_recovery_new (GantryRecoveryFailed failed, gpointer user_data);
/* What is kept stays where it is; nothing is told any more. */
void gantry_recovery_free (GantryRecovery *recovery);
/* Keeps this text in place of the one before, written beside the window. `file` (nullable) is what it is to
 * be saved as. */
void gantry_recovery_keep (GantryRecovery *recovery, const char *name, const char *file, const char *text);
/* There is nothing to keep any more: it was saved, or is not wanted. */
void gantry_recovery_forget (GantryRecovery *recovery);
/* Waits until all that is to be kept is written. FALSE: the text could not be kept. */
bool gantry_recovery_wait (GantryRecovery *recovery);

typedef struct {
  char *name;
  char *file; /* nullable */
  char *text;
  struct GantryRecoveredFile *source;
} GantryRecoveredText;

/* Texts of programs that are gone: element GantryRecoveredText*, free with g_ptr_array_unref(); until then no
 * other program is offered them. */
GPtrArray *gantry_recovery_find (void);
/* It is in good hands, or not wanted: it will not be offered again. */
void gantry_recovered_text_done (GantryRecoveredText *text);
