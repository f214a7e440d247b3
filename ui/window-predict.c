/* Predict, then run: the page in the chart's place, the outlines under the run, the differences in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/background.h"
#include "ui/predict-page.h"
#include "ui/window-private.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>

/* The simulated run that tells the tasks' names; one that takes longer has told enough. */
#define REHEARSAL_LIMIT_NS (5 * INT64_C(1000000000))

#define LANES_IN_SIGHT 4
#define FRAMES_UNTIL_PLACED 3 /* then the drawer has its height, and the chart above it is drawn */

struct _GantryPredicting {
  GantryPredictPage *page;
  GtkBox *sentences;
  GantryPrediction *making; /* on the page, nullable */
  GantryPrediction *aside;  /* what was on it when the page was left, nullable */
  GantryPrediction *made;   /* that runs are held against, nullable */
  GCancellable *rehearsal;  /* goes on, or NULL */
  bool tells;               /* the next run's end opens the drawer */
  int frames;               /* to go until lanes are brought into sight above it */
};

static void
show_sentences (GantryWindow *self, GPtrArray *sentences)
{
  GtkBox *box = self->predicting->sentences;
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(box))))
    gtk_box_remove(box, child);
  for (guint i = 0; i < sentences->len; i++) {
    GtkWidget *label = gtk_label_new(sentences->pdata[i]);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gantry_wrap(GTK_LABEL(label));
    gtk_widget_add_css_class(label, i == 0 ? "finding" : "predict-sentence");
    gtk_box_append(box, label);
  }
}

/* With large letters on a small screen there would be but the cores above the drawer. */
static gboolean
on_frame (GtkWidget *chart, GdkFrameClock *clock, gpointer data)
{
  GantryWindow *self = data;
  const GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  uint32_t n_lanes = timeline ? gantry_timeline_get_n_lanes(timeline) : 0;
  if (self->predicting && --self->predicting->frames > 0) {
    gtk_widget_queue_draw(chart);
    return G_SOURCE_CONTINUE;
  }
  if (self->predicting && n_lanes > 0) {
    const GantryLane *last = gantry_timeline_get_lane(timeline, MIN(n_lanes, LANES_IN_SIGHT) - 1);
    gantry_chart_view_reveal(self->chart, gantry_lane_get_id(last), GANTRY_NO_TIME, GANTRY_NO_TIME);
  }
  return G_SOURCE_REMOVE;
}

static void
open_drawer (GantryWindow *self)
{
  gantry_drawer_show(self->drawer, "prediction");
  if (self->predicting->frames <= 0)
    gtk_widget_add_tick_callback(GTK_WIDGET(self->chart), on_frame, self, NULL);
  self->predicting->frames = FRAMES_UNTIL_PLACED;
}

void
gantry_window_predicted_run_ended (GantryWindow *self)
{
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (!self->predicting->made || !timeline)
    return;
  g_autoptr(GPtrArray) sentences = gantry_prediction_compare(self->predicting->made, timeline);
  show_sentences(self, sentences);
  if (self->predicting->tells)
    open_drawer(self);
  self->predicting->tells = false;
}

static void
stop_rehearsal (GantryWindow *self)
{
  if (self->predicting->rehearsal)
    g_cancellable_cancel(self->predicting->rehearsal);
  g_clear_object(&self->predicting->rehearsal);
}

static void
let_go_of_making (GantryWindow *self)
{
  gantry_predict_page_set_prediction(self->predicting->page, NULL);
  g_clear_pointer(&self->predicting->making, gantry_prediction_free);
}

/* Nothing that somebody has drawn is lost with a key: it is there again when the page is. */
static void
put_aside (GantryWindow *self)
{
  const GantryPrediction *making = self->predicting->making;
  if (making && (gantry_prediction_is_drawn(making) || gantry_prediction_is_ordered(making))) {
    g_clear_pointer(&self->predicting->aside, gantry_prediction_free);
    self->predicting->aside = g_steal_pointer(&self->predicting->making);
  }
  let_go_of_making(self);
}

/* A prediction for the same tasks. */
static bool
is_for (const GantryPrediction *prediction, const GantryPrediction *other)
{
  uint32_t n_lanes = gantry_prediction_get_n_lanes(prediction);
  bool same = n_lanes == gantry_prediction_get_n_lanes(other);
  for (uint32_t i = 0; i < n_lanes && same; i++)
    same = g_str_equal(gantry_prediction_get_name(prediction, i), gantry_prediction_get_name(other, i));
  return same;
}

bool
gantry_window_shows_prediction (GantryWindow *self)
{
  return g_strcmp0(gtk_stack_get_visible_child_name(self->stage), "predict") == 0;
}

static void
leave_page (GantryWindow *self)
{
  if (gantry_window_shows_prediction(self))
    gtk_stack_set_visible_child_name(self->stage,
                                     gantry_chart_view_get_timeline(self->chart) ? "chart" : "empty");
}

void
gantry_window_forget_prediction (GantryWindow *self)
{
  if (!self->predicting)
    return;
  stop_rehearsal(self);
  let_go_of_making(self);
  g_clear_pointer(&self->predicting->aside, gantry_prediction_free);
  gantry_chart_view_set_prediction(self->chart, NULL);
  g_clear_pointer(&self->predicting->made, gantry_prediction_free);
  self->predicting->tells = false;
  leave_page(self);
}

static void
on_run (GantryPredictPage *page, gpointer data)
{
  GantryWindow *self = data;
  GantryPrediction *made = g_steal_pointer(&self->predicting->making);
  gantry_predict_page_set_prediction(page, NULL);
  gantry_chart_view_set_prediction(self->chart, made);
  g_clear_pointer(&self->predicting->made, gantry_prediction_free);
  self->predicting->made = made;
  g_clear_pointer(&self->predicting->aside, gantry_prediction_free);
  self->predicting->tells = true;
  leave_page(self);
  gantry_window_start(self);
}

void
gantry_window_cancel_prediction (GantryWindow *self)
{
  put_aside(self);
  leave_page(self);
  gantry_window_refresh_soon(self); /* what was behind it may have been several runs: it is one now */
}

static void
on_cancelled (GantryPredictPage *page, gpointer data)
{
  gantry_window_cancel_prediction(data);
}

/* On a thread of its own. */
static void
rehearse (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GantryRunOptions options;
  gantry_run_options_init(&options, data);
  options.model = GANTRY_MODEL_SIMULATED;
  options.limit_ns = MIN(options.limit_ns, REHEARSAL_LIMIT_NS);
  g_autoptr(GantrySession) session = gantry_session_start(data, &options, NULL, NULL, &error);
  if (!session) {
    g_task_return_error(task, error);
    return;
  }
  gantry_session_wait(session);
  g_task_return_pointer(task, gantry_timeline_ref(gantry_session_get_timeline(session)),
                        (GDestroyNotify)gantry_timeline_unref);
}

static void
on_rehearsed (GObject *object, GAsyncResult *result, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(object);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryTimeline) timeline = g_task_propagate_pointer(G_TASK(result), &error);
  if (!self->predicting || self->predicting->rehearsal != g_task_get_cancellable(G_TASK(result)))
    return;
  g_clear_object(&self->predicting->rehearsal);
  if (!timeline) {
    gantry_window_tell(self, error->message);
    return;
  }
  let_go_of_making(self);
  self->predicting->making = gantry_prediction_new(timeline);
  if (self->predicting->aside && is_for(self->predicting->aside, self->predicting->making)) {
    g_clear_pointer(&self->predicting->making, gantry_prediction_free);
    self->predicting->making = g_steal_pointer(&self->predicting->aside);
  }
  gantry_predict_page_set_prediction(self->predicting->page, self->predicting->making);
  gtk_stack_set_visible_child_name(self->stage, "predict");
  gantry_predict_page_enter(self->predicting->page);
  /* Several runs may have been shown; one will be made, on the model that is lit. */
  gantry_window_refresh_soon(self);
}

static void
predict_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  if (self->running || !gantry_window_take_text(self))
    return;
  stop_rehearsal(self);
  self->predicting->rehearsal = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(self, self->predicting->rehearsal, on_rehearsed, NULL);
  g_task_set_task_data(task, gantry_scenario_ref(self->scenario), (GDestroyNotify)gantry_scenario_unref);
  gantry_run_in_background(task, rehearse);
}

static GtkWidget *
make_sentences (GantryWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  GtkWidget *none = gtk_label_new(_("Predict a run first: its differences are told here"));
  gtk_label_set_wrap(GTK_LABEL(none), TRUE);
  self->predicting->sentences = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 4));
  gtk_box_append(self->predicting->sentences, none);
  gtk_widget_add_css_class(GTK_WIDGET(self->predicting->sentences), "predict-sentences");
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request(scrolled, -1, 90); /* a few sentences, with lanes above them */
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->predicting->sentences));
  return scrolled;
}

void
gantry_window_class_add_predict_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.predict", NULL, predict_action);
}

void
gantry_window_init_predicting (GantryWindow *self)
{
  self->predicting = g_new0(GantryPredicting, 1);
  self->predicting->page = GANTRY_PREDICT_PAGE(gantry_predict_page_new());
  gtk_stack_add_named(self->stage, GTK_WIDGET(self->predicting->page), "predict");
  gantry_drawer_add(self->drawer, "prediction", _("Prediction"), make_sentences(self));
  g_signal_connect(self->predicting->page, "run", G_CALLBACK(on_run), self);
  g_signal_connect(self->predicting->page, "cancelled", G_CALLBACK(on_cancelled), self);
}

void
gantry_window_end_predicting (GantryWindow *self)
{
  gantry_window_forget_prediction(self);
  g_clear_pointer(&self->predicting, g_free);
}
