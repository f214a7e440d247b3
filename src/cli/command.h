/* The subcommands of gantry-cli, one file each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Exit status, as in the command-line contract. */
enum {
  GANTRY_EXIT_DONE = 0,
  GANTRY_EXIT_OTHERWISE = 1, /* the scenario ended otherwise than it is meant to */
  GANTRY_EXIT_WRONG = 2,     /* wrong usage, or a file that cannot be read, written or parsed */
};

/* `argv[0]` is the subcommand's name; each returns the exit status. Main thread. */
int gantry_command_list (int argc, char **argv);
int gantry_command_show (int argc, char **argv);
int gantry_command_check (int argc, char **argv);
int gantry_command_run (int argc, char **argv);
int gantry_command_compare (int argc, char **argv);
int gantry_command_render (int argc, char **argv);
int gantry_command_stats (int argc, char **argv);
int gantry_command_convert (int argc, char **argv);
int gantry_command_info (int argc, char **argv);
