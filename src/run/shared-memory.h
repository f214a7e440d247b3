/* Memory and primitives that threads and processes of one run share.
 *
 * Everything is mapped before the first fork, so that addresses are the same everywhere. Memory is used as it
 * is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Zeroed, shared with all processes forked later. NULL, with errno, where the machine refuses. */
gpointer gantry_shared_new (gsize bytes);
void gantry_shared_free (gpointer memory, gsize bytes);

/* Process-shared and robust: the death of a holder leaves it to the next. */
void gantry_shared_mutex_init (pthread_mutex_t *mutex);
void gantry_shared_mutex_lock (pthread_mutex_t *mutex);

/* A condition that outlives its waiters: a process that is killed while it waits leaves a pthread_cond_t
 * unusable, this not. Method: an eventcount on a futex. Waiting gives the mutex up and takes it again; it may
 * end for no reason. */
typedef _Atomic uint32_t GantrySharedCondition;
bool gantry_shared_condition_wait (GantrySharedCondition *condition, pthread_mutex_t *mutex,
                                   int64_t deadline);
/* With the mutex held, or after a change that was made under it. */
void gantry_shared_condition_notify_all (GantrySharedCondition *condition);
/* Without waking: whoever is about to wait on what it was will not. */
void gantry_shared_condition_touch (GantrySharedCondition *condition);

/* Waits while `*word` is `value`; may wake for no reason. FALSE: the deadline passed. */
bool gantry_futex_wait (_Atomic uint32_t *word, uint32_t value, int64_t deadline);
void gantry_futex_wake_all (_Atomic uint32_t *word);
void gantry_futex_wake (_Atomic uint32_t *word, int most);
