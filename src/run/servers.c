/* Starting servers, and their lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/servers.h"

#include "run/steward.h"
#include "run/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  void (*serve)(gpointer);
  gpointer data;
  uint32_t lane;
} ServerStart;

/* The lane of the server that this thread is to become: given out by the starter, which must be able to say
 * that it was killed. */
static _Thread_local uint32_t given_lane;

static void *
server_thread (void *data)
{
  ServerStart start = *(ServerStart *)data;
  g_free(data);
  given_lane = start.lane;
  start.serve(start.data);
  return NULL;
}

static int
start_thread (const ServerStart *start)
{
  return gantry_thread_start(server_thread, g_memdup2(start, sizeof *start));
}

/* A server that is a process. */
typedef struct {
  pid_t pid;
  uint32_t lane;
  char *loss;
  bool is_buried;
} Child;

static GArray *children; /* Child: of the run's main thread */
static int deaths = -1;  /* epoll over pipes, whose other ends the children hold and never write to */

bool
gantry_servers_open_life (int *ends)
{
  struct epoll_event event = {.events = EPOLLIN};
  if (deaths < 0)
    deaths = epoll_create1(EPOLL_CLOEXEC);
  return deaths >= 0 && pipe2(ends, O_CLOEXEC) == 0 && epoll_ctl(deaths, EPOLL_CTL_ADD, ends[0], &event) == 0;
}

void
gantry_servers_add (pid_t pid, const int *life, uint32_t lane, char *loss)
{
  Child child = {pid, lane, loss, false};
  /* From here on only the child and what it forks has it open. */
  close(life[1]);
  if (!children)
    children = g_array_new(FALSE, FALSE, sizeof(Child));
  g_array_append_val(children, child);
}

void
gantry_servers_kill (void)
{
  for (guint i = 0; children && i < children->len; i++)
    if (!g_array_index(children, Child, i).is_buried)
      gantry_steward_kill(g_array_index(children, Child, i).pid);
}

int
gantry_servers_get_fd (void)
{
  return deaths;
}

static void
bury (GantryWorld *world, Child *child)
{
  GantryRecorder *recorder = world->run->recorder;
  child->is_buried = true;
  if (child->lane != GANTRY_NO_LANE)
    gantry_record_lane_ended(recorder, gantry_recorder_resume(recorder), child->lane, GANTRY_OUTCOME_KILLED,
                             0, NULL);
  gantry_ending_crash(world->tasks->ending, child->loss);
  gantry_tasks_stop(world->tasks);
}

void
gantry_servers_bury (GantryWorld *world, pid_t pid)
{
  for (guint i = 0; children && i < children->len; i++)
    if (g_array_index(children, Child, i).pid == pid && !g_array_index(children, Child, i).is_buried)
      bury(world, &g_array_index(children, Child, i));
}

void
gantry_servers_look (GantryWorld *world)
{
  for (guint i = 0; children && i < children->len; i++) {
    Child *child = &g_array_index(children, Child, i);
    if (!child->is_buried && waitpid(child->pid, NULL, WNOHANG) == child->pid)
      bury(world, child);
  }
}

static int
start_process (const ServerStart *start, char *loss)
{
  pid_t parent = getpid();
  int life[2];
  pid_t pid = gantry_servers_open_life(life) ? fork() : -1;
  if (pid < 0)
    return errno;
  if (pid > 0) {
    gantry_servers_add(pid, life, start->lane, loss);
    return 0;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  given_lane = start->lane;
  if (getppid() == parent)
    start->serve(start->data);
  _exit(0);
}

bool
gantry_server_start (GantryWorld *world, void (*serve)(gpointer), gpointer data, bool as_process, char *loss,
                     GError **error)
{
  ServerStart start = {serve, data, gantry_segment_new_lane(world->run->segment)};
  int code = as_process ? start_process(&start, loss) : start_thread(&start);
  if (code == 0)
    return true;
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
              _("The machine refused a server for the run (%s)"), g_strerror(code));
  return false;
}

bool
gantry_server_begin (GantryServer *server, GantryWorld *world, const char *name, uint32_t line)
{
  server->lane = given_lane;
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
