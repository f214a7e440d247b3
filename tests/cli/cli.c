/* Drives the built gantry-cli as a shell would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <glib/gstdio.h>

static char *folder;

void
cli_result_free (CliResult *result)
{
  g_free(result->out);
  g_free(result->err);
  g_free(result);
}

static void
remove_folder (void)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(folder);
  g_clear_pointer(&folder, g_free);
}

void
cli_enter_folder (void)
{
  g_autoptr(GError) error = NULL;
  folder = g_dir_make_tmp("gantry-cli-test-XXXXXX", &error);
  g_assert_no_error(error);
  g_assert_cmpint(g_chdir(folder), ==, 0);
  atexit(remove_folder);
}

static GSubprocess *
start (GSubprocessFlags flags, const char *first, va_list rest)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  g_ptr_array_add(argv, (gpointer)g_getenv("GANTRY_CLI"));
  for (const char *argument = first; argument != NULL; argument = va_arg(rest, const char *))
    g_ptr_array_add(argv, (gpointer)argument);
  g_ptr_array_add(argv, NULL);
  GSubprocess *process = g_subprocess_newv((const char *const *)argv->pdata, flags, &error);
  g_assert_no_error(error);
  return process;
}

GSubprocess *
cli_start (GSubprocessFlags flags, const char *first, ...)
{
  va_list rest;
  va_start(rest, first);
  GSubprocess *process = start(flags, first, rest);
  va_end(rest);
  return process;
}

static char *
copy_terminated (GBytes *bytes)
{
  gsize length = g_bytes_get_size(bytes);
  char *copy = g_malloc0(length + 1);
  if (length > 0)
    memcpy(copy, g_bytes_get_data(bytes, NULL), length);
  return copy;
}

CliResult *
cli_run (const char *first, ...)
{
  va_list rest;
  va_start(rest, first);
  g_autoptr(GSubprocess) process =
      start(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, first, rest);
  va_end(rest);

  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) out = NULL, err = NULL;
  g_subprocess_communicate(process, NULL, NULL, &out, &err, &error);
  g_assert_no_error(error);
  g_assert_true(g_subprocess_get_if_exited(process)); /* neither killed nor aborted */

  CliResult *result = g_new0(CliResult, 1);
  result->status = g_subprocess_get_exit_status(process);
  result->out_length = g_bytes_get_size(out);
  result->out = copy_terminated(out);
  result->err = copy_terminated(err);
  return result;
}

void
cli_write (const char *name, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_file_set_contents(name, text, -1, &error);
  g_assert_no_error(error);
}

char *
cli_read (const char *name, gsize *length)
{
  g_autoptr(GError) error = NULL;
  char *contents = NULL;
  g_file_get_contents(name, &contents, length, &error);
  g_assert_no_error(error);
  return contents;
}

JsonObject *
cli_json_object (const CliResult *result)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = json_from_string(result->out, &error);
  g_assert_no_error(error);
  g_assert_true(JSON_NODE_HOLDS_OBJECT(root));
  return json_object_ref(json_node_get_object(root));
}
