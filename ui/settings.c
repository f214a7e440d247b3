/* The settings' one instance, wherever the schema is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_SETTINGS_ENABLE_BACKEND
#include "ui/settings.h"

#include "format/file-stream.h"
#include "ui/application.h"
#include "ui/open-files.h"

#include <errno.h>
#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#define COMPILED "gschemas.compiled"

static GSettingsSchema *
look_up_in (const char *folder, GError **error)
{
  g_autoptr(GSettingsSchemaSource) source =
      g_settings_schema_source_new_from_directory(folder, NULL, TRUE, error);
  return source ? g_settings_schema_source_lookup(source, GANTRY_APPLICATION_ID, FALSE) : NULL;
}

static GSettingsSchema *
look_up_beside_program (void)
{
  static const char *const places[] = {".", "../../ui", "../share/glib-2.0/schemas"};
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
  GSettingsSchema *schema = NULL;
  for (gsize i = 0; !schema && folder && i < G_N_ELEMENTS(places); i++) {
    g_autofree char *place = g_build_filename(folder, places[i], NULL);
    schema = look_up_in(place, NULL);
  }
  return schema;
}

/* By way of a new folder in that place, for only a file makes a schema; it is in memory once it is read. */
static GSettingsSchema *
read_through (const char *place, GBytes *bytes, GError **error)
{
  g_autofree char *folder = g_build_filename(place, "gantry-XXXXXX", NULL);
  GSettingsSchema *schema = NULL;
  if (!g_mkdtemp_full(folder, 0700)) {
    gantry_set_file_error(error, errno);
    return NULL;
  }
  g_autofree char *file = g_build_filename(folder, COMPILED, NULL);
  if (g_file_set_contents(file, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), error))
    schema = look_up_in(folder, error);
  g_unlink(file);
  g_rmdir(folder);
  return schema;
}

/* The copy in the program, through the first place that takes it. */
static GSettingsSchema *
look_up_in_program (GError **error)
{
  const char *places[] = {g_get_tmp_dir(), "/tmp", g_get_user_runtime_dir(), "/dev/shm",
                          g_get_user_cache_dir()};
  g_autoptr(GBytes) bytes =
      g_resources_lookup_data("/io/github/gantry/Gantry/" COMPILED, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  GSettingsSchema *schema = NULL;
  for (gsize i = 0; bytes && !schema && i < G_N_ELEMENTS(places); i++) {
    g_clear_error(error);
    schema = read_through(places[i], bytes, error);
  }
  return schema;
}

/* Asking a schema for a key that it does not have ends the program. */
static bool
has_all_keys (GSettingsSchema *schema, GSettingsSchema *wanted)
{
  g_auto(GStrv) keys = g_settings_schema_list_keys(wanted);
  for (char **key = keys; *key; key++)
    if (!g_settings_schema_has_key(schema, *key))
      return false;
  return true;
}

static bool has_no_folder;

void
gantry_settings_prepare (void)
{
  has_no_folder = g_mkdir_with_parents(g_get_user_config_dir(), 0700) != 0;
  if (has_no_folder)
    g_setenv("GSETTINGS_BACKEND", "memory", TRUE);
}

static GSettings *
make_settings (GError **error)
{
  GSettingsSchemaSource *known = g_settings_schema_source_get_default();
  g_autoptr(GSettingsSchema) beside = look_up_beside_program();
  if (beside)
    return g_settings_new_full(beside, NULL, NULL);
  g_autoptr(GSettingsSchema) own = look_up_in_program(error);
  g_autoptr(GSettingsSchema) installed =
      known ? g_settings_schema_source_lookup(known, GANTRY_APPLICATION_ID, TRUE) : NULL;
  if (installed && (!own || has_all_keys(installed, own)))
    return g_settings_new_full(installed, NULL, NULL);
  if (!own)
    return NULL;
  g_printerr("%s\n", _("The settings’ schema is not installed: preferences will not be kept."));
  g_autoptr(GSettingsBackend) forgetful = g_memory_settings_backend_new();
  return g_settings_new_full(own, forgetful, NULL);
}

GSettings *
gantry_settings_get (void)
{
  static GSettings *settings = NULL;
  g_autoptr(GError) error = NULL;
  if (!settings)
    settings = make_settings(&error);
  if (!settings) {
    if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_MFILE) ||
        g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NFILE))
      gantry_tell_open_files();
    else
      g_printerr("%s\n", _("No folder for temporary files can be written to: set TMPDIR to one that can, and "
                           "start again."));
    exit(EXIT_FAILURE);
  }
  return settings;
}

char *
gantry_settings_get_file (void)
{
  g_autoptr(GSettingsBackend) backend = NULL;
  g_object_get(gantry_settings_get(), "backend", &backend, NULL);
  const char *type = G_OBJECT_TYPE_NAME(backend);
  if (g_str_equal(type, "GKeyfileSettingsBackend"))
    return g_build_filename(g_get_user_config_dir(), "glib-2.0", "settings", "keyfile", NULL);
  if (g_str_equal(type, "DConfSettingsBackend") || has_no_folder)
    return g_build_filename(g_get_user_config_dir(), "dconf", "user", NULL);
  return NULL;
}

/* Words that are longer may need more room, or none. */
static void
renew (GtkWidget *widget)
{
  gtk_widget_queue_resize(widget);
  gtk_widget_queue_draw(widget);
}

void
gantry_settings_watch (const char *key, GtkWidget *widget)
{
  GSettings *settings = gantry_settings_get();
  g_autofree char *changed = g_strconcat("changed::", key, NULL);
  /* Keys that have not been read yet are not watched. */
  g_variant_unref(g_settings_get_value(settings, key));
  g_signal_connect_object(settings, changed, G_CALLBACK(renew), widget, G_CONNECT_SWAPPED);
}

void
gantry_settings_add_action (const char *key, GActionMap *map)
{
  g_autoptr(GAction) action = g_settings_create_action(gantry_settings_get(), key);
  g_action_map_add_action(map, action);
}
