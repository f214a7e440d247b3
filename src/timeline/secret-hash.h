/* Hashes of what a stranger has chosen.
 *
 * A table whose hash anybody can reckon takes the square of its time with keys that were chosen for that, or
 * by chance: numbers that differ in their upper halves alone are one to GLib's. These begin with a number
 * that each process draws for itself; so nothing that is written may depend on them.
 *
 * Literature: S. A. Crosby, D. S. Wallach, "Denial of Service via Algorithmic Complexity Attacks" (2003).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdint.h>

/* Of any bytes. Any thread. */
uint32_t gantry_hash_bytes (const char *bytes, gsize length);
/* Of three numbers at once. */
uint32_t gantry_hash_numbers (uint64_t first, uint64_t second, uint64_t third);

/* For GHashTable: of texts, of int64_t that are pointed to, and of numbers in the place of pointers. */
guint gantry_hash_text (gconstpointer text);
guint gantry_hash_int64 (gconstpointer number);
guint gantry_hash_number (gconstpointer number);
