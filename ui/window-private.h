/* What the window's parts share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/session.h"
#include "ui/chart-view.h"
#include "ui/comparison-view.h"
#include "ui/drawer.h"
#include "ui/find-lane.h"
#include "ui/gallery.h"
#include "ui/kept-runs.h"
#include "ui/lecture-pane.h"
#include "ui/output-pane.h"
#include "ui/projection.h"
#include "ui/replay.h"
#include "ui/source-pane.h"
#include "ui/state-pane.h"
#include "ui/window.h"

typedef struct _GantryOpening GantryOpening;
typedef struct _GantryPredicting GantryPredicting;
typedef struct _GantryWriting GantryWriting;

struct _GantryWindow {
  AdwApplicationWindow parent_instance;
  GtkButton *run, *stop, *live;
  GtkToggleButton *models[GANTRY_N_MODELS];
  GtkSwitch *lock; /* the interpreter lock */
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkPaned *left, *right; /* gallery | (chart | panes) */
  GantryGallery *gallery;
  GantryLecturePane *lecture; /* in the gallery */
  GantryProjection *projection;
  GantryChartView *chart;
  GantryFindLane *find_lane;
  GantryDrawer *drawer;
  GantryComparisonView *comparison;
  GtkStack *stage; /* the chart, the comparison, or words in their place */
  AdwStatusPage *empty, *opening_page;
  GtkProgressBar *opening_bar;
  GantryOpening *opening; /* the file that is being read, or NULL */
  GtkLabel *status;
  char *progress; /* said there while nothing is under the pointer */
  GantrySourcePane *source;
  GantryStatePane *state;
  GantryOutputPane *output;
  GantryReplay *replay;
  gint64 told_us; /* when the panes were brought up to date last while it played */
  GFile *first_file;
  bool is_filled; /* with something else than what windows begin with */
  GantryWriting *writing;
  GantryPredicting *predicting;
  GantryScenario *scenario;
  GantrySession *session; /* the run that is shown */
  bool running;
  guint refresh;
  gulong first_size;  /* waits for the panes to have one */
  GantryModel model;  /* lit last */
  bool setting_model; /* by the program, not by a person; the lock, too */
  bool closes_when_saved;
  guint n_saving;  /* runs that are being written */
  bool shows_path; /* the critical path */
  bool comparing;
  unsigned compare_left; /* bit set of GantryModel that are to be run yet */
  guint compare_count;   /* of those that are compared in all */
  GPtrArray *compared;   /* GantryTimeline*, nullable: there is no comparison */
  GantryKeptRuns *kept;  /* the last few runs, to be compared with */
};

/* window-run.c */
void gantry_window_show_scenario (GantryWindow *self, GantryScenario *scenario);
/* A run that was recorded before; `scenario` (nullable) is what it was a run of, `name` the file's. */
void gantry_window_show_trace (GantryWindow *self, GantryTimeline *timeline, GantryScenario *scenario,
                               const char *name);
/* On the model that is chosen; ends a comparison. */
void gantry_window_start (GantryWindow *self);
/* FALSE, after words about it, where the run cannot be started. */
bool gantry_window_start_on (GantryWindow *self, GantryModel model);
void gantry_window_stop (GantryWindow *self);
/* Lets go of the run that is shown; it is stopped and freed in the background. */
void gantry_window_drop_session (GantryWindow *self);
void gantry_window_refresh (GantryWindow *self);
/* The same in a moment, once for all who ask until then: for what comes in bursts. */
void gantry_window_refresh_soon (GantryWindow *self);
/* On standard error where the window is closed by now. */
void gantry_window_tell (GantryWindow *self, const char *message);
/* That a file was saved, which is then among the recent ones; or why not. */
void gantry_window_tell_saved (GantryWindow *self, const char *path, const GError *error);
/* A built-in scenario; files are for gantry_window_open(). */
void gantry_window_load (GantryWindow *self, const char *id);
/* Nothing that can be run. */
void gantry_window_show_no_scenario (GantryWindow *self, const char *name);
/* The same scenario as it was written meanwhile: the model and the run that is shown stay. */
void gantry_window_change_program (GantryWindow *self, GantryScenario *scenario);
/* What the status line says while nothing is under the pointer. */
void gantry_window_set_progress (GantryWindow *self, const char *text);

/* window-heading.c */
/* The title, and which run it is that is shown: its model, lit as well, how it ended, how large it is. */
void gantry_window_tell_heading (GantryWindow *self);
/* The one that is chosen, or was before several runs were shown. */
GantryModel gantry_window_get_model (GantryWindow *self);
/* Lights a model, which starts no run. */
void gantry_window_light_model (GantryWindow *self, GantryModel model);

/* window-compare.c */
/* Runs the scenario on each of its models, then shows all runs. */
void gantry_window_compare (GantryWindow *self);
/* Asks which of the last runs, or of saved ones, are to be compared. */
void gantry_window_compare_with (GantryWindow *self);
/* A finished run, so that others can be compared with it; `file` (nullable): the name of where it is from. */
void gantry_window_keep_run (GantryWindow *self, GantryTimeline *timeline, const char *file);
/* A run of the comparison has ended: on to the next. */
void gantry_window_compare_run_ended (GantryWindow *self);
/* Forgets it. */
void gantry_window_end_comparison (GantryWindow *self);
bool gantry_window_shows_comparison (GantryWindow *self);

/* window-export.c */
/* What is on the stage, as a picture: after a dialog, or at once to the clipboard. */
void gantry_window_export (GantryWindow *self);
void gantry_window_copy_picture (GantryWindow *self);
/* On paper, after the desktop’s dialog. */
void gantry_window_print (GantryWindow *self);

/* window-files.c */
/* Closes a trace whose file was cut short by someone else, with words about it. */
void gantry_window_check_file (GantryWindow *self);
/* The run that is shown, in the format that the name's ending says; without one, in our own. */
void gantry_window_save (GantryWindow *self, GFile *file);
/* The same after a dialog. */
void gantry_window_choose_to_save (GantryWindow *self);
/* The same of another run than the one that is shown. */
void gantry_window_choose_to_save_run (GantryWindow *self, GantryTimeline *timeline);
void gantry_window_choose_to_open (GantryWindow *self);
/* Files that are dropped on the window are opened. */
void gantry_window_accept_drops (GantryWindow *self);

/* window-opening.c */
/* Nothing of the file that is being read will be shown. */
void gantry_window_cancel_opening (GantryWindow *self);
/* The same because a person does not want to wait for it; that is told. */
void gantry_window_give_up_opening (GantryWindow *self);
GtkWidget *gantry_window_make_opening_page (GantryWindow *self);

/* window-state.c */
/* Brings the window back as the last one was left, and keeps how this one is left. */
void gantry_window_keep_state (GantryWindow *self);
/* Shows or hides the gallery or, else, the panes on the other side; remembered. */
void gantry_window_toggle_pane (GantryWindow *self, bool gallery);
/* The scenario to begin with: the last one, if people want that. */
void gantry_window_choose_first (GantryWindow *self);

/* window-explain.c */
/* With the replay itself; to be made after the chart and the panes. */
GtkWidget *gantry_window_make_replay_bar (GantryWindow *self);

/* window-marks.c */
void gantry_window_class_add_mark_actions (GtkWidgetClass *class);
/* A run was saved, or nothing came of it: a window that was to be closed then is closed, or stays. */
void gantry_window_run_saved (GantryWindow *self, bool is_saved);
/* To be called when the chart and the drawer are there. */
void gantry_window_keep_marks (GantryWindow *self);

/* window-writing.c */
/* Goes on with something that lets go of the text, once what was written is saved or not wanted any more; at
 * once where there is nothing to save. */
typedef void (*GantryWindowThen)(GantryWindow *self, const char *argument);
void gantry_window_guard (GantryWindow *self, GantryWindowThen then, const char *argument);
/* A text with or without errors; `file` nullable. */
void gantry_window_show_text (GantryWindow *self, const char *name, const char *file, const char *text);
/* Makes the text as it stands what is run. FALSE: it has errors, which are shown, or there is none. */
bool gantry_window_take_text (GantryWindow *self);
void gantry_window_save_scenario_to (GantryWindow *self, const char *path);
/* Asks about texts that were not saved when the program was gone all of a sudden. */
void gantry_window_offer_recovered (GantryWindow *self);
void gantry_window_class_add_writing_actions (GtkWidgetClass *class);
void gantry_window_init_writing (GantryWindow *self);
void gantry_window_end_writing (GantryWindow *self);

/* window-predict.c */
/* A run has ended: how it differs from what was predicted, if anything was. */
void gantry_window_predicted_run_ended (GantryWindow *self);
/* Another scenario is shown. */
void gantry_window_forget_prediction (GantryWindow *self);
/* Whether the page is shown on which a prediction is made, in the chart's place. */
bool gantry_window_shows_prediction (GantryWindow *self);
/* Gives up the prediction that is being made: what was shown before is there again. */
void gantry_window_cancel_prediction (GantryWindow *self);
void gantry_window_class_add_predict_actions (GtkWidgetClass *class);
void gantry_window_init_predicting (GantryWindow *self);
void gantry_window_end_predicting (GantryWindow *self);

/* window-remembering.c */
/* Looks whether preferences and recent files can be written, and tells it where they cannot: once, in
 * whichever window it is found. */
void gantry_window_check_remembering (GantryWindow *self);
/* The same now and whenever a preference is changed. */
void gantry_window_watch_remembering (GantryWindow *self);

/* window-recent.c */
/* A file that was opened or saved is among the recent ones. */
void gantry_window_remember (GantryWindow *self, const char *path);
/* It is gone: nobody is offered it any more. */
void gantry_window_forget (const char *path);
/* A menu that follows what is opened and saved; owned by the caller. */
GMenuModel *gantry_window_make_recent_menu (void);
/* The same menu, which is about to be seen: files that are gone leave it as soon as that is known. */
void gantry_window_look_at_recent (GMenuModel *menu);

/* window-tables.c */
void gantry_window_class_add_table_actions (GtkWidgetClass *class);
/* Pages of the drawer; after the chart is made. */
void gantry_window_add_tables (GantryWindow *self);

/* window-lanes.c */
void gantry_window_class_add_lane_actions (GtkWidgetClass *class);
/* The chart, with what finds its lanes and what tells of hidden ones. */
GtkWidget *gantry_window_make_chart_page (GantryWindow *self);

/* window-actions.c */
void gantry_window_class_add_actions (GtkWidgetClass *class);
void gantry_window_update_actions (GantryWindow *self);
