/* The rows of findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/findings-list.h"

#include "chart/deadlock.h"
#include "timeline/critical-path.h"
#include "timeline/findings.h"
#include "trace/background.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>

/* The search looks at each lane several times; nobody reads what stands out among more. */
#define MOST_LANES_SEARCHED 20000
/* Of a longer run the path costs seconds and memory: it is found when it is asked for. */
#define MOST_INTERVALS_WALKED 1000000

/* What the search brings. */
typedef struct {
  GantryTimeline *timeline;
  GPtrArray *findings; /* GantryFinding*; NULL: there were too many lanes */
  GantryCauses *causes;
  char *path; /* the critical path in words, nullable */
} Search;

struct _GantryFindingsList {
  GtkBox parent_instance;
  GtkLabel *heading, *nothing;
  GtkListBox *list;
  GantryTimeline *timeline; /* that is shown, or looked through */
  GCancellable *searching;  /* nullable */
  Search *found;            /* nullable */
};

G_DEFINE_FINAL_TYPE(GantryFindingsList, gantry_findings_list, GTK_TYPE_BOX)

enum { PLACE_ACTIVATED, PATH_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
search_free (gpointer data)
{
  Search *search = data;
  g_clear_pointer(&search->findings, g_ptr_array_unref);
  g_clear_pointer(&search->causes, gantry_causes_free);
  g_clear_pointer(&search->timeline, gantry_timeline_unref);
  g_free(search->path);
  g_free(search);
}

static size_t
count_intervals (const GantryTimeline *timeline)
{
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  return count;
}

/* NULL: there is none. */
static char *
describe_path (const GantryTimeline *timeline)
{
  if (count_intervals(timeline) > MOST_INTERVALS_WALKED)
    return g_strdup(_("Find and show the critical path"));
  const GantryCriticalPath *path = gantry_timeline_get_critical_path(timeline);
  return path && path->segments->len > 0 ? gantry_critical_path_words(path) : NULL;
}

/* On a thread of its own. */
static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = g_new0(Search, 1);
  search->timeline = gantry_timeline_ref(data);
  search->causes = gantry_causes_new(search->timeline);
  if (gantry_timeline_get_n_lanes(search->timeline) <= MOST_LANES_SEARCHED) {
    search->findings = gantry_findings_new(search->timeline);
    search->path = describe_path(search->timeline);
  }
  g_task_return_pointer(task, search, search_free);
}

static void
add_row (GantryFindingsList *self, const char *text, const char *css_class, const GantryFinding *finding)
{
  GtkWidget *row = gtk_list_box_row_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new(text);
  GtkWidget *arrow = gtk_image_new_from_icon_name("go-next-symbolic");
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gantry_wrap(GTK_LABEL(label));
  gtk_widget_set_hexpand(label, TRUE);
  gtk_widget_set_valign(arrow, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(arrow, "dim-label");
  gtk_widget_add_css_class(row, css_class);
  gtk_widget_set_tooltip_text(row, finding ? _("Show the place in the chart")
                                           : _("Show or hide the critical path in the chart"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append(GTK_BOX(box), label);
  gtk_box_append(GTK_BOX(box), arrow);
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
  g_object_set_data(G_OBJECT(row), "finding", (gpointer)finding);
  gtk_list_box_append(self->list, row);
}

/* Where events are missing, what they were might stand out. */
static const char *
nothing_words (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  return result.lost > 0 ? _("Nothing stands out in what is kept of this run: events were lost.")
                         : _("Nothing stands out in this run.");
}

static void
show_found (GantryFindingsList *self)
{
  const GPtrArray *findings = self->found->findings;
  guint count = findings ? findings->len : 0;
  for (guint i = 0; i < count; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    bool is_deadlock = finding->kind == GANTRY_FINDING_DEADLOCK;
    g_autofree char *deadlock = is_deadlock ? gantry_deadlock_words(self->timeline) : NULL;
    add_row(self, deadlock ? deadlock : finding->text, is_deadlock ? "deadlock" : "finding", finding);
  }
  if (self->found->path)
    add_row(self, self->found->path, "critical-path", NULL);
  gtk_label_set_text(self->nothing, findings ? nothing_words(self->timeline)
                                             : _("The run has too many lanes to look through them."));
  gtk_widget_set_visible(GTK_WIDGET(self->heading), TRUE);
  gtk_widget_set_visible(GTK_WIDGET(self->nothing), count == 0);
  gtk_widget_set_visible(GTK_WIDGET(self->list), count > 0 || self->found->path);
}

static void
clear (GantryFindingsList *self)
{
  GtkWidget *row;
  while ((row = gtk_widget_get_first_child(GTK_WIDGET(self->list))))
    gtk_list_box_remove(self->list, row);
  g_clear_pointer(&self->found, search_free);
  gtk_widget_set_visible(GTK_WIDGET(self->heading), FALSE);
  gtk_widget_set_visible(GTK_WIDGET(self->nothing), FALSE);
  gtk_widget_set_visible(GTK_WIDGET(self->list), FALSE);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryFindingsList *self = GANTRY_FINDINGS_LIST(source);
  Search *found = g_task_propagate_pointer(G_TASK(result), NULL);
  /* Cancelled: another run is shown by now, or none. */
  if (!found)
    return;
  g_clear_object(&self->searching);
  self->found = found;
  show_found(self);
}

void
gantry_findings_list_show (GantryFindingsList *self, GantryTimeline *timeline)
{
  GantryTimeline *wanted = timeline && gantry_timeline_is_finished(timeline) ? timeline : NULL;
  if (wanted == self->timeline)
    return;
  if (self->searching)
    g_cancellable_cancel(self->searching);
  g_clear_object(&self->searching);
  clear(self);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  if (!wanted)
    return;
  self->timeline = gantry_timeline_ref(wanted);
  self->searching = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(self, self->searching, on_found, NULL);
  g_task_set_task_data(task, gantry_timeline_ref(wanted), (GDestroyNotify)gantry_timeline_unref);
  gantry_run_in_background(task, look);
}

const GantryCauses *
gantry_findings_list_get_causes (GantryFindingsList *self)
{
  return self->found ? self->found->causes : NULL;
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  const GantryFinding *finding = g_object_get_data(G_OBJECT(row), "finding");
  if (!finding) {
    g_signal_emit(data, signals[PATH_ACTIVATED], 0);
    return;
  }
  uint32_t lane = finding->lanes->len > 0 ? g_array_index(finding->lanes, uint32_t, 0) : GANTRY_NO_LANE;
  g_signal_emit(data, signals[PLACE_ACTIVATED], 0, lane, finding->from, finding->to);
}

static void
dispose (GObject *object)
{
  GantryFindingsList *self = GANTRY_FINDINGS_LIST(object);
  if (self->searching)
    g_cancellable_cancel(self->searching);
  g_clear_object(&self->searching);
  g_clear_pointer(&self->found, search_free);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  G_OBJECT_CLASS(gantry_findings_list_parent_class)->dispose(object);
}

static void
gantry_findings_list_class_init (GantryFindingsListClass *class)
{
  GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  signals[PLACE_ACTIVATED] = g_signal_new("place-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_INT64, G_TYPE_INT64);
  signals[PATH_ACTIVATED] =
      g_signal_new("path-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gantry_findings_list_init (GantryFindingsList *self)
{
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->heading = GTK_LABEL(gtk_label_new(_("What stands out")));
  self->nothing = GTK_LABEL(gtk_label_new(""));
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  gtk_label_set_xalign(self->heading, 0);
  gtk_label_set_xalign(self->nothing, 0);
  gtk_label_set_wrap(self->nothing, TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->heading), "pane-heading");
  gtk_widget_add_css_class(GTK_WIDGET(self->nothing), "dim-label");
  gtk_widget_add_css_class(GTK_WIDGET(self->list), "findings");
  gtk_list_box_set_selection_mode(self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What stands out"), -1);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->heading));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->nothing));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->list));
  g_signal_connect(self->list, "row-activated", G_CALLBACK(on_row_activated), self);
  clear(self);
}

GtkWidget *
gantry_findings_list_new (void)
{
  return g_object_new(GANTRY_TYPE_FINDINGS_LIST, NULL);
}
