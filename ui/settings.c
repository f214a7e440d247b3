/* The settings' one instance, wherever the schema is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_SETTINGS_ENABLE_BACKEND
#include "ui/settings.h"

#include "ui/application.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#define COMPILED "gschemas.compiled"

static GSettingsSchema *
look_up_in (const char *folder)
{
  g_autoptr(GSettingsSchemaSource) source =
      g_settings_schema_source_new_from_directory(folder, NULL, TRUE, NULL);
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
    schema = look_up_in(place);
  }
  return schema;
}

/* A new one, wherever there may be one. Newly allocated; NULL: nowhere. */
static char *
make_folder (void)
{
  const char *places[] = {g_get_tmp_dir(), "/tmp", g_get_user_runtime_dir(), "/dev/shm",
                          g_get_user_cache_dir()};
  for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
    g_autofree char *folder = g_build_filename(places[i], "gantry-XXXXXX", NULL);
    if (g_mkdtemp_full(folder, 0700))
      return g_steal_pointer(&folder);
  }
  return NULL;
}

/* The copy in the program, which only a file makes a schema of; it is in memory once it is read. */
static GSettingsSchema *
look_up_in_program (void)
{
  g_autofree char *folder = make_folder();
  g_autoptr(GBytes) bytes =
      g_resources_lookup_data("/io/github/gantry/Gantry/" COMPILED, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *file = g_build_filename(folder ? folder : "/", COMPILED, NULL);
  if (folder && bytes)
    g_file_set_contents(file, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL);
  GSettingsSchema *schema = folder ? look_up_in(folder) : NULL;
  g_unlink(file);
  if (folder)
    g_rmdir(folder);
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
make_settings (void)
{
  GSettingsSchemaSource *known = g_settings_schema_source_get_default();
  g_autoptr(GSettingsSchema) beside = look_up_beside_program();
  if (beside)
    return g_settings_new_full(beside, NULL, NULL);
  g_autoptr(GSettingsSchema) own = look_up_in_program();
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
  if (!settings)
    settings = make_settings();
  if (!settings) {
    g_printerr("%s\n", _("There is no folder for temporary files: set TMPDIR to one and start again."));
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
