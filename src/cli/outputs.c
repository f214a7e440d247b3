/* The files that a command is asked to write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/outputs.h"

#include "chart/picture.h"
#include "cli/messages.h"
#include "format/embedded.h"
#include "format/formats.h"
#include "format/gantry-write.h"
#include "format/replace-file.h"
#include "timeline/units.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a file is to hold: a picture, or a timeline's own data. */
typedef struct {
  const GantryFormat *data; /* NULL: a picture */
  GantryPictureFormat picture;
} Format;

static bool
take_output (const char *value, gpointer target, GError **error)
{
  GantryOutputs *outputs = target;
  if (outputs->paths == NULL)
    outputs->paths = g_ptr_array_new();
  g_ptr_array_add(outputs->paths, (gpointer)value);
  return true;
}

bool
gantry_outputs_take_format (const char *value, gpointer target, GError **error)
{
  ((GantryOutputs *)target)->format = value;
  return true;
}

const GantryOption gantry_output_options[] = {
    {"output", 'o', false, "FILE",
     N_("Write FILE: .png, .svg, .pdf, .gantry, .json, .pftrace, .csv; - is standard output"), take_output},
    {"format", 0, false, "png|svg|gantry|…", N_("What to write to standard output"),
     gantry_outputs_take_format},
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

/* By the file's ending, or for standard output by --format. FALSE if it is none of ours. */
static bool
find_format (const GantryOutputs *outputs, const char *path, Format *format)
{
  if (is_standard_output(path) && (outputs->format == NULL || strchr(outputs->format, '.') != NULL))
    return false;
  g_autofree char *name = is_standard_output(path) ? g_strconcat(".", outputs->format, NULL) : g_strdup(path);
  *format = (Format){.data = gantry_format_find(name)};
  return format->data != NULL || gantry_picture_format_parse(name, &format->picture);
}

/* ".png, .svg or .pdf": all that can be written, each behind `before`. */
static char *
list_formats (const char *before)
{
  GString *list = g_string_new(NULL);
  for (gsize i = 0; gantry_picture_endings[i] != NULL; i++)
    g_string_append_printf(list, "%s%s, ", before, gantry_picture_endings[i]);
  for (const GantryFormat *format = gantry_formats; format->ending != NULL; format++)
    g_string_append_printf(list, "%s%s%s",
                           format == gantry_formats ? ""
                           : format[1].ending       ? ", "
                                                    : _(" or "),
                           before, format->ending);
  return g_string_free(list, FALSE);
}

static bool
check_standard_output (const GantryOutputs *outputs, GError **error)
{
  guint count = count_standard_output(outputs);
  Format format;
  g_autofree char *list = list_formats("");
  g_autofree char *fault = NULL;
  if (count > 1)
    fault = g_strdup(_("standard output can hold only one file"));
  else if (count == 1 && !find_format(outputs, "-", &format))
    fault = g_strdup_printf(_("‘-o -’ needs a format: --format %s"), list);
  else if (count == 0 && outputs->format != NULL)
    fault = g_strdup(_("--format is for ‘-o -’ alone; a file’s ending says its format"));
  if (fault != NULL)
    g_set_error_literal(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, fault);
  return fault == NULL;
}

/* Only a plain file may be replaced, and a plain file may only stand in a folder. */
static bool
check_place (const char *path, GError **error)
{
  g_autoptr(GError) refused = NULL;
  g_autofree char *target = gantry_replace_file_follow(path, &refused);
  g_autofree char *folder = g_path_get_dirname(target ? target : path);
  struct stat status;
  const char *reason = NULL;
  if (refused != NULL)
    reason = refused->message;
  else if (stat(folder, &status) != 0)
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

/* That the ending is one of ours, and one that is to be had here. */
static bool
check_format (const GantryOutputs *outputs, const char *path, bool pictures_only, GError **error)
{
  Format format;
  g_autofree char *list = list_formats(".");
  if (!find_format(outputs, path, &format))
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
                _("cannot write ‘%s’: this version writes files that end in %s"), path, list);
  else if (pictures_only && format.data != NULL)
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
                _("cannot write ‘%s’: .%s holds one run; a comparison is written as .png, .svg or .pdf"),
                path, format.data->ending);
  else
    return true;
  return false;
}

bool
gantry_outputs_check (const GantryOutputs *outputs, bool pictures_only, GError **error)
{
  if (!check_standard_output(outputs, error))
    return false;
  for (guint i = 0; i < count_outputs(outputs); i++) {
    const char *path = outputs->paths->pdata[i];
    if (!check_format(outputs, path, pictures_only, error))
      return false;
    if (!is_standard_output(path) && !check_place(path, error))
      return false;
  }
  return true;
}

/* What the files show: one run, or the comparison of several. */
typedef struct {
  GantryTimeline *timeline;
  const GantryView *view;             /* NULL: there is no picture of it */
  const GantryComparison *comparison; /* NULL: one run */
  double scale;
  bool without_trace;
} Contents;

static GBytes *
render (const Contents *shown, GantryPictureFormat format, GError **error)
{
  if (shown->comparison != NULL)
    return gantry_picture_render_comparison(shown->comparison, shown->scale, format, error);
  g_autoptr(GBytes) picture =
      gantry_picture_render(shown->timeline, shown->view, shown->scale, format, error);
  if (picture == NULL || shown->without_trace)
    return g_steal_pointer(&picture);
  return gantry_embed_timeline(picture, shown->timeline, error);
}

/* One file's contents, on their way into a stream. */
typedef struct {
  Format format;
  const Contents *shown;
} Writing;

static bool
write_contents (GOutputStream *stream, gpointer user_data, GError **error)
{
  const Writing *writing = user_data;
  gsize length;
  if (writing->format.data != NULL)
    return writing->format.data->write(writing->shown->timeline, stream, error);
  g_autoptr(GBytes) picture = render(writing->shown, writing->format.picture, error);
  const void *bytes = picture != NULL ? g_bytes_get_data(picture, &length) : NULL;
  return bytes != NULL && g_output_stream_write_all(stream, bytes, length, NULL, NULL, error);
}

static bool
write_to_standard_output (Writing *writing, GError **error)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  if (!write_contents(stream, writing, error))
    return false;
  gantry_put(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(stream)),
             g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(stream)));
  return true;
}

static bool
write_one (const Format *format, const char *path, const Contents *shown, GError **error)
{
  Writing writing = {*format, shown};
  return is_standard_output(path) ? write_to_standard_output(&writing, error)
                                  : gantry_replace_file(path, write_contents, &writing, error);
}

static Format
format_of (const GantryOutputs *outputs, guint index)
{
  Format format;
  bool is_known = find_format(outputs, outputs->paths->pdata[index], &format);
  g_assert(is_known); /* was checked before the run */
  return format;
}

static bool
is_drawn (const GantryOutputs *outputs, guint index)
{
  return format_of(outputs, index).data == NULL;
}

const char *
gantry_outputs_find_trace (const GantryOutputs *outputs)
{
  for (guint i = 0; i < count_outputs(outputs); i++) {
    const char *path = outputs->paths->pdata[i];
    if (!is_standard_output(path) && !is_drawn(outputs, i) &&
        format_of(outputs, i).data->write == gantry_trace_write)
      return path;
  }
  return NULL;
}

/* And what there is of the run instead, if something is. */
static void
complain_of_file (const char *path, const char *fault, const GantryRecording *recording)
{
  int64_t until = 0;
  const char *rest = recording != NULL ? gantry_recording_find_rest(recording, &until) : NULL;
  g_autofree char *moment = gantry_format_duration(until);
  if (rest != NULL)
    gantry_complain(_("cannot write ‘%s’: %s; ‘%s’ holds the first %s of the run"), path, fault, rest,
                    moment);
  else
    gantry_complain(_("cannot write ‘%s’: %s"), path, fault);
}

/* All but the pictures of a run that has no view. */
static bool
write_all (const GantryOutputs *outputs, const Contents *shown)
{
  bool all = true;
  for (guint i = 0; i < count_outputs(outputs); i++) {
    g_autoptr(GError) fault = NULL;
    const char *path = outputs->paths->pdata[i];
    if (shown->comparison == NULL && shown->view == NULL && is_drawn(outputs, i))
      continue;
    Format format = format_of(outputs, i);
    bool is_recorded = outputs->recording != NULL && path == gantry_outputs_find_trace(outputs);
    bool is_written = write_one(&format, path, shown, &fault);
    if (is_written && is_recorded)
      gantry_recording_remove_unfinished(outputs->recording);
    if (is_written || (is_recorded && gantry_recording_finish(outputs->recording)))
      continue;
    complain_of_file(path, fault->message, is_recorded ? outputs->recording : NULL);
    all = false;
  }
  return all;
}

bool
gantry_outputs_write (const GantryOutputs *outputs, GantryTimeline *timeline,
                      const GantryPictureWishes *wishes)
{
  g_autoptr(GError) error = NULL;
  Contents shown = {.timeline = timeline, .scale = wishes->scale, .without_trace = wishes->no_trace};
  GantryView view;
  bool any_drawn = false;
  for (guint i = 0; i < count_outputs(outputs); i++)
    any_drawn = any_drawn || is_drawn(outputs, i);
  g_autofree char *note = NULL;
  if (any_drawn && gantry_picture_wishes_view(wishes, timeline, &view, &note, &error))
    shown.view = &view;
  if (note != NULL)
    gantry_complain("%s", note);
  if (error != NULL)
    gantry_complain("%s", error->message);
  return write_all(outputs, &shown) && error == NULL;
}

bool
gantry_outputs_write_comparison (const GantryOutputs *outputs, const GantryComparison *comparison,
                                 double scale)
{
  return write_all(outputs, &(Contents){.comparison = comparison, .scale = scale});
}
