/* Reading /proc.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/process-memory.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static pid_t own_pid; /* whose status is open */
static int own_status = -1;

static char *
read_about (pid_t pid, const char *file)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)pid, file);
  char *text;
  return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

/* The number behind the key, in a text of lines like "Key:  12 kB"; bytes. */
static int64_t
kilobytes_of (const char *text, const char *key)
{
  const char *line = text ? strstr(text, key) : NULL;
  return line ? g_ascii_strtoll(line + strlen(key), NULL, 10) * 1024 : 0;
}

void
gantry_process_memory_open (void)
{
  own_pid = getpid();
  own_status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

int64_t
gantry_process_peak_bytes (pid_t pid)
{
  char status[4096];
  ssize_t length = own_status >= 0 && pid == own_pid ? pread(own_status, status, sizeof status - 1, 0) : -1;
  if (length >= 0) {
    status[length] = '\0';
    return kilobytes_of(status, "\nVmHWM:");
  }
  g_autofree char *text = read_about(pid, "status");
  return kilobytes_of(text, "\nVmHWM:");
}

int64_t
gantry_process_own_bytes (pid_t pid)
{
  g_autofree char *text = read_about(pid, "smaps_rollup");
  return kilobytes_of(text, "\nPrivate_Clean:") + kilobytes_of(text, "\nPrivate_Dirty:");
}
