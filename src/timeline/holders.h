/* Who holds a thing, in the order in which they took it; each step takes the same short time, however many
 * they are.
 *
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint32_t lane;
  bool reading;
  int64_t since;
} GantryHolder;

typedef struct {
  GArray *places;      /* with free ones among them */
  GHashTable *by_lane; /* number of its newest holding's place + 1 */
  uint32_t oldest, newest, free;
  uint32_t n;
} GantryHolders;

void gantry_holders_init (GantryHolders *holders);
void gantry_holders_clear (GantryHolders *holders);

/* A lane may hold a thing several times. */
void gantry_holders_add (GantryHolders *holders, const GantryHolder *holder);
/* NULL: nobody holds it. Good until the next change. */
const GantryHolder *gantry_holders_newest (const GantryHolders *holders);
bool gantry_holders_has (const GantryHolders *holders, uint32_t lane);

/* Each takes one holding out and tells of it; FALSE: there is none. */
bool gantry_holders_take_newest (GantryHolders *holders, GantryHolder *holder);
bool gantry_holders_take_oldest (GantryHolders *holders, GantryHolder *holder);
bool gantry_holders_take_newest_of (GantryHolders *holders, uint32_t lane, GantryHolder *holder);
