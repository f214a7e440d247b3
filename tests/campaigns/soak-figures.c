/* Figures of this process, from /proc and the allocator.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "soak-figures.h"

#include <glib.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What may come with each run, for pages are not given back one by one, and a few more that come and go. */
typedef struct {
  const char *name;
  double per_run, noise;
} Bound;

static const Bound bounds[SOAK_N_FIGURES] = {
    [SOAK_RESIDENT] = {"private KB", 2.0, 8192.0},
    [SOAK_HEAP] = {"heap KB", 1.0, 2048.0},
    [SOAK_MAPPINGS] = {"mappings", 0.0, 24.0},
    [SOAK_SHARED] = {"of rings", 0.0, 1.0},
    [SOAK_FDS] = {"fds", 0.0, 2.0},
    [SOAK_MEMFDS] = {"of memory", 0.0, 1.0},
    [SOAK_THREADS] = {"threads", 0.0, 3.0},
    [SOAK_CHILDREN] = {"children", 0.0, 0.5},
    [SOAK_FILES] = {"files", 0.0, 2.0},
    [SOAK_WIDGETS] = {"widgets", 0.0, 3000.0},
    [SOAK_WINDOWS] = {"windows", 0.0, 0.5},
};

static int64_t
private_kb (void)
{
  g_autofree char *text = NULL;
  int64_t sum = 0;
  if (!g_file_get_contents("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  for (const char *at = text; (at = strstr(at, "\nPrivate_")) != NULL; at++) {
    const char *colon = strchr(at, ':');
    if (colon != NULL)
      sum += g_ascii_strtoll(colon + 1, NULL, 10);
  }
  return sum;
}

static void
count_mappings (SoakSample *sample)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/self/maps", &text, NULL, NULL))
    return;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    sample->values[SOAK_MAPPINGS]++;
    sample->values[SOAK_SHARED] += strstr(*line, "memfd:gantry") != NULL;
  }
}

static int64_t
count_entries (const char *folder)
{
  GDir *dir = g_dir_open(folder, 0, NULL);
  const char *name;
  int64_t count = 0;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    bool is_folder = !g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, G_FILE_TEST_IS_DIR);
    count += is_folder ? 1 + count_entries(path) : 1;
  }
  if (dir != NULL)
    g_dir_close(dir);
  return count;
}

static void
count_descriptors (SoakSample *sample)
{
  GDir *dir = g_dir_open("/proc/self/fd", 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link(path, NULL);
    sample->values[SOAK_FDS] += target != NULL;
    sample->values[SOAK_MEMFDS] += target != NULL && strstr(target, "memfd:gantry") != NULL;
  }
  if (dir != NULL)
    g_dir_close(dir);
}

static int64_t
count_threads (void)
{
  GDir *dir = g_dir_open("/proc/self/task", 0, NULL);
  int64_t count = 0;
  while (dir != NULL && g_dir_read_name(dir) != NULL)
    count++;
  if (dir != NULL)
    g_dir_close(dir);
  return count;
}

/* By their parent: zombies, too. */
static int64_t
count_children (void)
{
  GDir *dir = g_dir_open("/proc", 0, NULL);
  const char *name;
  int64_t count = 0;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename("/proc", name, "stat", NULL);
    g_autofree char *text = NULL;
    int parent = 0;
    if (!g_ascii_isdigit(*name) || !g_file_get_contents(path, &text, NULL, NULL))
      continue;
    const char *behind_name = strrchr(text, ')');
    if (behind_name != NULL && sscanf(behind_name, ") %*c %d", &parent) == 1)
      count += parent == getpid();
  }
  if (dir != NULL)
    g_dir_close(dir);
  return count;
}

void
soak_sample_take (SoakSample *sample)
{
  malloc_trim(0);
  struct mallinfo2 heap = mallinfo2();
  *sample = (SoakSample){0};
  sample->values[SOAK_RESIDENT] = private_kb();
  sample->values[SOAK_HEAP] = (int64_t)((heap.uordblks + heap.hblkhd) / 1024);
  count_mappings(sample);
  count_descriptors(sample);
  sample->values[SOAK_THREADS] = count_threads();
  sample->values[SOAK_CHILDREN] = count_children();
  const char *const folders[] = {g_get_tmp_dir(), g_get_user_runtime_dir(), g_get_user_state_dir(),
                                 g_get_user_cache_dir()};
  for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
    sample->values[SOAK_FILES] += count_entries(folders[i]);
}

void
soak_print_head (void)
{
  g_print("%6s", "run");
  for (int i = 0; i < SOAK_N_FIGURES; i++)
    g_print(" %10s", bounds[i].name);
  g_print("\n");
}

void
soak_print_sample (unsigned run, const SoakSample *sample)
{
  g_print("%6u", run);
  for (int i = 0; i < SOAK_N_FIGURES; i++)
    g_print(" %10" G_GINT64_FORMAT, sample->values[i]);
  g_print("\n");
}

/* From the first sample to the last, along the line of least squares. */
static double
growth (const SoakSample *samples, unsigned n_samples, int figure)
{
  double mean_x = (n_samples - 1) / 2.0, mean_y = 0.0, above = 0.0, below = 0.0;
  for (unsigned i = 0; i < n_samples; i++)
    mean_y += (double)samples[i].values[figure] / n_samples;
  for (unsigned i = 0; i < n_samples; i++) {
    above += (i - mean_x) * ((double)samples[i].values[figure] - mean_y);
    below += (i - mean_x) * (i - mean_x);
  }
  return below > 0.0 ? above / below * (n_samples - 1) : 0.0;
}

bool
soak_judge (const SoakSample *samples, unsigned n_samples, unsigned runs)
{
  bool holds = n_samples > 1;
  for (int i = 0; i < SOAK_N_FIGURES; i++) {
    double grew = growth(samples, n_samples, i), most = bounds[i].per_run * runs + bounds[i].noise;
    g_print("%-10s grew by %9.1f over %u runs, may by %9.1f%s\n", bounds[i].name, grew, runs, most,
            grew > most ? ": TOO MUCH" : "");
    holds = holds && grew <= most;
  }
  return holds;
}
