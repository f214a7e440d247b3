/* Reading /proc.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tree.h"

#include <stdio.h>
#include <string.h>

static char *
read_of (pid_t pid, const char *file, gsize *length)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)pid, file);
  char *contents = NULL;
  return g_file_get_contents(path, &contents, length, NULL) ? contents : NULL;
}

/* "123 (name) S 1 …": FALSE where it is gone. */
static bool
read_stat (pid_t pid, char *state, int *parent)
{
  g_autofree char *stat = read_of(pid, "stat", NULL);
  const char *behind = stat ? strrchr(stat, ')') : NULL;
  return behind && sscanf(behind + 1, " %c %d", state, parent) == 2;
}

bool
tree_lives (pid_t pid)
{
  char state;
  int parent;
  return read_stat(pid, &state, &parent) && state != 'Z' && state != 'X';
}

pid_t
tree_parent (pid_t pid)
{
  char state;
  int parent;
  return read_stat(pid, &state, &parent) ? (pid_t)parent : 0;
}

char *
tree_name (pid_t pid)
{
  char *name = read_of(pid, "comm", NULL);
  return name ? g_strchomp(name) : NULL;
}

static void
append_children (GArray *children, const char *path)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return;
  g_auto(GStrv) words = g_strsplit_set(g_strchomp(text), " ", -1);
  for (char **word = words; *word && **word; word++) {
    pid_t pid = (pid_t)g_ascii_strtoll(*word, NULL, 10);
    g_array_append_val(children, pid);
  }
}

GArray *
tree_children (pid_t pid)
{
  g_autofree char *folder = g_strdup_printf("/proc/%d/task", (int)pid);
  GArray *children = g_array_new(FALSE, FALSE, sizeof(pid_t));
  g_autoptr(GDir) threads = g_dir_open(folder, 0, NULL);
  for (const char *thread; threads && (thread = g_dir_read_name(threads));) {
    g_autofree char *path = g_build_filename(folder, thread, "children", NULL);
    append_children(children, path);
  }
  return children;
}

static bool
carries (pid_t pid, const char *entry)
{
  gsize length = 0;
  g_autofree char *environment = read_of(pid, "environ", &length);
  for (gsize at = 0; environment && at < length; at += strlen(environment + at) + 1)
    if (g_str_equal(environment + at, entry))
      return true;
  return false;
}

GArray *
tree_find (const char *mark)
{
  g_autofree char *entry = g_strdup_printf("%s=%s", TREE_MARK, mark);
  GArray *found = g_array_new(FALSE, FALSE, sizeof(pid_t));
  g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
  for (const char *name; processes && (name = g_dir_read_name(processes));) {
    pid_t pid = (pid_t)g_ascii_strtoll(name, NULL, 10);
    if (pid > 0 && carries(pid, entry) && tree_lives(pid))
      g_array_append_val(found, pid);
  }
  return found;
}
