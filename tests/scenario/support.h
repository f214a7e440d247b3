/* What the tests of the language share: compiling texts, and a player that serves a VM's requests and writes
 * them down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"
#include "scenario/vm.h"

/* The text must have no error. */
GantryScenario *scenario_of (const char *text);
/* "LINE:COLUMN: MESSAGE" of each error, a line each; "" if there is none. Newly allocated. */
char *errors_of (const char *text, gsize length);
void assert_errors (const char *text, const char *expected);

typedef struct {
  GantryScenario *scenario;
  const GantryProgram *program;
  GantryVm *vm;
  GantryVariables variables;
  int64_t now;     /* of the player's clock; deadlines are this plus the amount */
  uint64_t handle; /* given to the last one started */
  uint32_t budget; /* instructions for each call */
  const int64_t *answers;
  guint n_answers; /* to come, for what gives a number; 0 after them */
  const GantryRequest *request;
  GString *log; /* requests since the last assert_played() */
} Player;

/* Plays the task called `task` of the text, with the answers to come. */
Player *player_new (const char *text, const char *task, const int64_t *answers, guint n_answers);
void player_free (Player *player);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Player, player_free)

/* Runs to the next request, tells it and answers it. */
void player_step (Player *player);
/* Up to the request that reads like this; that one is told and not answered. */
void player_until (Player *player, const char *request);
/* Up to the end. */
void player_finish (Player *player);
/* What was asked for since the last time, a line each. */
void assert_played (Player *player, const char *expected);

/* Plays main of the text to its end; it must ask for just this. */
void assert_plays (const char *text, const char *expected);
/* The same for statements alone: `main:` is put before them, and each line is indented. */
void assert_main_plays (const char *head, const char *statements, const char *expected);
