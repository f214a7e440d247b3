/* Any bytes as a picture that carries a trace: the trace or an error; and where one could be put into it, it
 * comes out again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "format/embedded.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = g_bytes_new_static(data, size), found = gantry_extract(picture, &error);
  g_assert_true((found == NULL) == (error != NULL));
  g_assert_true(found == NULL || g_bytes_get_size(found) <= GANTRY_EMBED_MOST);
  g_assert_true(found == NULL || gantry_embed_is_picture(data, size));
  g_autoptr(GBytes) trace = g_bytes_new_static("a trace", 7);
  g_autoptr(GBytes) carrier = gantry_embed(picture, trace, NULL);
  if (carrier != NULL)
    g_bytes_unref(gantry_extract(carrier, NULL));
  return 0;
}
