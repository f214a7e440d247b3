/* What the window's parts share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/session.h"
#include "ui/chart-view.h"
#include "ui/gallery.h"
#include "ui/output-pane.h"
#include "ui/source-pane.h"
#include "ui/state-pane.h"
#include "ui/window.h"

struct _GantryWindow {
  AdwApplicationWindow parent_instance;
  GtkButton *run, *stop, *live;
  GtkToggleButton *models[GANTRY_N_MODELS];
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkPaned *left, *right; /* gallery | (chart | panes) */
  GantryGallery *gallery;
  GantryChartView *chart;
  GtkStack *stage; /* the chart, or words in its place */
  AdwStatusPage *empty;
  GtkLabel *status;
  GantrySourcePane *source;
  GantryStatePane *state;
  GantryOutputPane *output;
  GFile *first_file;
  GantryScenario *scenario;
  GantrySession *session; /* the run that is shown */
  bool running;
  guint refresh;
  bool setting_model;
};

/* window-run.c */
void gantry_window_show_scenario (GantryWindow *self, GantryScenario *scenario);
void gantry_window_start (GantryWindow *self);
void gantry_window_stop (GantryWindow *self);
/* Lets go of the run that is shown; it is stopped and freed in the background. */
void gantry_window_drop_session (GantryWindow *self);
void gantry_window_refresh (GantryWindow *self);
void gantry_window_tell (GantryWindow *self, const char *message);
void gantry_window_load (GantryWindow *self, const char *id_or_path);

/* window-actions.c */
void gantry_window_class_add_actions (GtkWidgetClass *class);
void gantry_window_update_actions (GantryWindow *self);
