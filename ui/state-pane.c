/* The state pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/state-pane.h"

#include "chart/cause-words.h"
#include "chart/deadlock.h"
#include "chart/part-words.h"
#include "chart/theme.h"
#include "timeline/critical-path.h"
#include "timeline/findings.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define MOST_SENTENCES 7
/* The search looks at each lane several times, and the window waits for it. */
#define MOST_LANES_SEARCHED 20000

struct _GantryStatePane {
  GtkBox parent_instance;
  GtkLabel *about;
  GtkLabel *heading, *sentences;
  GtkLabel *findings; /* what stands out in the run, once it is over */
  GantryTimeline *found_in;
  GtkLabel *why;        /* the lane that is selected waits */
  GantryCauses *causes; /* of `found_in` */
  GtkLabel *path;       /* the critical path's totals, while it is shown */
  GtkLabel *deadlock;   /* who waits for whom, if the run ended in one */
  GtkLabel *part;       /* which part of the run the figures are of, if not the whole */
  GtkLabel *shares;     /* of the states in the part that is selected */
  GtkGrid *figures;
  GtkLabel *values[4];
};

G_DEFINE_FINAL_TYPE(GantryStatePane, gantry_state_pane, GTK_TYPE_BOX)

/* A lane that lives on is known up to just now: its newest state stands for the moment. */
static bool
find_state (const GantryLane *lane, int64_t moment, size_t *index)
{
  if (gantry_lane_get_ended(lane) == GANTRY_NO_TIME)
    moment = MIN(moment, gantry_lane_get_known_until(lane) - 1);
  return gantry_lane_find(lane, moment, index);
}

static void
add_sentence (GString *text, const GantryTimeline *timeline, const GantryLane *lane, int64_t moment)
{
  GantryInterval interval;
  size_t index;
  if (!find_state(lane, moment, &index))
    return;
  gantry_lane_get_interval(lane, index, &interval);
  const char *what = gantry_wait_name(timeline, &interval);
  bool is = interval.state <= GANTRY_STATE_READY; /* not a verb: "running", "ready" */
  g_string_append_printf(text, "%s• %s %s%s", text->len ? "\n" : "", gantry_lane_get_name(lane),
                         is ? _("is ") : "", gantry_state_words(interval.state, GANTRY_VOCABULARY_PLAIN));
  if (what)
    g_string_append_printf(text, " “%s”", what);
}

static void
show_sentences (GantryStatePane *self, const GantryTimeline *timeline, int64_t moment)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *when = gantry_format_moment(moment, 100000);
  g_autofree char *heading = g_strdup_printf(_("At %s"), when);
  guint alive = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    size_t index;
    if (!find_state(lane, moment, &index) || alive++ >= MOST_SENTENCES)
      continue;
    add_sentence(text, timeline, lane, moment);
  }
  if (alive > MOST_SENTENCES)
    g_string_append_printf(text, _("\n• and %u more"), alive - MOST_SENTENCES);
  gtk_label_set_text(self->heading, heading);
  gtk_label_set_text(self->sentences, text->len ? text->str : _("No task is alive."));
}

static void
show_counter (GtkLabel *label, const GantryTimeline *timeline, GantryCounter counter, int64_t from,
              int64_t to)
{
  int64_t most = gantry_timeline_counter_max(timeline, counter, from, to);
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  /* Tasks that measure themselves overlap by moments; see gantry_statistics_new(). */
  if (counter == GANTRY_COUNTER_ON_CPU && facts->on_cpu_from == GANTRY_ON_CPU_FROM_SELF && facts->cores > 0)
    most = MIN(most, facts->cores);
  g_autofree char *words = g_strdup_printf(_("%.1f, at most %" PRId64),
                                           gantry_timeline_counter_mean(timeline, counter, from, to), most);
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
  show_counter(self->values[0], timeline, GANTRY_COUNTER_IN_FLIGHT, part.from, part.to);
  show_counter(self->values[1], timeline, GANTRY_COUNTER_ON_CPU, part.from, part.to);
  gtk_label_set_text(self->values[2], wall);
  gtk_label_set_text(self->values[3], outcome);
}

static void
show_deadlock (GantryStatePane *self, const GantryTimeline *timeline)
{
  g_autofree char *words = timeline ? gantry_deadlock_words(timeline) : NULL;
  gtk_label_set_text(self->deadlock, words ? words : "");
  gtk_widget_set_visible(GTK_WIDGET(self->deadlock), words != NULL);
}

static char *
findings_words (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  if (gantry_timeline_get_n_lanes(timeline) > MOST_LANES_SEARCHED)
    return g_string_free(text, FALSE);
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  for (guint i = 0; i < findings->len; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    if (finding->kind != GANTRY_FINDING_DEADLOCK) /* has words of its own */
      g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", finding->text);
  }
  return g_string_free(text, FALSE);
}

/* Searched for once, when the run is over. */
static void
show_findings (GantryStatePane *self, GantryTimeline *timeline)
{
  bool finished = timeline && gantry_timeline_is_finished(timeline);
  if (finished && self->found_in == timeline)
    return;
  g_clear_pointer(&self->causes, gantry_causes_free);
  g_clear_pointer(&self->found_in, gantry_timeline_unref);
  g_autofree char *words = finished ? findings_words(timeline) : NULL;
  if (finished)
    self->found_in = gantry_timeline_ref(timeline);
  gtk_label_set_text(self->findings, words ? words : "");
  gtk_widget_set_visible(GTK_WIDGET(self->findings), words && *words);
}

static void
show_why (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view, int64_t moment)
{
  bool is_asked = timeline && self->found_in == timeline && view->selected_lane != GANTRY_NO_LANE;
  if (is_asked && !self->causes)
    self->causes = gantry_causes_new(timeline);
  g_autofree char *words =
      is_asked ? gantry_causes_words(self->causes, timeline, view->selected_lane, moment, view->vocabulary)
               : g_strdup("");
  gtk_label_set_text(self->why, words);
  gtk_widget_set_visible(GTK_WIDGET(self->why), *words != '\0');
}

static void
show_critical_path (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view)
{
  const GantryCriticalPath *path =
      timeline && view->show_critical_path ? gantry_timeline_get_critical_path(timeline) : NULL;
  g_autofree char *words = path ? gantry_critical_path_words(path) : NULL;
  gtk_label_set_text(self->path, words ? words : "");
  gtk_widget_set_visible(GTK_WIDGET(self->path), words != NULL);
}

void
gantry_state_pane_show (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view,
                        int64_t moment)
{
  gtk_widget_set_visible(GTK_WIDGET(self->about), timeline == NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->heading), timeline != NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->sentences), timeline != NULL);
  gtk_widget_set_visible(GTK_WIDGET(self->figures), timeline != NULL);
  show_critical_path(self, timeline, view);
  show_deadlock(self, timeline);
  show_findings(self, (GantryTimeline *)timeline);
  show_why(self, timeline, view, moment);
  if (!timeline) {
    show_label(self->part, NULL);
    show_label(self->shares, NULL);
    return;
  }
  show_sentences(self, timeline, moment);
  show_figures(self, timeline, view);
}

void
gantry_state_pane_set_about (GantryStatePane *self, const char *about)
{
  gtk_label_set_text(self->about, about ? about : "");
}

static void
dispose (GObject *object)
{
  g_clear_pointer(&GANTRY_STATE_PANE(object)->causes, gantry_causes_free);
  g_clear_pointer(&GANTRY_STATE_PANE(object)->found_in, gantry_timeline_unref);
  G_OBJECT_CLASS(gantry_state_pane_parent_class)->dispose(object);
}

static void
gantry_state_pane_class_init (GantryStatePaneClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static GtkLabel *
add_label (GantryStatePane *self, const char *css_class)
{
  GtkLabel *label = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(label, 0);
  gtk_label_set_wrap(label, TRUE);
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
  self->heading = add_label(self, "pane-heading");
  self->deadlock = add_label(self, "deadlock");
  self->findings = add_label(self, "finding");
  self->path = add_label(self, "critical-path");
  self->why = add_label(self, NULL);
  self->sentences = add_label(self, "numeric");
  self->part = add_label(self, "pane-heading");
  self->figures = GTK_GRID(gtk_grid_new());
  gtk_grid_set_column_spacing(self->figures, 12);
  gtk_grid_set_row_spacing(self->figures, 4);
  for (int i = 0; i < 4; i++) {
    GtkWidget *name = gtk_label_new(names[i]);
    gtk_label_set_xalign(GTK_LABEL(name), 0);
    gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(name, TRUE);
    gtk_widget_add_css_class(name, "dim-label");
    self->values[i] = GTK_LABEL(gtk_label_new(""));
    gtk_label_set_xalign(self->values[i], 1);
    gtk_widget_add_css_class(GTK_WIDGET(self->values[i]), "figure");
    gtk_grid_attach(self->figures, name, 0, i, 1, 1);
    gtk_grid_attach(self->figures, GTK_WIDGET(self->values[i]), 1, i, 1, 1);
  }
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->figures));
  self->shares = add_label(self, "numeric");
  gantry_state_pane_show(self, NULL, NULL, 0);
}

GtkWidget *
gantry_state_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_STATE_PANE, NULL);
}
