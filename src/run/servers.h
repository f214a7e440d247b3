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

/* Starts `serve` in a thread, or in a process forked here (by the main thread, before any other is there).
 * `loss` (taken) is what is said of the run where that process is killed. */
bool gantry_server_start (GantryWorld *world, void (*serve)(gpointer), gpointer data, bool as_process,
                          char *loss, GError **error);

/* Kills those that are processes. */
void gantry_servers_kill (void);
/* For a child that is forked elsewhere: a pipe by which its death is seen, before; and then that it is killed
 * with the servers. `lane` is its own, or GANTRY_NO_LANE; `loss` as above. */
bool gantry_servers_open_life (int *ends);
void gantry_servers_add (pid_t pid, const int *life, uint32_t lane, char *loss);
/* A descriptor that can be read as soon as one of them is dead; -1 where there are none. */
int gantry_servers_get_fd (void);
/* Looks whether one has died: what it was there for cannot be done any more, so the run crashes and says why.
 * Tasks that wait for its answers would wait for ever. The main thread. */
void gantry_servers_look (GantryWorld *world);
/* The same where the main thread has found the dead child itself; any other's number is left alone. */
void gantry_servers_bury (GantryWorld *world, pid_t pid);

/* In the server: claims a ring and opens its lane. */
bool gantry_server_begin (GantryServer *server, GantryWorld *world, const char *name, uint32_t line);
/* It is about to wait for work; and has got some, from `cause` (nullable). */
void gantry_server_idle (GantryServer *server);
void gantry_server_busy (GantryServer *server, const GantryStamp *cause);
