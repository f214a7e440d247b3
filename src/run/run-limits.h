/* What one run may take of the machine, in one place. Each is kept by the interpreter, which ends the run
 * with a sentence; what it might overlook, the kernel refuses (confinement.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>

#define GANTRY_MOST_THREADS 10000u
#define GANTRY_MOST_PROCESSES 500u
/* A million, and main. */
#define GANTRY_MOST_STARTS 1000001u
/* Bytes on the disk: of one task's file, and of all that are open at once. */
#define GANTRY_MOST_FILE_BYTES (INT64_C(1) << 30)
#define GANTRY_MOST_FILES_BYTES (INT64_C(4) << 30)
/* Bytes of all interpreters that are there at once; and at most half of the machine's memory. */
#define GANTRY_MOST_TASK_BYTES (INT64_C(4) << 30)
/* Bytes of private memory that the kernel lets a process of the run have, with the stacks of its threads; a
 * process that carries one task. */
#define GANTRY_MOST_PROCESS_BYTES (INT64_C(8) << 30)
#define GANTRY_MOST_CHILD_BYTES (INT64_C(1) << 30)
/* A connection and a file for each of the most threads, and some more. */
#define GANTRY_MOST_DESCRIPTORS 32768u
/* Events of one run that are kept, by who looks at it; and at most as many as fit into half of the machine's
 * memory, at so many bytes each. */
#define GANTRY_MOST_EVENTS UINT64_C(250000000)
#define GANTRY_EVENT_COSTS_BYTES 64u
