/* Reads a subcommand's arguments by a table of its options, and prints the table as its help.
 *
 * Options may stand before or after the other arguments; `--` ends them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define GANTRY_USAGE_ERROR (gantry_usage_error_quark())
GQuark gantry_usage_error_quark (void);

typedef enum {
  GANTRY_USAGE_ERROR_OPTION, /* there is no such option, or its value is missing or one too many */
  GANTRY_USAGE_ERROR_VALUE,  /* the value does not fit */
} GantryUsageError;

/* Stores an option's value (NULL where none was given) in `target`. */
typedef bool (*GantryTakeValue)(const char *value, gpointer target, GError **error);

typedef struct {
  const char *name;  /* "seed" for --seed */
  char letter;       /* 'o' for -o, or 0 */
  bool may_lack;     /* the value may be left out: --gil, --gil=5ms */
  const char *value; /* how help calls the value, NULL where it takes none */
  const char *help;  /* untranslated, marked by N_() */
  GantryTakeValue take;
} GantryOption;

/* Options that are stored in one struct. */
typedef struct {
  const GantryOption *options; /* ends with one without a name */
  gpointer target;
} GantryOptionGroup;

typedef struct {
  const char *usage;               /* "gantry-cli check FILE…" */
  const char *summary;             /* untranslated, marked by N_() */
  const GantryOptionGroup *groups; /* ends with one without options; NULL: no options but --help */
} GantrySyntax;

/* FALSE where nothing is left to do: the exit status is in `status`, and help or what is wrong has been told.
 * `others`: the arguments that are no options (element const char *, pointing into argv; free with
 * g_ptr_array_unref()), of which there must be from `fewest` to `most`. Main thread: uses getopt. */
bool gantry_arguments_take (const GantrySyntax *syntax, int argc, char **argv, guint fewest, guint most,
                            GPtrArray **others, int *status);
