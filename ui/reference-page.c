/* A page of the drawer, made of the language's own table (scenario/reference.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/reference-page.h"

#include "scenario/reference.h"
#include "ui/search-keys.h"
#include "ui/tab-stop.h"

#include <glib/gi18n-lib.h>
#include <stdbool.h>

struct _GantryReferencePage {
  GtkBox parent_instance;
  GtkSearchEntry *search;
  GtkListBox *list;
  bool is_filled;
};

G_DEFINE_FINAL_TYPE(GantryReferencePage, gantry_reference_page, GTK_TYPE_BOX)

enum { INSERT, TRY, N_SIGNALS };

static guint signals[N_SIGNALS];

static const GantryReferenceEntry *
entry_of (gpointer row)
{
  return g_object_get_data(G_OBJECT(row), "entry");
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  GantryReferencePage *self = data;
  return gantry_reference_matches(entry_of(row), gtk_editable_get_text(GTK_EDITABLE(self->search)));
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  GtkWidget *label = NULL;
  if (!before || entry_of(before)->group != entry_of(row)->group) {
    label = gtk_label_new(gantry_reference_group_title(entry_of(row)->group));
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_add_css_class(label, "gallery-topic");
  }
  gtk_list_box_row_set_header(row, label);
}

static void
insert (GantryReferencePage *self, const GantryReferenceEntry *entry)
{
  g_signal_emit(self, signals[INSERT], 0, entry->example, gantry_reference_is_at_margin(entry->group));
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  insert(data, entry_of(row));
}

static void
on_insert (GtkButton *button, gpointer data)
{
  insert(data, entry_of(button));
}

static void
on_try (GtkButton *button, gpointer data)
{
  g_autofree char *text = gantry_reference_example_text(entry_of(button));
  g_signal_emit(data, signals[TRY], 0, text);
}

static void
on_search (GtkSearchEntry *entry, gpointer data)
{
  GantryReferencePage *self = data;
  gtk_list_box_invalidate_filter(self->list);
  gtk_list_box_invalidate_headers(self->list);
}

/* Enter in the search: the first that is found. */
static void
on_search_activate (GtkSearchEntry *entry, gpointer data)
{
  GantryReferencePage *self = data;
  on_search(entry, self);
  GtkListBoxRow *row = gantry_search_keys_first_row(self->list);
  if (row)
    insert(self, entry_of(row));
}

static void
enter (gpointer data)
{
  GantryReferencePage *self = data;
  on_search(self->search, self);
  GtkListBoxRow *row = gantry_search_keys_first_row(self->list);
  if (row)
    gtk_widget_grab_focus(GTK_WIDGET(row));
}

static bool
is_at_first (gpointer data)
{
  return gantry_search_keys_is_at_first_row(GANTRY_REFERENCE_PAGE(data)->list);
}

static GtkWidget *
make_button (GantryReferencePage *self, const GantryReferenceEntry *entry, const char *label,
             const char *help, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label(label);
  g_autofree char *words = g_strdup_printf("%s: %s", label, entry->word);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text(button, help);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data(G_OBJECT(button), "entry", (gpointer)entry);
  g_signal_connect(button, "clicked", callback, self);
  return button;
}

static GtkWidget *
left_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  if (class)
    gtk_widget_add_css_class(label, class);
  return label;
}

static GtkWidget *
make_row (GantryReferencePage *self, const GantryReferenceEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new();
  GtkWidget *columns = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *label = g_strdup_printf("%s. %s", entry->form, _(entry->help));
  gtk_box_append(GTK_BOX(words), left_label(entry->form, "reference-form"));
  gtk_box_append(GTK_BOX(words), left_label(_(entry->help), NULL));
  gtk_box_append(GTK_BOX(words), left_label(entry->example, "reference-example"));
  gtk_widget_set_hexpand(words, TRUE);
  gtk_box_append(GTK_BOX(columns), words);
  gtk_box_append(GTK_BOX(columns), make_button(self, entry, _("Insert"),
                                               _("Writes the example into the text"), G_CALLBACK(on_insert)));
  gtk_box_append(GTK_BOX(columns), make_button(self, entry, _("Try"), _("A new scenario around the example"),
                                               G_CALLBACK(on_try)));
  gtk_box_set_homogeneous(GTK_BOX(columns), FALSE);
  gtk_widget_add_css_class(columns, "reference-row");
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), columns);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data(G_OBJECT(row), "entry", (gpointer)entry);
  return row;
}

/* When it is seen for the first time. */
static void
on_map (GtkWidget *widget, gpointer data)
{
  GantryReferencePage *self = GANTRY_REFERENCE_PAGE(widget);
  gsize n;
  const GantryReferenceEntry *entries = gantry_reference_entries(&n);
  if (self->is_filled)
    return;
  self->is_filled = true;
  for (gsize i = 0; i < n; i++)
    gtk_list_box_append(self->list, make_row(self, &entries[i]));
}

static void
gantry_reference_page_class_init (GantryReferencePageClass *class)
{
  signals[INSERT] = g_signal_new("insert", GANTRY_TYPE_REFERENCE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[TRY] = g_signal_new("try", GANTRY_TYPE_REFERENCE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gantry_reference_page_init (GantryReferencePage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  GtkWidget *nothing = gtk_label_new(_("No word of the language is like that"));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->search = GTK_SEARCH_ENTRY(gtk_search_entry_new());
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  g_object_set(self->search, "placeholder-text", _("Search the reference"), NULL);
  gtk_widget_add_css_class(GTK_WIDGET(self->search), "reference-search");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search the reference"), -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Reference of the language"), -1);
  gtk_list_box_set_selection_mode(self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func(self->list, matches, self, NULL);
  gtk_list_box_set_header_func(self->list, set_header, self, NULL);
  gtk_list_box_set_placeholder(self->list, nothing);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->list));
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_widget_set_size_request(scrolled, -1, 160);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->search));
  gtk_box_append(GTK_BOX(self), gantry_tab_stop_new(scrolled)); /* from a row Right goes to its buttons */
  g_signal_connect(self->list, "row-activated", G_CALLBACK(on_row_activated), self);
  g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search), self);
  g_signal_connect(self->search, "activate", G_CALLBACK(on_search_activate), self);
  gantry_search_keys_add(GTK_WIDGET(self->search), GTK_WIDGET(self->list), enter, is_at_first, self);
  g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
}

GtkWidget *
gantry_reference_page_new (void)
{
  return g_object_new(GANTRY_TYPE_REFERENCE_PAGE, NULL);
}
