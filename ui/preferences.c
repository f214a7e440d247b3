/* Preferences, a row for each key that people choose. A new one: a key in the schema and a line in the table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/preferences.h"

#include "ui/settings.h"
#include "ui/side-window.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *group; /* heads the rows from here on; NULL: the one before */
  const char *key;
  const char *title;
  const char *subtitle;
  const char *choices[8]; /* of an enumeration, in the schema's order; none: the key is a boolean */
} Preference;

static const Preference preferences[] = {
    {N_("Appearance"),
     "theme",
     N_("Style"),
     N_("Holds for the window; pictures have a choice of their own"),
     {N_("As the desktop"), N_("Light"), N_("Dark")}},
    {N_("Chart"),
     "arrows",
     N_("Arrows from cause to effect"),
     "",
     {N_("Of the selected lane"), N_("All"), N_("None")}},
    {NULL, "density", N_("Height of rows"), "", {N_("Normal"), N_("Compact"), N_("Large")}},
    {NULL,
     "state-words",
     N_("Words for states"),
     "",
     {N_("Plain words"), N_("The textbook’s"), N_("Linux’s")}},
    {N_("Start"), "reopen-last", N_("Begin with the scenario that was shown last"), "", {NULL}},
};

/* The schema's words for the choices, in their order; freed by the caller. */
static char **
list_nicks (const char *key)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_object_get(gantry_settings_get(), "settings-schema", &schema, NULL);
  g_autoptr(GSettingsSchemaKey) schema_key = g_settings_schema_get_key(schema, key);
  g_autoptr(GVariant) range = g_settings_schema_key_get_range(schema_key);
  g_autoptr(GVariant) nicks = NULL;
  g_variant_get(range, "(&sv)", NULL, &nicks);
  return g_variant_dup_strv(nicks, NULL);
}

static gboolean
nick_to_place (GValue *value, GVariant *variant, gpointer data)
{
  char **nicks = data;
  for (guint i = 0; nicks[i]; i++)
    if (g_str_equal(nicks[i], g_variant_get_string(variant, NULL)))
      g_value_set_uint(value, i);
  return TRUE;
}

static GVariant *
place_to_nick (const GValue *value, const GVariantType *type, gpointer data)
{
  char **nicks = data;
  guint place = g_value_get_uint(value);
  return place < g_strv_length(nicks) ? g_variant_new_string(nicks[place]) : NULL;
}

static void
free_nicks (gpointer nicks)
{
  g_strfreev(nicks);
}

static GtkWidget *
make_choice (const Preference *preference)
{
  GtkWidget *row = adw_combo_row_new();
  g_autoptr(GtkStringList) words = gtk_string_list_new(NULL);
  for (const char *const *choice = preference->choices; *choice; choice++)
    gtk_string_list_append(words, _(*choice));
  adw_combo_row_set_model(ADW_COMBO_ROW(row), G_LIST_MODEL(words));
  g_settings_bind_with_mapping(gantry_settings_get(), preference->key, row, "selected",
                               G_SETTINGS_BIND_DEFAULT, nick_to_place, place_to_nick,
                               list_nicks(preference->key), free_nicks);
  return row;
}

static GtkWidget *
make_switch (const Preference *preference)
{
  GtkWidget *row = adw_action_row_new(), *change = gtk_switch_new();
  gtk_widget_set_valign(change, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix(ADW_ACTION_ROW(row), change);
  adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), change);
  gtk_accessible_update_property(GTK_ACCESSIBLE(change), GTK_ACCESSIBLE_PROPERTY_LABEL, _(preference->title),
                                 -1);
  g_settings_bind(gantry_settings_get(), preference->key, change, "active", G_SETTINGS_BIND_DEFAULT);
  return row;
}

/* No AdwPreferencesWindow: that of libadwaita 1.2 looks for rows to search through, and keeps all groups
 * alive after it is closed; one page needs no search. */
GtkWidget *
gantry_preferences_new (void)
{
  GtkWidget *page = adw_preferences_page_new(), *group = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(preferences); i++) {
    const Preference *preference = &preferences[i];
    GtkWidget *row = *preference->choices ? make_choice(preference) : make_switch(preference);
    adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), _(preference->title));
    if (*preference->subtitle)
      adw_action_row_set_subtitle(ADW_ACTION_ROW(row), _(preference->subtitle));
    if (preference->group) {
      group = adw_preferences_group_new();
      adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _(preference->group));
      adw_preferences_page_add(ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(group));
    }
    adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
  }
  return gantry_side_window_new(_("Preferences"), page, 560, 580);
}

static void
apply_theme (GSettings *settings, const char *key, gpointer data)
{
  static const AdwColorScheme schemes[] = {ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                           ADW_COLOR_SCHEME_FORCE_DARK};
  adw_style_manager_set_color_scheme(adw_style_manager_get_default(),
                                     schemes[g_settings_get_enum(settings, "theme")]);
}

void
gantry_preferences_apply_theme (void)
{
  GSettings *settings = gantry_settings_get();
  g_signal_connect(settings, "changed::theme", G_CALLBACK(apply_theme), NULL);
  apply_theme(settings, "theme", NULL);
}
