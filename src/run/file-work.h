/* File I/O on a private temporary file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* One file of a task, open from its first use on. */
typedef struct {
  int fd; /* -1: not yet */
  int64_t bytes;
} GantryFileWork;

#define GANTRY_FILE_WORK_INIT                                                                                \
  {                                                                                                          \
    -1, 0                                                                                                    \
  }

/* Finds a folder on a disk that takes files without names, and keeps it open for them: -1 where there is
 * none, so that they are in memory only. `dot`: where the path stands by which they are opened in it, on a
 * sealed page. Once, by the only thread of a run, before its walls stand. */
int gantry_file_work_open_folder (const char **dot);

/* Reads so many bytes from the beginning (they are put there first if they are not there), or writes them and
 * waits until they are on the disk. FALSE: errno says why; EFBIG is for more than GANTRY_MOST_FILE_BYTES, or
 * GANTRY_MOST_FILES_BYTES in all. Blocks. */
bool gantry_file_read (GantryFileWork *file, int64_t bytes);
bool gantry_file_write (GantryFileWork *file, int64_t bytes);
void gantry_file_close (GantryFileWork *file);
