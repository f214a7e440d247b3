/* Files of a program that was started without the usual ones, or with a limit on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Takes the numbers 0, 1 and 2 that are closed, so that no file of ours gets one and is then written over by
 * what is printed. What is read from them or written to them still fails. A limit on the size of files is met
 * as an error (EFBIG), not as the program's end. First of all in main(). */
void gantry_standard_files_init (void);
