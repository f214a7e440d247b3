/* What all readers share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/reading.h"
#include "trace/quark.h"

GANTRY_DEFINE_QUARK("gantry-reading-error", gantry_reading_error)

void
gantry_report_clear (GantryReport *report)
{
  g_free(report->format);
  g_free(report->version);
  g_free(report->fault);
  *report = (GantryReport){0};
}

bool
gantry_reading_go_on (const GantryReading *reading, int64_t bytes, GError **error)
{
  if (!reading)
    return true;
  if (reading->progress)
    reading->progress(bytes, reading->user_data);
  return !g_cancellable_set_error_if_cancelled(reading->cancellable, error);
}

void
gantry_reading_is_over (const GantryReading *reading)
{
  if (reading && reading->all_read)
    reading->all_read(reading->user_data);
}
