/* The formats that a finished timeline can be saved in, one table for the window and the command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

typedef struct {
  const char *ending; /* of the file's name, without the dot; NULL: the table ends here */
  const char *name;   /* for people, marked by N_() */
  bool (*write)(GantryTimeline *timeline, GOutputStream *stream, GError **error);
} GantryFormat;

extern const GantryFormat gantry_formats[];

/* By the ending of a file's name, in whatever case; NULL if it is none of them. */
const GantryFormat *gantry_format_find (const char *file_name);
