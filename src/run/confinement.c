/* Opening what will be needed, closing the rest, and putting up the walls in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/confinement-private.h"

#include "run/fetch.h"
#include "run/file-work.h"
#include "run/process-memory.h"
#include "run/run-limits.h"
#include "run/steward.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#endif

bool
gantry_confinement_is_watched (void)
{
#ifdef HAS_SANITIZER
  return true;
#else
  const char *preloaded = g_getenv("LD_PRELOAD");
  return preloaded && strstr(preloaded, "vgpreload"); /* so valgrind tells it */
#endif
}

/* Lower, never higher, than what is there. */
static void
limit_to (int resource, rlim_t most)
{
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0)
    return;
  limit.rlim_max = MIN(limit.rlim_max, most);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(resource, &limit);
}

static void
limit_resources (void)
{
  struct sysinfo machine;
  limit_to(RLIMIT_CORE, 1); /* not 0: by that a core would still go to a program that takes them */
  limit_to(RLIMIT_NOFILE, GANTRY_MOST_DESCRIPTORS);
  limit_to(RLIMIT_FSIZE, (rlim_t)GANTRY_MOST_FILE_BYTES);
  limit_to(RLIMIT_MSGQUEUE, 0);
  limit_to(RLIMIT_NICE, 0);
  limit_to(RLIMIT_RTPRIO, 0);
  /* It counts all that the user has: so that there be room for twice what a run may have besides. */
  if (sysinfo(&machine) == 0)
    limit_to(RLIMIT_NPROC, machine.procs + 2 * (GANTRY_MOST_THREADS + GANTRY_MOST_PROCESSES));
  if (!gantry_confinement_is_watched())
    limit_to(RLIMIT_DATA, (rlim_t)GANTRY_MOST_PROCESS_BYTES);
  signal(SIGXFSZ, SIG_IGN); /* EFBIG is enough */
  signal(SIGPIPE, SIG_IGN);
}

/* Files of texts and character sets are opened at their first use, which is now. */
static void
read_texts (void)
{
  (void)strlen(_("stopped"));
  (void)strlen(g_strerror(EAGAIN));
  (void)g_get_tmp_dir();
}

/* Asked with no filter at all, which a kernel that takes filters cannot read. */
static bool
can_judge_calls (void)
{
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) != 0 && errno == EFAULT;
}

static bool
open_doors (GantryDoors *doors, GantryNeeds needs, GError **error)
{
  gantry_process_memory_open();
  /* Others have files there too: it is seccomp that lets only new ones be opened. */
  if ((needs & GANTRY_NEEDS_FILES) && (can_judge_calls() || gantry_confinement_is_watched()))
    doors->temporary = gantry_file_work_open_folder(&doors->dot);
  if (needs & GANTRY_NEEDS_FETCHES)
    doors->address = gantry_fetch_server_listen(error);
  if (needs & GANTRY_NEEDS_PROCESSES)
    doors->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  return doors->address || !(needs & GANTRY_NEEDS_FETCHES);
}

/* The steward stands behind the outer wall only, from where it may see those behind the inner one. */
static bool
start_steward (const GantryDoors *doors, GError **error)
{
  if (!gantry_confinement_is_watched())
    (void)gantry_confine_files(doors);
  if (gantry_steward_start())
    return true;
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
              _("The machine refused a process for the run (%s); close something and try again"),
              g_strerror(errno));
  return false;
}

bool
gantry_confine (GantryNeeds needs, GantryWalls *walls, GError **error)
{
  GantryDoors doors = GANTRY_NO_DOORS;
  *walls = 0;
  umask(077);
  if (chdir("/") != 0)
    g_debug("no root folder");
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  read_texts();
  limit_resources();
  if (!open_doors(&doors, needs, error))
    return false;
  if ((needs & GANTRY_NEEDS_PROCESSES) && !start_steward(&doors, error))
    return false;
  prctl(PR_SET_CHILD_SUBREAPER, 1); /* of tasks' processes, not of the steward */
  if (doors.proc >= 0)
    close(doors.proc);
  doors.proc = -1;
  if (gantry_confinement_is_watched())
    return true;
  *walls = gantry_confine_files(&doors);
  if (gantry_confine_calls(&doors))
    *walls |= GANTRY_WALL_CALLS;
  return true;
}
