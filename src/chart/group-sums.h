/* How long the lanes of a folded group were in each state, column by column. Of few lanes that is added up at
 * once; of thousands on another thread, if there is somebody to be told when it is done: until then the sums
 * of before are shown, where they were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct GantryGroupSums GantryGroupSums;

/* Of one group, as long as it has the same lanes. On the thread of the default main context. */
GantryGroupSums *gantry_group_sums_new (void);
/* What is being added up comes to nothing. */
void gantry_group_sums_free (GantryGroupSums *self);

/* What is to be added up: column i is that from bounds[i] to bounds[i + 1]. More columns than are to be seen,
 * on either side, so that they are there when one moves on. */
typedef struct {
  const GantryTimeline *timeline;
  const GArray *lanes; /* uint32_t, by index */
  const int64_t *bounds;
  int n_columns;
} GantryGroupWish;

/* The sums of the wish's columns from `first` on, `n` of them: zeroed by the caller, written here, as far as
 * they are known. Adds up what is wished if that is something new, and calls `ready` when it is done. FALSE:
 * nothing is known yet. */
bool gantry_group_sums_get (GantryGroupSums *self, const GantryGroupWish *wish, int first, int n,
                            int64_t (*sums)[GANTRY_N_STATES], void (*ready)(gpointer), gpointer user_data);
