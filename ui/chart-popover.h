/* A small entry that points at a moment of the chart: for a mark's name, or a time to go to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

typedef struct {
  GtkPopover *popover;
  GtkEntry *entry;
  GtkBox *buttons; /* at the end of the entry's line */
} GantryChartEntry;

/* Asked when Enter is pressed: NULL where the text was taken, which closes the entry; else, newly allocated,
 * a sentence that says what is wrong with it, which is shown below. */
typedef char *(*GantryEntryTaken)(GantryChartView *chart, const char *text, gpointer data);

/* Opens one with a text, all of it selected, in the place of any other. `moment`: GANTRY_NO_TIME: in the
 * middle. `title` stands above. `data` is freed with it (`free_data`, nullable). */
GantryChartEntry gantry_chart_entry_open (GantryChartView *chart, int64_t moment, const char *title,
                                          const char *text, GantryEntryTaken taken, gpointer data,
                                          GDestroyNotify free_data);
/* FALSE: there was none. */
bool gantry_chart_entry_close (GantryChartView *chart);
