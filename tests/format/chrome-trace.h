/* Chrome traces as texts, and what becomes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/chrome-read.h"

/* A trace and what is told of it. */
typedef struct {
  GantryTimeline *timeline; /* or NULL */
  GantryReport report;
  GError *error;
} ChromeReading;

void chrome_reading_clear (ChromeReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ChromeReading, chrome_reading_clear)

ChromeReading chrome_read_bytes (const char *bytes, gsize length);
ChromeReading chrome_read_text (const char *text);
/* Of a trace that must be read without a fault. */
GantryTimeline *chrome_timeline_of (const char *text);
/* "main: running 0-5 a, sleeping 5-6; other: …", nanoseconds. */
char *chrome_describe_lanes (const GantryTimeline *timeline);
void chrome_assert_lanes (const char *trace, const char *expected);
