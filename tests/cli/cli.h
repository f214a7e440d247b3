/* Drives the built gantry-cli as a shell would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

typedef struct {
  int status; /* exit status */
  char *out;  /* NUL-terminated, but may hold more */
  gsize out_length;
  char *err;
} CliResult;

void cli_result_free (CliResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliResult, cli_result_free)

/* Makes a folder of its own for the test and goes into it; gone at exit. Call after g_test_init(). */
void cli_enter_folder (void);
/* Runs `gantry-cli` with these arguments, NULL at the end, to its end. */
CliResult *cli_run (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Starts it; for tests that meddle with it while it runs. */
GSubprocess *cli_start (GSubprocessFlags flags, const char *first, ...) G_GNUC_NULL_TERMINATED;

void cli_write (const char *name, const char *text);
char *cli_read (const char *name, gsize *length);

/* Standard output as one JSON object. */
JsonObject *cli_json_object (const CliResult *result);

#define cli_assert_contains(text, part)                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if (strstr((text), (part)) == NULL)                                                                      \
      g_error("‘%s’ does not contain ‘%s’", (text), (part));                                                 \
  }                                                                                                          \
  G_STMT_END
