/* The table of formats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/formats.h"

#include "format/chrome-json.h"
#include "format/csv.h"
#include "format/gantry-write.h"
#include "format/perfetto-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static bool
write_json (GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  return gantry_timeline_write_chrome_json(timeline, stream, error);
}

static bool
write_csv (GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  return gantry_timeline_write_csv(timeline, stream, error);
}

static bool
write_perfetto (GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  return gantry_timeline_write_perfetto(timeline, stream, NULL, error);
}

const GantryFormat gantry_formats[] = {
    {"gantry", N_("Gantry trace"), gantry_trace_write},
    {"json", N_("Chrome trace"), write_json},
    {"pftrace", N_("Perfetto trace"), write_perfetto},
    {"csv", N_("Table, a row an interval"), write_csv},
    {0},
};

const GantryFormat *
gantry_format_find (const char *file_name)
{
  const char *dot = strrchr(file_name, '.');
  for (const GantryFormat *format = gantry_formats; dot && format->ending; format++)
    if (g_ascii_strcasecmp(dot + 1, format->ending) == 0)
      return format;
  return NULL;
}
