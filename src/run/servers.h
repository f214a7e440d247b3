/* Servers of a run: threads or processes of its own, with a lane each, that are there until its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

typedef struct {
  GantryRecorder recorder;
  uint32_t lane;
  bool is_idle;
} GantryServer;

/* Starts `serve` in a thread, or in a process forked here (by the main thread, before any other is there). */
bool gantry_server_start (void (*serve)(gpointer), gpointer data, bool as_process, GError **error);

/* Kills those that are processes. */
void gantry_servers_kill (void);
/* A child of this process that is killed with them. */
void gantry_servers_add (pid_t pid);

/* In the server: claims a ring and opens its lane. */
bool gantry_server_begin (GantryServer *server, GantryWorld *world, const char *name, uint32_t line);
/* It is about to wait for work; and has got some, from `cause` (nullable). */
void gantry_server_idle (GantryServer *server);
void gantry_server_busy (GantryServer *server, const GantryStamp *cause);
