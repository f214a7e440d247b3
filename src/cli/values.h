/* The values of options: numbers, times, sizes, choices. Each fails with a sentence that names the remedy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A whole number from `low` to `high`. */
bool gantry_value_integer (const char *text, int64_t low, int64_t high, int64_t *value, GError **error);
/* A time as the scenario language writes it ("30s", "1.5s", "500us"), in nanoseconds. */
bool gantry_value_duration (const char *text, int64_t *ns, GError **error);
/* The same, or with a minus before it a moment before the run's start. */
bool gantry_value_moment (const char *text, int64_t *ns, GError **error);
/* A real number from `low` to `high`, with a decimal point in every language. */
bool gantry_value_real (const char *text, double low, double high, double *value, GError **error);
/* "1920x1080", each from 1 to `most`; "1600" is a width alone, and the height 0. */
bool gantry_value_size (const char *text, int most, int *width, int *height, GError **error);
/* Fails with "‘WORD’ is none of A, B, C"; for a value that is one of a few words. */
void gantry_value_set_choice_error (GError **error, const char *text, const char *choices);
