/* Keeping, and finding again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/recovery.h"

#include "format/file-stream.h"
#include "format/replace-file.h"
#include "trace/background.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define FIRST_LINE "gantry-recovered 1"

struct GantryRecovery {
  gatomicrefcount references; /* the window's, and one for each text that is being written */
  GMutex mutex;               /* over all below */
  GCond is_written;
  char *path; /* NULL: there is no folder to keep it in */
  guint newest, pending;
  bool is_kept; /* what was to be written last */
  /* of the main thread alone */
  GantryRecoveryFailed failed; /* NULL: nobody wants to know any more */
  gpointer user_data;
  bool is_told;
};

typedef struct {
  GantryRecovery *recovery;
  GBytes *contents;
  guint number;
} Keeping;

static char *
folder (void)
{
  return g_build_filename(g_get_user_state_dir(), "gantry", "recovery", NULL);
}

static int
open_locked (const char *path, int flags)
{
  int descriptor = g_open(path, flags | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor;
  if (descriptor >= 0)
    close(descriptor);
  return -1;
}

/* What the names of this program's files begin with; its lock is held from here to its end. */
static const char *
own_prefix (GError **error)
{
  static char *prefix;
  if (prefix)
    return prefix;
  g_autofree char *where = folder();
  g_autofree char *id = g_uuid_string_random();
  g_autofree char *begin = g_build_filename(where, id, NULL);
  g_autofree char *lock = g_strconcat(begin, ".lock", NULL);
  if (g_mkdir_with_parents(where, 0700) != 0 || open_locked(lock, O_CREAT | O_EXCL) < 0) {
    gantry_set_file_error(error, errno);
    return NULL;
  }
  prefix = g_steal_pointer(&begin);
  return prefix;
}

GantryRecovery *
gantry_recovery_new (GantryRecoveryFailed failed, gpointer user_data)
{
  GantryRecovery *recovery = g_new0(GantryRecovery, 1);
  recovery->failed = failed;
  recovery->user_data = user_data;
  g_atomic_ref_count_init(&recovery->references);
  g_mutex_init(&recovery->mutex);
  g_cond_init(&recovery->is_written);
  return recovery;
}

static void
recovery_unref (GantryRecovery *recovery)
{
  if (!g_atomic_ref_count_dec(&recovery->references))
    return;
  g_mutex_clear(&recovery->mutex);
  g_cond_clear(&recovery->is_written);
  g_free(recovery->path);
  g_free(recovery);
}

void
gantry_recovery_free (GantryRecovery *recovery)
{
  recovery->failed = NULL;
  recovery_unref(recovery);
}

static void
tell (GantryRecovery *recovery, const GError *error)
{
  if (error && !recovery->is_told && recovery->failed)
    recovery->failed(error->message, recovery->user_data);
  recovery->is_told = error != NULL;
}

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;
  recovery_unref(keeping->recovery);
  g_bytes_unref(keeping->contents);
  g_free(keeping);
}

/* A file that only its owner can read, before there is anything in it to read: what replaces it is the same.
 */
static bool
make_private (const char *path, GError **error)
{
  int descriptor = g_open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0)
    gantry_set_file_error(error, errno);
  return descriptor >= 0 && g_close(descriptor, error);
}

/* On a thread of its own. */
static void
write_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Keeping *keeping = data;
  GantryRecovery *recovery = keeping->recovery;
  GError *error = NULL;
  g_mutex_lock(&recovery->mutex);
  bool is_kept = keeping->number != recovery->newest ||
                 (make_private(recovery->path, &error) &&
                  gantry_replace_file_bytes(recovery->path, keeping->contents, &error));
  recovery->is_kept = is_kept;
  recovery->pending--;
  g_cond_broadcast(&recovery->is_written);
  g_mutex_unlock(&recovery->mutex);
  if (is_kept)
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  const Keeping *keeping = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  g_task_propagate_boolean(G_TASK(result), &error);
  tell(keeping->recovery, error);
}

void
gantry_recovery_keep (GantryRecovery *recovery, const char *name, const char *file, const char *text)
{
  static guint count;
  g_autoptr(GError) error = NULL;
  const char *prefix = own_prefix(&error);
  if (!prefix) {
    tell(recovery, error);
    return;
  }
  g_autofree char *name_line = g_strescape(name, NULL);
  g_autofree char *file_line = g_strescape(file ? file : "", NULL);
  char *contents = g_strdup_printf("%s\n%s\n%s\n%s", FIRST_LINE, name_line, file_line, text);
  Keeping *keeping = g_new0(Keeping, 1);
  g_atomic_ref_count_inc(&recovery->references);
  keeping->recovery = recovery;
  keeping->contents = g_bytes_new_take(contents, strlen(contents));
  g_mutex_lock(&recovery->mutex);
  if (!recovery->path)
    recovery->path = g_strdup_printf("%s-%u.text", prefix, ++count);
  keeping->number = ++recovery->newest;
  recovery->pending++;
  g_mutex_unlock(&recovery->mutex);
  g_autoptr(GTask) task = g_task_new(NULL, NULL, on_written, NULL);
  g_task_set_task_data(task, keeping, keeping_free);
  gantry_run_in_background(task, write_text);
}

void
gantry_recovery_forget (GantryRecovery *recovery)
{
  g_mutex_lock(&recovery->mutex);
  recovery->newest++; /* what is still to be written is not */
  if (recovery->path)
    g_unlink(recovery->path);
  g_mutex_unlock(&recovery->mutex);
}

bool
gantry_recovery_wait (GantryRecovery *recovery)
{
  g_mutex_lock(&recovery->mutex);
  while (recovery->pending > 0)
    g_cond_wait(&recovery->is_written, &recovery->mutex);
  bool is_kept = recovery->is_kept;
  g_mutex_unlock(&recovery->mutex);
  return is_kept;
}

/* A program that is gone: its lock is ours as long as one of its texts is looked at. */
typedef struct {
  guint references;
  int descriptor;
  char *path;
  guint left; /* texts that are to be offered again */
} Owner;

typedef struct GantryRecoveredFile {
  Owner *owner;
  char *path;
  bool is_done;
} GantryRecoveredFile;

static void
owner_unref (Owner *owner)
{
  if (--owner->references > 0)
    return;
  if (owner->left == 0)
    g_unlink(owner->path);
  close(owner->descriptor);
  g_free(owner->path);
  g_free(owner);
}

static void
recovered_free (gpointer data)
{
  GantryRecoveredText *text = data;
  owner_unref(text->source->owner);
  g_free(text->source->path);
  g_free(text->source);
  g_free(text->name);
  g_free(text->file);
  g_free(text->text);
  g_free(text);
}

void
gantry_recovered_text_done (GantryRecoveredText *text)
{
  if (text->source->is_done)
    return;
  g_unlink(text->source->path);
  text->source->is_done = true;
  text->source->owner->left--;
}

static void
read_text (Owner *owner, const char *path, GPtrArray *texts)
{
  g_autofree char *contents = NULL;
  if (!g_file_get_contents(path, &contents, NULL, NULL) || !g_utf8_validate(contents, -1, NULL))
    return;
  g_auto(GStrv) parts = g_strsplit(contents, "\n", 4);
  if (g_strv_length(parts) != 4 || !g_str_equal(parts[0], FIRST_LINE))
    return;
  g_autofree char *name = g_strcompress(parts[1]), *file = g_strcompress(parts[2]);
  if (!g_utf8_validate(name, -1, NULL)) /* bytes that were written as numbers */
    return;
  GantryRecoveredText *text = g_new0(GantryRecoveredText, 1);
  text->name = g_steal_pointer(&name);
  text->file = *file ? g_steal_pointer(&file) : NULL;
  text->text = g_strdup(parts[3]);
  text->source = g_new0(GantryRecoveredFile, 1);
  text->source->owner = owner;
  text->source->path = g_strdup(path);
  owner->references++;
  owner->left++;
  g_ptr_array_add(texts, text);
}

/* Texts that belong to the lock file `lock` in `where`. */
static void
find_texts (const char *where, const char *lock, GPtrArray *texts)
{
  g_autofree char *path = g_build_filename(where, lock, NULL);
  g_autofree char *prefix = g_strndup(lock, strlen(lock) - strlen(".lock"));
  int descriptor = open_locked(path, 0);
  g_autoptr(GDir) files = descriptor >= 0 ? g_dir_open(where, 0, NULL) : NULL;
  if (descriptor < 0)
    return;
  Owner *owner = g_new0(Owner, 1);
  owner->references = 1;
  owner->descriptor = descriptor;
  owner->path = g_steal_pointer(&path);
  for (const char *file; files && (file = g_dir_read_name(files));) {
    g_autofree char *text_path = g_build_filename(where, file, NULL);
    if (g_str_has_prefix(file, prefix) && g_str_has_suffix(file, ".text"))
      read_text(owner, text_path, texts);
  }
  owner_unref(owner);
}

GPtrArray *
gantry_recovery_find (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func(recovered_free);
  g_autofree char *where = folder();
  g_autoptr(GDir) files = g_dir_open(where, 0, NULL);
  for (const char *file; files && (file = g_dir_read_name(files));)
    if (g_str_has_suffix(file, ".lock"))
      find_texts(where, file, texts);
  return texts;
}
