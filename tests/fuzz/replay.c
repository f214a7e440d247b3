/* Runs a fuzz target over files, as a test and to look into what the fuzzer has found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  if (argc < 2) {
    g_printerr("usage: %s FILE…\n", argv[0]);
    return 2;
  }
  fuzz_samples_all = true;
  for (int i = 1; i < argc; i++) {
    g_autofree char *data = NULL;
    g_autoptr(GError) error = NULL;
    gsize size;
    if (!g_file_get_contents(argv[i], &data, &size, &error)) {
      g_printerr("%s\n", error->message);
      return 2;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)data, size);
  }
  return 0;
}
