/* The files that a command is asked to write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/outputs.h"

#include "chart/picture.h"
#include "cli/messages.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
take_output (const char *value, gpointer target, GError **error)
{
  GantryOutputs *outputs = target;
  if (outputs->paths == NULL)
    outputs->paths = g_ptr_array_new();
  g_ptr_array_add(outputs->paths, (gpointer)value);
  return true;
}

static bool
take_format (const char *value, gpointer target, GError **error)
{
  ((GantryOutputs *)target)->format = value;
  return true;
}

const GantryOption gantry_output_options[] = {
    {"output", 'o', false, "FILE", N_("Write FILE: .png, .svg or .pdf; - is standard output"), take_output},
    {"format", 0, false, "png|svg|pdf", N_("What to write to standard output"), take_format},
    {0},
};

void
gantry_outputs_clear (GantryOutputs *outputs)
{
  g_clear_pointer(&outputs->paths, g_ptr_array_unref);
}

static guint
count_outputs (const GantryOutputs *outputs)
{
  return outputs->paths != NULL ? outputs->paths->len : 0;
}

static bool
is_standard_output (const char *path)
{
  return g_str_equal(path, "-");
}

static guint
count_standard_output (const GantryOutputs *outputs)
{
  guint count = 0;
  for (guint i = 0; i < count_outputs(outputs); i++)
    count += is_standard_output(outputs->paths->pdata[i]);
  return count;
}

bool
gantry_outputs_use_standard_output (const GantryOutputs *outputs)
{
  return count_standard_output(outputs) > 0;
}

/* By the file's ending, or for standard output by --format. */
static bool
find_format (const GantryOutputs *outputs, const char *path, GantryPictureFormat *format)
{
  if (!is_standard_output(path))
    return gantry_picture_format_parse(path, format);
  g_autofree char *name = g_strconcat("-.", outputs->format, NULL);
  return gantry_picture_format_parse(name, format);
}

static bool
check_standard_output (const GantryOutputs *outputs, GError **error)
{
  GantryPictureFormat format;
  guint count = count_standard_output(outputs);
  const char *fault = NULL;
  if (count > 1)
    fault = _("standard output can hold only one file");
  else if (count == 1 && (outputs->format == NULL || !find_format(outputs, "-", &format)))
    fault = _("‘-o -’ needs a format: --format png, svg or pdf");
  else if (count == 0 && outputs->format != NULL)
    fault = _("--format is for ‘-o -’ alone; a file’s ending says its format");
  if (fault != NULL)
    g_set_error_literal(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, fault);
  return fault == NULL;
}

/* Only a plain file may be replaced, and a plain file may only stand in a folder. */
static bool
check_place (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path);
  struct stat status;
  const char *reason = NULL;
  if (stat(folder, &status) != 0)
    reason = g_strerror(errno);
  else if (!S_ISDIR(status.st_mode))
    reason = g_strerror(ENOTDIR);
  else if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
    reason = _("there is something other than a file of that name");
  else if (access(path, F_OK) == 0 && access(path, W_OK) != 0)
    reason = g_strerror(errno);
  if (reason != NULL)
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("cannot write ‘%s’: %s"), path, reason);
  return reason == NULL;
}

bool
gantry_outputs_check (const GantryOutputs *outputs, GError **error)
{
  if (!check_standard_output(outputs, error))
    return false;
  for (guint i = 0; i < count_outputs(outputs); i++) {
    const char *path = outputs->paths->pdata[i];
    GantryPictureFormat format;
    if (!find_format(outputs, path, &format)) {
      g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
                  _("cannot write ‘%s’: this version writes files that end in .png, .svg or .pdf"), path);
      return false;
    }
    if (!is_standard_output(path) && !check_place(path, error))
      return false;
  }
  return true;
}

/* Beside it, synced, renamed. A symbolic link stays one: the file that it leads to is replaced. */
static bool
replace_file (const char *path, GBytes *contents, GError **error)
{
  struct stat status;
  gsize length;
  const char *bytes = g_bytes_get_data(contents, &length);
  g_autofree char *followed = realpath(path, NULL);
  int mode = stat(path, &status) == 0 ? (int)(status.st_mode & 07777) : 0666;
  return g_file_set_contents_full(followed != NULL ? followed : path, bytes, (gssize)length,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode, error);
}

/* What the files show: one run, or the comparison of several. */
typedef struct {
  const GantryTimeline *timeline;
  const GantryView *view;
  const GantryComparison *comparison; /* NULL: one run */
  double scale;
} Picture;

static GBytes *
render (const Picture *picture, GantryPictureFormat format, GError **error)
{
  if (picture->comparison != NULL)
    return gantry_picture_render_comparison(picture->comparison, picture->scale, format, error);
  return gantry_picture_render(picture->timeline, picture->view, picture->scale, format, error);
}

static bool
write_one (const GantryOutputs *outputs, const char *path, const Picture *picture, GError **error)
{
  GantryPictureFormat format;
  bool known = find_format(outputs, path, &format);
  g_assert(known); /* was checked before the run */
  g_autoptr(GBytes) contents = render(picture, format, error);
  if (contents == NULL)
    return false;
  if (!is_standard_output(path))
    return replace_file(path, contents, error);
  gsize length;
  const char *bytes = g_bytes_get_data(contents, &length);
  gantry_put(bytes, length);
  return true;
}

static bool
write_all (const GantryOutputs *outputs, const Picture *picture)
{
  bool all = true;
  for (guint i = 0; i < count_outputs(outputs); i++) {
    g_autoptr(GError) fault = NULL;
    const char *path = outputs->paths->pdata[i];
    if (!write_one(outputs, path, picture, &fault)) {
      gantry_complain(_("cannot write ‘%s’: %s"), path, fault->message);
      all = false;
    }
  }
  return all;
}

bool
gantry_outputs_write (const GantryOutputs *outputs, const GantryTimeline *timeline,
                      const GantryPictureWishes *wishes)
{
  g_autoptr(GError) error = NULL;
  GantryView view;
  if (count_outputs(outputs) == 0)
    return true;
  if (!gantry_picture_wishes_view(wishes, timeline, &view, &error)) {
    gantry_complain("%s", error->message);
    return false;
  }
  return write_all(outputs, &(Picture){.timeline = timeline, .view = &view, .scale = wishes->scale});
}

bool
gantry_outputs_write_comparison (const GantryOutputs *outputs, const GantryComparison *comparison,
                                 double scale)
{
  return write_all(outputs, &(Picture){.comparison = comparison, .scale = scale});
}
