/* What is read from a file or written to it, and in plain words why it was not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/file-stream.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

struct _GantryFileStream {
  GOutputStream parent;
  int descriptor;
};

G_DEFINE_TYPE(GantryFileStream, gantry_file_stream, G_TYPE_OUTPUT_STREAM)

struct _GantryFileSource {
  GInputStream parent;
  int descriptor; /* its own */
};

G_DEFINE_TYPE(GantryFileSource, gantry_file_source, G_TYPE_INPUT_STREAM)

/* Only where there is something to be done about it. */
static const char *
remedy_for (int code)
{
  switch (code) {
  case ENOSPC:
    return _("the disk is full; free some space, or choose a place on another one");
  case EDQUOT:
    return _("you have used up your share of the disk; remove something, or choose a place on another one");
  case EFBIG:
    return _("a file may not become that large here; choose another place");
  case EROFS:
    return _("the disk can only be read; choose a place on another one");
  case EACCES:
  case EPERM:
    return _("you may not write there; choose another place");
  case EIO:
    return _("the disk does not take it; choose a place on another one");
  case EMFILE:
  case ENFILE:
    return _("too many files are open; close something and try again");
  case ENOMEM:
    return _("there is not enough memory; close something and try again");
  default:
    return NULL;
  }
}

void
gantry_set_file_error (GError **error, int code)
{
  const char *remedy = remedy_for(code);
  g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), remedy ? remedy : g_strerror(code));
}

static gssize
write_some (GOutputStream *stream, const void *bytes, gsize count, GCancellable *cancellable, GError **error)
{
  const GantryFileStream *self = GANTRY_FILE_STREAM(stream);
  gssize written;
  do
    written = write(self->descriptor, bytes, count);
  while (written < 0 && errno == EINTR);
  if (written < 0)
    gantry_set_file_error(error, errno);
  return written;
}

static void
gantry_file_stream_class_init (GantryFileStreamClass *class)
{
  G_OUTPUT_STREAM_CLASS(class)->write_fn = write_some;
}

static void
gantry_file_stream_init (GantryFileStream *self)
{
  self->descriptor = -1;
}

GOutputStream *
gantry_file_stream_new (int descriptor)
{
  GantryFileStream *self = g_object_new(GANTRY_TYPE_FILE_STREAM, NULL);
  self->descriptor = descriptor;
  return G_OUTPUT_STREAM(self);
}

static gssize
read_some (GInputStream *stream, void *bytes, gsize count, GCancellable *cancellable, GError **error)
{
  const GantryFileSource *self = GANTRY_FILE_SOURCE(stream);
  gssize got;
  do
    got = read(self->descriptor, bytes, count);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(errno), g_strerror(errno));
  return got;
}

static void
close_source (GObject *object)
{
  close(GANTRY_FILE_SOURCE(object)->descriptor);
  G_OBJECT_CLASS(gantry_file_source_parent_class)->finalize(object);
}

static void
gantry_file_source_class_init (GantryFileSourceClass *class)
{
  G_INPUT_STREAM_CLASS(class)->read_fn = read_some;
  G_OBJECT_CLASS(class)->finalize = close_source;
}

static void
gantry_file_source_init (GantryFileSource *self)
{
  self->descriptor = -1;
}

GInputStream *
gantry_file_source_new (int descriptor)
{
  GantryFileSource *self = g_object_new(GANTRY_TYPE_FILE_SOURCE, NULL);
  self->descriptor = descriptor;
  return G_INPUT_STREAM(self);
}
