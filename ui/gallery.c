/* The gallery.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/gallery.h"

#include "scenario/library.h"
#include "scenario/scenario.h"
#include "trace/language.h"
#include "ui/search-keys.h"
#include "ui/tab-stop.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _GantryGallery {
  GtkBox parent_instance;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkLabel *nothing;
  char *wanted;         /* what is sought, in small letters */
  GtkListBoxRow *shown; /* nullable: that of what the window shows */
  bool is_told;         /* of what is shown: nobody has chosen it */
};

G_DEFINE_FINAL_TYPE(GantryGallery, gantry_gallery, GTK_TYPE_BOX)

static guint chosen_signal;

static const char *
row_text (GtkListBoxRow *row, const char *key)
{
  return g_object_get_data(G_OBJECT(row), key);
}

static bool
has_wanted (const GantryGallery *self, GtkListBoxRow *row, const char *key)
{
  return strstr(row_text(row, key), self->wanted) != NULL;
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  return has_wanted(data, row, "haystack");
}

/* What is sought in the title comes first, then what is in the topic. */
static int
rank_of (const GantryGallery *self, GtkListBoxRow *row)
{
  return has_wanted(self, row, "names") ? 0 : has_wanted(self, row, "subject") ? 1 : 2;
}

static int
compare (GtkListBoxRow *one, GtkListBoxRow *other, gpointer data)
{
  int ranks = rank_of(data, one) - rank_of(data, other);
  int places = GPOINTER_TO_INT(g_object_get_data(G_OBJECT(one), "place")) -
               GPOINTER_TO_INT(g_object_get_data(G_OBJECT(other), "place"));
  return ranks != 0 ? ranks : places;
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *topic = row_text(row, "topic");
  if (before && g_strcmp0(topic, row_text(before, "topic")) == 0) {
    gtk_list_box_row_set_header(row, NULL);
    return;
  }
  GtkWidget *label = gtk_label_new(topic);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_add_css_class(label, "gallery-topic");
  gtk_list_box_row_set_header(row, label);
}

static void
on_search (GtkSearchEntry *entry, gpointer data)
{
  GantryGallery *self = data;
  gboolean any = FALSE;
  g_free(self->wanted);
  self->wanted = g_utf8_casefold(gtk_editable_get_text(GTK_EDITABLE(self->search)), -1);
  gtk_list_box_invalidate_sort(self->list);
  gtk_list_box_invalidate_filter(self->list);
  gtk_list_box_invalidate_headers(self->list);
  for (int i = 0; gtk_list_box_get_row_at_index(self->list, i); i++)
    any = any || matches(gtk_list_box_get_row_at_index(self->list, i), self);
  gtk_widget_set_visible(GTK_WIDGET(self->nothing), !any);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  if (row && !GANTRY_GALLERY(data)->is_told)
    g_signal_emit(data, chosen_signal, 0, row_text(row, "id"));
}

static void
choose_row (GantryGallery *self, GtkListBoxRow *row)
{
  row = row ? row : gantry_search_keys_first_row(self->list);
  if (!row)
    return;
  gtk_list_box_select_row(self->list, row);
  gtk_widget_grab_focus(GTK_WIDGET(row));
}

/* Enter in the search chooses the first that matches what stands there now, of which the list may not have
 * been told yet. */
static void
on_search_activate (GtkSearchEntry *entry, gpointer data)
{
  on_search(entry, data);
  choose_row(data, NULL);
}

/* The keys go to what is chosen, where it is among what matches. */
static void
enter (gpointer data)
{
  GantryGallery *self = data;
  on_search(self->search, self);
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row(self->list);
  choose_row(self, chosen && matches(chosen, self) ? chosen : NULL);
}

static bool
is_at_first (gpointer data)
{
  return gantry_search_keys_is_at_first_row(GANTRY_GALLERY(data)->list);
}

static void
add_row (GantryGallery *self, int place, const char *id, const GantryHead *head)
{
  const char *title = gantry_scenario_text(head->title);
  g_autofree char *about = gantry_scenario_about(head->about);
  GtkWidget *label = gtk_label_new(title);
  GtkWidget *row = gtk_list_box_row_new();
  const char *topic = *head->topic ? gantry_scenario_text(head->topic) : _("More");
  g_autofree char *names = g_strjoin(" ", title, head->title, id, NULL);
  g_autofree char *subject = g_strjoin(" ", topic, head->topic, NULL);
  g_autofree char *all = g_strjoin(" ", names, subject, about, head->about, NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), label);
  gtk_widget_set_tooltip_text(row, title);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full(G_OBJECT(row), "id", g_strdup(id), g_free);
  g_object_set_data_full(G_OBJECT(row), "topic", g_strdup(topic), g_free);
  g_object_set_data_full(G_OBJECT(row), "names", g_utf8_casefold(names, -1), g_free);
  g_object_set_data_full(G_OBJECT(row), "subject", g_utf8_casefold(subject, -1), g_free);
  g_object_set_data_full(G_OBJECT(row), "haystack", g_utf8_casefold(all, -1), g_free);
  g_object_set_data(G_OBJECT(row), "place", GINT_TO_POINTER(place));
  gtk_list_box_append(self->list, row);
}

void
gantry_gallery_fill (GantryGallery *self)
{
  int place = 0;
  for (const char *const *id = gantry_library_list(); *id; id++) {
    g_autoptr(GantryScenario) scenario = gantry_scenario_load(*id, NULL, NULL);
    if (scenario)
      add_row(self, place++, *id, &gantry_scenario_get_program(scenario)->head);
  }
}

void
gantry_gallery_choose (GantryGallery *self, const char *id)
{
  GtkListBoxRow *chosen = gtk_list_box_get_row_at_index(self->list, 0);
  GtkListBoxRow *row;
  for (int i = 0; (row = gtk_list_box_get_row_at_index(self->list, i)); i++)
    if (g_str_equal(row_text(row, "id"), id))
      chosen = row;
  gtk_list_box_select_row(self->list, chosen);
}

static void
select_quietly (GantryGallery *self, GtkListBoxRow *row)
{
  self->is_told = true;
  gtk_list_box_select_row(self->list, row);
  self->is_told = false;
}

void
gantry_gallery_tell_shown (GantryGallery *self, const char *id)
{
  GtkListBoxRow *row;
  for (int i = 0; (row = gtk_list_box_get_row_at_index(self->list, i)); i++)
    if (g_str_equal(row_text(row, "id"), id))
      break;
  self->shown = row;
  select_quietly(self, row);
}

void
gantry_gallery_take_back (GantryGallery *self)
{
  select_quietly(self, self->shown);
}

void
gantry_gallery_focus_search (GantryGallery *self)
{
  gtk_widget_grab_focus(GTK_WIDGET(self->search));
}

bool
gantry_gallery_is_searching (GantryGallery *self)
{
  return gtk_widget_has_focus(GTK_WIDGET(gtk_editable_get_delegate(GTK_EDITABLE(self->search))));
}

bool
gantry_gallery_clear_search (GantryGallery *self)
{
  GtkEditable *search = GTK_EDITABLE(self->search);
  if (!gantry_gallery_is_searching(self) || *gtk_editable_get_text(search) == '\0')
    return false;
  gtk_editable_set_text(search, "");
  return true;
}

void
gantry_gallery_choose_none (GantryGallery *self)
{
  self->shown = NULL;
  gtk_list_box_unselect_all(self->list);
}

static void
finalize (GObject *object)
{
  g_free(GANTRY_GALLERY(object)->wanted);
  G_OBJECT_CLASS(gantry_gallery_parent_class)->finalize(object);
}

static void
gantry_gallery_class_init (GantryGalleryClass *class)
{
  G_OBJECT_CLASS(class)->finalize = finalize;
  chosen_signal = g_signal_new("chosen", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gantry_gallery_init (GantryGallery *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gallery");
  self->search = GTK_SEARCH_ENTRY(gtk_search_entry_new());
  g_object_set(self->search, "placeholder-text", _("Search scenarios"), NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search scenarios"), -1);
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  gtk_widget_add_css_class(GTK_WIDGET(self->list), "navigation-sidebar");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scenarios"),
                                 -1);
  self->wanted = g_strdup("");
  gtk_list_box_set_sort_func(self->list, compare, self, NULL);
  gtk_list_box_set_filter_func(self->list, matches, self, NULL);
  gtk_list_box_set_header_func(self->list, set_header, self, NULL);
  self->nothing = GTK_LABEL(gtk_label_new(_("No scenario matches")));
  gtk_widget_add_css_class(GTK_WIDGET(self->nothing), "dim-label");
  gtk_widget_set_visible(GTK_WIDGET(self->nothing), FALSE);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->list));
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->search));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->nothing));
  gtk_box_append(GTK_BOX(self), gantry_tab_stop_new(scrolled));
  g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search), self);
  g_signal_connect(self->search, "activate", G_CALLBACK(on_search_activate), self);
  gantry_search_keys_add(GTK_WIDGET(self->search), GTK_WIDGET(self->list), enter, is_at_first, self);
  g_signal_connect(self->list, "row-selected", G_CALLBACK(on_row_selected), self);
}

GtkWidget *
gantry_gallery_new (void)
{
  return g_object_new(GANTRY_TYPE_GALLERY, NULL);
}
