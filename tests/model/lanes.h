/* Scenarios of lanes, for protocols.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "explore.h"

extern const ExploreScenario explore_growing, explore_ending, explore_going_on;
