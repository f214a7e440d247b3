/* Settings: found without being installed, and every key has a default that its type and range allow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settings.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <sys/resource.h>

static void
test_one_instance (void)
{
  GSettings *settings = gantry_settings_get();
  g_assert_true(G_IS_SETTINGS(settings));
  g_assert_true(gantry_settings_get() == settings);
}

static void
test_nobodys_are_touched (void)
{
  g_autoptr(GSettingsBackend) backend = NULL;
  g_object_get(gantry_settings_get(), "backend", &backend, NULL);
  g_assert_cmpstr(G_OBJECT_TYPE_NAME(backend), ==, "GMemorySettingsBackend");
}

static void
test_defaults_are_sound (void)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_object_get(gantry_settings_get(), "settings-schema", &schema, NULL);
  g_auto(GStrv) keys = g_settings_schema_list_keys(schema);
  g_assert_cmpuint(g_strv_length(keys), >, 0);
  for (char **name = keys; *name; name++) {
    g_autoptr(GSettingsSchemaKey) key = g_settings_schema_get_key(schema, *name);
    g_autoptr(GVariant) value = g_settings_schema_key_get_default_value(key);
    g_assert_true(g_settings_schema_key_range_check(key, value));
  }
}

static void
test_kept (void)
{
  GSettings *settings = gantry_settings_get();
  g_assert_cmpint(g_settings_get_enum(settings, "theme"), ==, 0);
  g_assert_true(g_settings_set_string(settings, "theme", "dark"));
  g_autofree char *theme = g_settings_get_string(settings, "theme");
  g_assert_cmpstr(theme, ==, "dark");
  g_settings_reset(settings, "theme");
}

/* Where no file can be opened it is not for want of a folder. */
static void
test_no_descriptors (void)
{
  const struct rlimit none = {0, 0};
  if (g_test_subprocess()) {
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &none), ==, 0);
    (void)gantry_settings_get();
    return;
  }
  g_test_trap_subprocess(NULL, 0, 0);
  g_test_trap_assert_failed();
  g_test_trap_assert_stderr("Too many files are open: *");
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/settings/one", test_one_instance);
  g_test_add_func("/settings/nobodys", test_nobodys_are_touched);
  g_test_add_func("/settings/defaults", test_defaults_are_sound);
  g_test_add_func("/settings/kept", test_kept);
  g_test_add_func("/settings/no-descriptors", test_no_descriptors);
  return g_test_run();
}
