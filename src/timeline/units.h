/* Times in words, and the ruler's steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdint.h>

/* "96.4 ms", "2.00 s", "850 ns": three significant digits (a span), newly allocated. */
char *gantry_format_duration (int64_t ns);
/* A moment, as precise as `resolution` ns asks for: "84.0 ms", "1.2345 s". */
char *gantry_format_moment (int64_t ns, int64_t resolution);
/* Both moments in one unit: "72.0 – 100.0 ms". */
char *gantry_format_range (int64_t from, int64_t to, int64_t resolution);
/* The ruler's main step (1, 2 or 5 times a power of ten of ns; above a minute, whole parts of minutes) so
 * that labels stand at least `min_pixels` apart, and how many minor steps divide it. */
int64_t gantry_ruler_step (double ns_per_pixel, double min_pixels, int *minor);
/* The label of a ruler's mark at `ns`, all in one unit that fits the step: "50 ms". */
char *gantry_format_ruler (int64_t ns, int64_t step);
