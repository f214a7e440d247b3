/* What gantry-cli says, and in which character set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/messages.h"

#include "cli/command.h"
#include "trace/language.h"
#include "trace/printable.h"
#include "trace/refusals.h"
#include "trace/standard-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* The first error of standard output, 0 as long as there was none. */
static int output_error;
/* Something was drawn without its letters. */
static bool font_is_missing;

/* Without memory for more than the sentence. */
static void
give_up (const char *sentence)
{
  struct iovec parts[] = {
      {(char *)"gantry-cli: ", 12}, {(char *)sentence, strlen(sentence)}, {(char *)"\n", 1}};
  ssize_t written = writev(STDERR_FILENO, parts, G_N_ELEMENTS(parts));
  (void)written;
  _exit(GANTRY_EXIT_WRONG);
}

/* Of what cannot be drawn for want of a font Pango tells programmers, in several lines. */
static bool
is_of_fonts (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp(fields[i].key, "GLIB_DOMAIN") == 0 && strcmp(fields[i].value, "Pango") == 0)
      return true;
  return false;
}

/* Messages of the libraries, without the prefix that is meant for programmers. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *refusal = gantry_refusal_find(level, fields, n_fields);
  if (refusal != NULL)
    give_up(refusal);
  if (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG))
    return g_log_writer_default(level, fields, n_fields, user_data);
  if (is_of_fonts(fields, n_fields)) {
    font_is_missing = true;
    return G_LOG_WRITER_HANDLED;
  }
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp(fields[i].key, "MESSAGE") == 0)
      gantry_complain("%s", (const char *)fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

void
gantry_messages_init (void)
{
  gantry_standard_files_init();
  gantry_language_init();
  gantry_refusals_init();
  g_set_prgname("gantry-cli");
  g_log_set_writer_func(write_log, NULL, NULL);
  /* A reader who leaves must not end the run whose files are still to be written. */
  signal(SIGPIPE, SIG_IGN);
}

void
gantry_say (const char *line)
{
  g_autofree char *safe = gantry_printable(line, 2);
  fprintf(stderr, "%s\n", safe);
}

void
gantry_complain (const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_autofree char *line = g_strconcat("gantry-cli: ", message, NULL);
  gantry_say(line);
}

void
gantry_tell_missing_letters (void)
{
  if (font_is_missing)
    gantry_complain(
        _("letters may be missing from the picture: a font cannot be read; close something and try again"));
}

static void
put (const char *text, gsize length)
{
  if (output_error == 0 && fwrite(text, 1, length, stdout) < length)
    output_error = errno;
}

void
gantry_put (const char *text, gsize length)
{
  if (!isatty(STDOUT_FILENO)) {
    put(text, length);
    return;
  }
  g_autofree char *ended = g_strndup(text, length);
  g_autofree char *safe = gantry_printable(ended, 0);
  put(safe, strlen(safe));
}

void
gantry_put_flush (void)
{
  if (output_error == 0 && fflush(stdout) != 0)
    output_error = errno;
}

bool
gantry_put_finish (void)
{
  gantry_put_flush();
  if (output_error == 0 || output_error == EPIPE)
    return true;
  gantry_complain(_("cannot write to standard output: %s"), g_strerror(output_error));
  return false;
}
