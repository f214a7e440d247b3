/* How somebody has arranged the lanes: pinned to the top, hidden, moved among their neighbours, folded into
 * one row by group, and found by name.
 *
 * An arrangement never changes: each change makes another one. So it can be shared by views, pictures and the
 * history of what was undone, on any thread. NULL stands for the arrangement in which nothing was done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct GantryLaneArrangement GantryLaneArrangement;

/* What a group is known by: its kind and owner as one number. It stays the same while a run goes on. */
typedef uint64_t GantryGroupKey;
#define GANTRY_NO_GROUP UINT64_MAX
#define GANTRY_GROUP_PINNED (UINT64_MAX - 3)
/* Headings that have no lanes below them. */
#define GANTRY_GROUP_CORES (UINT64_MAX - 1)
#define GANTRY_GROUP_THINGS (UINT64_MAX - 2)
/* And with 32 bits of their own those of counters that many lanes have each; they are folded until somebody
 * unfolds them. */
#define GANTRY_GROUP_COUNTERS (UINT64_C(0xfffffffe) << 32)

/* Atomic; nullable. */
GantryLaneArrangement *gantry_lane_arrangement_ref (const GantryLaneArrangement *self);
void gantry_lane_arrangement_unref (GantryLaneArrangement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryLaneArrangement, gantry_lane_arrangement_unref)

/* Lanes are told by their ids. */
bool gantry_lane_arrangement_is_pinned (const GantryLaneArrangement *self, uint32_t lane);
bool gantry_lane_arrangement_is_hidden (const GantryLaneArrangement *self, uint32_t lane);
bool gantry_lane_arrangement_is_folded (const GantryLaneArrangement *self, GantryGroupKey group);
/* Whether the filter lets a lane of that name through: part of the name in whatever case, or where it has a
 * star or a question mark, a pattern for the whole name. */
bool gantry_lane_arrangement_matches (const GantryLaneArrangement *self, const char *name);
/* "" where there is none. Owned by the arrangement. */
const char *gantry_lane_arrangement_get_filter (const GantryLaneArrangement *self);
/* Where a lane stands among those of its group, UINT32_MAX: behind all that were moved, as created. */
uint32_t gantry_lane_arrangement_get_rank (const GantryLaneArrangement *self, uint32_t lane);
/* Ids from the top; NULL: none. Owned by the arrangement. */
const GArray *gantry_lane_arrangement_get_pinned (const GantryLaneArrangement *self);

/* Changes: each gives an arrangement of its own, owned by the caller; `self` (nullable) stays as it is. */

/* A lane that is pinned is not hidden, and the other way round. */
GantryLaneArrangement *gantry_lane_arrangement_pin (const GantryLaneArrangement *self, uint32_t lane,
                                                    bool pin);
GantryLaneArrangement *gantry_lane_arrangement_hide (const GantryLaneArrangement *self, uint32_t lane,
                                                     bool hide);
GantryLaneArrangement *gantry_lane_arrangement_fold (const GantryLaneArrangement *self, GantryGroupKey group,
                                                     bool fold);
/* Many at once: each change copies the arrangement. */
GantryLaneArrangement *gantry_lane_arrangement_fold_all (const GantryLaneArrangement *self,
                                                         const GantryGroupKey *groups, guint n_groups,
                                                         bool fold);
/* `filter`: "" or NULL lets all through. */
GantryLaneArrangement *gantry_lane_arrangement_filter (const GantryLaneArrangement *self, const char *filter);
/* These lanes, all of one group, stand in this order. */
GantryLaneArrangement *gantry_lane_arrangement_order (const GantryLaneArrangement *self,
                                                      const uint32_t *lanes, guint n_lanes);
/* The pinned ones, from the top. */
GantryLaneArrangement *gantry_lane_arrangement_order_pinned (const GantryLaneArrangement *self,
                                                             const uint32_t *lanes, guint n_lanes);
/* Nothing is hidden or filtered; pins, folds and the order stay. */
GantryLaneArrangement *gantry_lane_arrangement_show_all (const GantryLaneArrangement *self);

/* The arrangement in a few words for a command line: "pin=2,5;hide=3;order=7,6;fold=12;filter=cook*", ""
 * where nothing was done. What is folded of itself is in that list where it is unfolded. Newly allocated. The
 * same arrangement gives the same words. */
char *gantry_lane_arrangement_to_text (const GantryLaneArrangement *self);
/* The other way round. FALSE where it is not such a text. `arrangement` is set to one that the caller owns,
 * or NULL for "". */
bool gantry_lane_arrangement_parse (const char *text, GantryLaneArrangement **arrangement);
