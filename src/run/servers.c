/* Starting servers, and their lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/servers.h"

#include "run/steward.h"
#include "run/threads.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

typedef struct {
  void (*serve)(gpointer);
  gpointer data;
} ServerStart;

static void *
server_thread (void *data)
{
  ServerStart start = *(ServerStart *)data;
  g_free(data);
  start.serve(start.data);
  return NULL;
}

static int
start_thread (void (*serve)(gpointer), gpointer data)
{
  ServerStart *start = g_new(ServerStart, 1);
  *start = (ServerStart){serve, data};
  return gantry_thread_start(server_thread, start);
}

static GArray *children; /* pid_t: of the run's main thread */

void
gantry_servers_add (pid_t pid)
{
  if (!children)
    children = g_array_new(FALSE, FALSE, sizeof(pid_t));
  g_array_append_val(children, pid);
}

void
gantry_servers_kill (void)
{
  for (guint i = 0; children && i < children->len; i++)
    gantry_steward_kill(g_array_index(children, pid_t, i));
}

static int
start_process (void (*serve)(gpointer), gpointer data)
{
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid < 0)
    return errno;
  if (pid > 0) {
    gantry_servers_add(pid);
    return 0;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  if (getppid() == parent)
    serve(data);
  _exit(0);
}

bool
gantry_server_start (void (*serve)(gpointer), gpointer data, bool as_process, GError **error)
{
  int code = as_process ? start_process(serve, data) : start_thread(serve, data);
  if (code == 0)
    return true;
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
              _("The machine refused a server for the run (%s)"), g_strerror(code));
  return false;
}

bool
gantry_server_begin (GantryServer *server, GantryWorld *world, const char *name, uint32_t line)
{
  server->lane = gantry_segment_new_lane(world->run->segment);
  server->is_idle = false;
  if (!gantry_recorder_init(&server->recorder, world->run->segment, server->lane, NULL))
    return false;
  uint64_t ticks = gantry_recorder_resume(&server->recorder);
  gantry_record_lane_created(&server->recorder, ticks, server->lane, GANTRY_LANE_SERVER, GANTRY_NO_LANE, 0,
                             line, name);
  gantry_record_lane_started(&server->recorder, ticks, server->lane, 0);
  return true;
}

void
gantry_server_idle (GantryServer *server)
{
  if (server->is_idle)
    return;
  server->is_idle = true;
  gantry_record_state(&server->recorder, gantry_recorder_stamp(&server->recorder, server->lane), server->lane,
                      GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, 0);
}

void
gantry_server_busy (GantryServer *server, const GantryStamp *cause)
{
  uint64_t ticks = gantry_recorder_resume(&server->recorder);
  server->is_idle = false;
  gantry_record_woken(&server->recorder, ticks, server->lane, cause ? cause->lane : GANTRY_NO_LANE,
                      cause ? cause->ticks : 0, 0);
}
