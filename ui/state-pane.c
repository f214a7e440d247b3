/* The state pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/state-pane.h"

#include "chart/cause-words.h"
#include "chart/part-words.h"
#include "timeline/core-gaps.h"
#include "timeline/units.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _GantryStatePane {
  GtkBox parent_instance;
  GtkLabel *about;
  GantryMomentList *moment;
  GtkLabel *why; /* the lane that is selected waits */
  GantryFindingsList *findings;
  GtkLabel *part;   /* which part of the run the figures are of, if not the whole */
  GtkLabel *shares; /* of the states in the part that is selected */
  GtkGrid *figures;
  GtkLabel *names[4], *values[4];
  int64_t place_from, place_to; /* of the finding that was shown last */
};

G_DEFINE_FINAL_TYPE(GantryStatePane, gantry_state_pane, GTK_TYPE_BOX)

static void
show_counter (GtkLabel *label, const GantryTimeline *timeline, GantryCounter counter, int64_t from,
              int64_t to)
{
  int64_t most = gantry_timeline_counter_max(timeline, counter, from, to);
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  /* Tasks that measure themselves overlap by moments; see gantry_statistics_new(). */
  if (counter == GANTRY_COUNTER_ON_CPU && facts->on_cpu_from == GANTRY_ON_CPU_FROM_SELF && facts->cores > 0)
    most = MIN(most, facts->cores);
  double mean = counter == GANTRY_COUNTER_ON_CPU ? gantry_core_gaps_on_cpu_mean(timeline, from, to)
                                                 : gantry_timeline_counter_mean(timeline, counter, from, to);
  g_autofree char *words = g_strdup_printf(_("%.1f, at most %" PRId64), mean, most);
  gtk_label_set_text(label, words);
}

typedef struct {
  int64_t from, to;
  const char *words; /* what part of the run that is, a format with its range; NULL: the whole */
} Part;

/* What the figures are of: the range that is chosen, else what the chart shows of a run that is over. */
static Part
find_part (const GantryView *view, const GantryRunResult *result)
{
  int64_t wall = result->wall_ns;
  bool is_chosen = view->selection_from != GANTRY_NO_TIME;
  Part part = {
      .from = CLAMP(is_chosen ? view->selection_from : view->from, 0, wall),
      .words = is_chosen ? _("In the part selected, %s") : _("In the part shown, %s"),
  };
  part.to = CLAMP(is_chosen ? view->selection_to : view->to, part.from, wall);
  bool is_whole = part.from == 0 && part.to == wall;
  if (part.from < part.to && (is_chosen || (result->outcome != GANTRY_RUN_UNFINISHED && !is_whole)))
    return part;
  return (Part){0, wall, NULL};
}

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text(label, text ? text : "");
  gtk_widget_set_visible(GTK_WIDGET(label), text && *text);
}

/* What the lanes did in the range that is chosen, and the lane that is selected. */
static void
show_shares (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view, const Part *part)
{
  g_autoptr(GString) text = g_string_new(NULL);
  const GantryLane *lane = gantry_timeline_find_lane(timeline, view->selected_lane);
  if (part->words && view->selection_from != GANTRY_NO_TIME) {
    g_autofree char *all =
        gantry_share_words(timeline, GANTRY_NO_LANE, part->from, part->to, view->vocabulary);
    g_string_append_printf(text, _("All lanes: %s"), all);
    g_autofree char *own =
        lane ? gantry_share_words(timeline, view->selected_lane, part->from, part->to, view->vocabulary)
             : g_strdup("");
    if (*own)
      g_string_append_printf(text, "\n%s: %s", gantry_lane_get_name(lane), own);
  }
  show_label(self->shares, text->str);
}

/* Whoever selects a part wants to read about it: then that stands above all else. */
static void
place_figures (GantryStatePane *self, bool first)
{
  GtkWidget *const parts[] = {GTK_WIDGET(self->part), GTK_WIDGET(self->figures), GTK_WIDGET(self->shares)};
  GtkWidget *after = first ? GTK_WIDGET(self->about) : GTK_WIDGET(self->findings);
  if (gtk_widget_get_prev_sibling(parts[0]) == after)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
    gtk_box_reorder_child_after(GTK_BOX(self), parts[i], after);
    after = parts[i];
  }
}

/* Whoever goes from finding to finding has them stay where they are. */
static void
on_place (GantryFindingsList *list, guint lane_id, gint64 from, gint64 to, gpointer data)
{
  GantryStatePane *self = data;
  self->place_from = from;
  self->place_to = to;
}

static void
show_figures (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  Part part = find_part(view, &result);
  /* Of a trace that tells none it is over all the same. */
  const char *unfinished = gantry_timeline_is_finished(timeline) ? _("not told") : _("running");
  const char *outcome = result.outcome == GANTRY_RUN_UNFINISHED ? unfinished
                        : result.outcome == GANTRY_RUN_STOPPED  ? _("stopped")
                                                                : gantry_run_outcome_id(result.outcome);
  g_autofree char *wall = gantry_format_duration(result.wall_ns);
  g_autofree char *range = gantry_range_words(part.from, part.to);
  g_autofree char *heading = part.words ? g_strdup_printf(part.words, range) : NULL;
  show_label(self->part, heading);
  show_shares(self, timeline, view, &part);
  bool is_place = view->selection_from == self->place_from && view->selection_to == self->place_to;
  place_figures(self, part.words && view->selection_from != GANTRY_NO_TIME && !is_place);
  show_counter(self->values[0], timeline, GANTRY_COUNTER_IN_FLIGHT, part.from, part.to);
  if (gantry_timeline_tells_on_cpu(timeline))
    show_counter(self->values[1], timeline, GANTRY_COUNTER_ON_CPU, part.from, part.to);
  else
    gtk_label_set_text(self->values[1], _("not told"));
  gtk_label_set_text(self->values[2], wall);
  gtk_label_set_text(self->values[3], outcome);
  for (int i = 2; i < 4; i++) { /* these are of the whole run */
    gtk_widget_set_visible(GTK_WIDGET(self->names[i]), !part.words);
    gtk_widget_set_visible(GTK_WIDGET(self->values[i]), !part.words);
  }
}

/* Why the lane that is selected waits, and why those that it waits for are late. */
static void
show_why (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view, int64_t moment)
{
  const GantryCauses *causes = gantry_findings_list_get_causes(self->findings);
  g_autofree char *words =
      timeline && causes && view->selected_lane != GANTRY_NO_LANE
          ? gantry_causes_words(causes, timeline, view->selected_lane, moment, view->vocabulary)
          : NULL;
  show_label(self->why, words);
}

void
gantry_state_pane_show (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view,
                        int64_t moment)
{
  gtk_widget_set_visible(GTK_WIDGET(self->about), timeline == NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->figures), timeline != NULL);
  gantry_moment_list_show(self->moment, timeline, view, moment);
  gantry_findings_list_show(self->findings, (GantryTimeline *)timeline);
  show_why(self, timeline, view, moment);
  if (!timeline) {
    show_label(self->part, NULL);
    show_label(self->shares, NULL);
    return;
  }
  show_figures(self, timeline, view);
}

GantryFindingsList *
gantry_state_pane_get_findings (GantryStatePane *self)
{
  return self->findings;
}

GantryMomentList *
gantry_state_pane_get_moment_list (GantryStatePane *self)
{
  return self->moment;
}

void
gantry_state_pane_set_about (GantryStatePane *self, const char *about)
{
  gtk_label_set_text(self->about, about ? about : "");
}

static void
gantry_state_pane_class_init (GantryStatePaneClass *class)
{
}

static GtkLabel *
add_label (GantryStatePane *self, const char *css_class)
{
  GtkLabel *label = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(label, 0);
  gantry_wrap(label);
  gtk_label_set_selectable(label, FALSE);
  if (css_class)
    gtk_widget_add_css_class(GTK_WIDGET(label), css_class);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(label));
  return label;
}

static void
gantry_state_pane_init (GantryStatePane *self)
{
  const char *names[] = {_("In flight (concurrency)"), _("On CPU at once (parallelism)"), _("Wall time"),
                         _("Outcome")};
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class(GTK_WIDGET(self), "state-pane");
  self->about = add_label(self, NULL);
  self->moment = GANTRY_MOMENT_LIST(gantry_moment_list_new());
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->moment));
  self->why = add_label(self, "why");
  self->place_from = self->place_to = GANTRY_NO_TIME;
  self->findings = GANTRY_FINDINGS_LIST(gantry_findings_list_new());
  g_signal_connect(self->findings, "place-activated", G_CALLBACK(on_place), self);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->findings));
  self->part = add_label(self, "pane-heading");
  self->figures = GTK_GRID(gtk_grid_new());
  gtk_grid_set_column_spacing(self->figures, 12);
  gtk_grid_set_row_spacing(self->figures, 4);
  for (int i = 0; i < 4; i++) {
    GtkWidget *name = gtk_label_new(names[i]);
    self->names[i] = GTK_LABEL(name);
    gtk_label_set_xalign(self->names[i], 0);
    gantry_wrap(self->names[i]);
    gtk_widget_set_hexpand(name, TRUE);
    gtk_widget_add_css_class(name, "dim-label");
    self->values[i] = GTK_LABEL(gtk_label_new(""));
    gtk_label_set_xalign(self->values[i], 1);
    gtk_widget_add_css_class(GTK_WIDGET(self->values[i]), "figure");
    gtk_grid_attach(self->figures, name, 0, i, 1, 1);
    gtk_grid_attach(self->figures, GTK_WIDGET(self->values[i]), 1, i, 1, 1);
  }
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->figures));
  self->shares = add_label(self, "shares");
  gantry_state_pane_show(self, NULL, NULL, 0);
}

GtkWidget *
gantry_state_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_STATE_PANE, NULL);
}
