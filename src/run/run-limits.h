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
/* Bytes of private memory that the kernel lets each process of the run have, with the stacks of its threads.
 */
#define GANTRY_MOST_PROCESS_BYTES (INT64_C(8) << 30)
/* A connection and a file for each of the most threads, and some more. */
#define GANTRY_MOST_DESCRIPTORS 32768u
/* Of the events of a run as many are kept as fit into half of the machine's memory. A state takes 17 bytes in
 * the timeline, a variable's value 32, a print more, but seldom comes alone. */
#define GANTRY_BYTES_OF_EVENT 40u

/* Half of the memory that this machine has, bytes. */
uint64_t gantry_half_of_memory (void);
