/* What the parts of the event loop share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/cooperative.h"
#include "run/event-loop.h"
#include "run/fetch.h"

typedef struct {
  GantryCooperativeTask base; /* first */
  GantryFetch *fetch;         /* on its way; or NULL */
  int fetch_error;
  GantryFileWork *file; /* NULL before its first use */
} GantryLoopTask;

typedef struct {
  GantryCooperative base; /* first */
  GMainContext *context;
  int timer_fd;
  int epoll_fd;
  GQueue ready;
  uint32_t lane;
  uint32_t block_lane; /* of the task whose `run async` it is; GANTRY_NO_LANE: of the whole run */
  uint32_t n_fetching;
  bool has_gil;
  bool is_asleep;          /* told so, until it has polled, */
  GantryTaskSlot *sleeper; /* by this slot, or NULL */
  bool block_is_done;      /* of a `run async` */
} GantryEventLoop;

bool gantry_event_loop_open (GantryEventLoop *loop, GantryWorld *world, GantryRecorder *recorder,
                             uint32_t parent, GError **error);
void gantry_event_loop_close (GantryEventLoop *loop);
/* One turn: waits until there is something to do (but not long where nobody may be able to go on), and does
 * it. */
void gantry_event_loop_turn (GantryEventLoop *loop);
/* Nothing is ready, and nothing that is not another task's can make it so. */
/* Tells that the loop is about to wait for others; that it has woken is told when it has polled. */
void gantry_event_loop_fall_asleep (GantryEventLoop *loop, GantryTaskSlot *sleeper);
bool gantry_event_loop_is_idle (const GantryEventLoop *loop);

/* event-loop-serve.c */
extern const GantryCooperativeHost gantry_event_loop_host;
/* One turn of a task: until it waits or ends. */
void gantry_event_loop_run_task (GantryEventLoop *loop, GantryLoopTask *task);
/* The server has answered, or can be asked. */
void gantry_event_loop_step_fetch (GantryEventLoop *loop, GantryLoopTask *task);
void gantry_event_loop_keep_gil (GantryEventLoop *loop);
void gantry_event_loop_drop_gil (GantryEventLoop *loop);
