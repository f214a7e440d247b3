/* The window: what it is made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/density.h"
#include "ui/header-fold.h"
#include "ui/lecture.h"
#include "ui/main-menu.h"
#include "ui/model-menu.h"
#include "ui/status-line.h"
#include "ui/vocabulary.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE(GantryWindow, gantry_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_chosen (GantryGallery *gallery, const char *id, gpointer data)
{
  GantryWindow *self = data;
  if (gantry_editor_is_modified(gantry_source_pane_get_editor(self->source)))
    gantry_gallery_take_back(gallery); /* until it is known what becomes of what is written */
  gantry_window_load(self, id);
}

static void
on_hover (GantryChartView *chart, const char *text, gpointer data)
{
  GantryWindow *self = data;
  bool is_empty = *text == '\0' && self->progress;
  gantry_status_line_show(self->status, is_empty ? self->progress : text,
                          !is_empty && gantry_chart_view_is_pointed_at(self->chart));
  gantry_projection_tell(self->projection, text);
  gantry_window_refresh_soon(self);
}

static void
on_follow_changed (GantryChartView *chart, gboolean following, gpointer data)
{
  gantry_window_update_actions(data);
}

static void
on_model_toggled (GtkToggleButton *button, gpointer data)
{
  GantryWindow *self = data;
  bool shows_run = gantry_chart_view_get_timeline(self->chart) || gantry_window_shows_comparison(self);
  /* Another model means another run; it begins when it is asked for, unless one is shown already. */
  if (gtk_toggle_button_get_active(button) && !self->setting_model && shows_run)
    gantry_window_start(self);
}

/* With or without: another run, too. */
static void
on_lock_toggled (GtkSwitch *lock, GParamSpec *property, gpointer data)
{
  GantryWindow *self = data;
  if (!self->setting_model && gantry_chart_view_get_timeline(self->chart))
    gantry_window_start(self);
}

static GtkWidget *
make_lock_switch (GantryWindow *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new_with_mnemonic(_("Interpreter _lock"));
  const char *help = _("Only one task at a time runs, as under an interpreter’s global lock");
  self->lock = GTK_SWITCH(gtk_switch_new());
  gtk_widget_set_valign(GTK_WIDGET(self->lock), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(box, "lock");
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), GTK_WIDGET(self->lock));
  gtk_widget_set_tooltip_text(box, help);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->lock), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
  gtk_box_append(GTK_BOX(box), label);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->lock));
  g_signal_connect(self->lock, "notify::active", G_CALLBACK(on_lock_toggled), self);
  return box;
}

static GtkWidget *
make_model_switch (GantryWindow *self)
{
  static const struct {
    GantryModel model;
    const char *label;
  } models[] = {{GANTRY_MODEL_THREADS, N_("Threads")},
                {GANTRY_MODEL_PROCESSES, N_("Processes")},
                {GANTRY_MODEL_ASYNC, N_("Async tasks")},
                {GANTRY_MODEL_SIMULATED, N_("Simulated")}};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class(box, "linked");
  gtk_widget_add_css_class(box, "models");
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    GtkWidget *button = gtk_toggle_button_new_with_label(_(models[i].label));
    self->models[models[i].model] = GTK_TOGGLE_BUTTON(button);
    gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(button), i > 0 ? self->models[models[0].model] : NULL);
    gtk_box_append(GTK_BOX(box), button);
  }
  gtk_toggle_button_set_active(self->models[GANTRY_MODEL_THREADS], TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++)
    g_signal_connect(self->models[models[i].model], "toggled", G_CALLBACK(on_model_toggled), self);
  return box;
}

static GtkWidget *
icon_button (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  return button;
}

/* All of it, where there is no room for it. */
static void
on_title_changed (AdwWindowTitle *title, GParamSpec *property, gpointer data)
{
  const char *subtitle = adw_window_title_get_subtitle(title);
  g_autofree char *both = g_strjoin(*subtitle ? "\n" : "", adw_window_title_get_title(title), subtitle, NULL);
  gtk_widget_set_tooltip_text(GTK_WIDGET(title), both);
}

static GtkWidget *
make_header_middle (GantryWindow *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->title = ADW_WINDOW_TITLE(adw_window_title_new(_("Gantry"), ""));
  gtk_widget_set_size_request(GTK_WIDGET(self->title), 190, -1); /* where it has no more, it says so */
  g_signal_connect(self->title, "notify::title", G_CALLBACK(on_title_changed), NULL);
  g_signal_connect(self->title, "notify::subtitle", G_CALLBACK(on_title_changed), NULL);
  gtk_widget_set_hexpand(GTK_WIDGET(self->title), TRUE);
  GtkWidget *models = make_model_switch(self);
  gtk_box_append(GTK_BOX(box),
                 icon_button("view-dual-symbolic", _("Compare models (Ctrl+Shift+R)"), "win.compare"));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->live));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->title));
  return gantry_header_fold_new(models, gantry_model_menu_new(self->models, GANTRY_N_MODELS), box);
}

static GtkWidget *
make_header (GantryWindow *self)
{
  GtkWidget *header = adw_header_bar_new();
  GtkWidget *run = gtk_button_new();
  GtkWidget *content = adw_button_content_new();
  GtkWidget *export = gtk_button_new_with_mnemonic(_("_Export"));
  GtkWidget *project = gtk_button_new_with_mnemonic(_("Pro_ject"));
  GtkWidget *menu = gtk_menu_button_new();
  g_autoptr(GMenuModel) recent = gantry_window_make_recent_menu();
  g_autoptr(GMenuModel) model = gantry_main_menu_new(recent);
  adw_button_content_set_icon_name(ADW_BUTTON_CONTENT(content), "media-playback-start-symbolic");
  adw_button_content_set_label(ADW_BUTTON_CONTENT(content), _("Run"));
  gtk_button_set_child(GTK_BUTTON(run), content);
  gtk_widget_set_tooltip_text(run, _("Run the scenario (F5)"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(run), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Run"), -1);
  gtk_widget_add_css_class(run, "suggested-action");
  gtk_widget_add_css_class(run, "run");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(run), "win.run");
  self->run = GTK_BUTTON(run);
  self->stop = GTK_BUTTON(icon_button("media-playback-stop-symbolic", _("Stop the run (Esc)"), "win.stop"));
  self->live =
      GTK_BUTTON(icon_button("media-playback-pause-symbolic", _("Hold the view (Space)"), "win.live"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(export), "win.export");
  gtk_widget_set_tooltip_text(export, _("Export as a picture (Ctrl+E)"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(project), "win.project");
  gtk_widget_set_tooltip_text(project, _("The chart alone on the whole screen, large and clear (F11)"));
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(menu), "open-menu-symbolic");
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(menu), model);
  gtk_menu_button_set_primary(GTK_MENU_BUTTON(menu), TRUE);
  g_signal_connect_object(gtk_menu_button_get_popover(GTK_MENU_BUTTON(menu)), "map",
                          G_CALLBACK(gantry_window_look_at_recent), recent, G_CONNECT_SWAPPED);
  gtk_widget_set_tooltip_text(menu, _("Main menu"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(menu), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Main menu"), -1);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), run);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), GTK_WIDGET(self->stop));
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), menu);
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), export);
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), project);
  adw_header_bar_set_title_widget(ADW_HEADER_BAR(header), make_header_middle(self));
  return header;
}

static GtkWidget *
make_stage (GantryWindow *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic(_("_Run"));
  self->stage = GTK_STACK(gtk_stack_new());
  gtk_stack_set_hhomogeneous(self->stage, FALSE); /* a page that nobody sees needs no room */
  gtk_stack_set_vhomogeneous(self->stage, FALSE);
  self->chart = GANTRY_CHART_VIEW(gantry_chart_view_new());
  self->empty = ADW_STATUS_PAGE(adw_status_page_new());
  adw_status_page_set_icon_name(self->empty, "media-playback-start-symbolic");
  gtk_widget_add_css_class(button, "pill");
  gtk_widget_add_css_class(button, "suggested-action");
  gtk_widget_set_halign(button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.run");
  adw_status_page_set_child(self->empty, button);
  gtk_stack_add_named(self->stage, GTK_WIDGET(self->empty), "empty");
  gtk_stack_add_named(self->stage, gantry_window_make_chart_page(self), "chart");
  gtk_stack_add_named(self->stage, gantry_window_make_opening_page(self), "opening");
  self->comparison = GANTRY_COMPARISON_VIEW(gantry_comparison_view_new());
  gtk_stack_add_named(self->stage, GTK_WIDGET(self->comparison), "comparison");
  self->status = GTK_LABEL(gantry_status_line_new());
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->stage));
  gtk_widget_set_hexpand(GTK_WIDGET(self->status), TRUE);
  gtk_box_append(GTK_BOX(foot), GTK_WIDGET(self->status));
  gtk_box_append(GTK_BOX(foot), make_lock_switch(self));
  gtk_box_append(GTK_BOX(box), foot);
  gtk_box_append(GTK_BOX(box), gantry_projection_make_foot(self->projection));
  gtk_widget_set_size_request(box, 360, -1);
  return box;
}

/* The stage, and below it the drawer. */
static GtkWidget *
make_middle (GantryWindow *self)
{
  GtkWidget *paned = gtk_paned_new(GTK_ORIENTATION_VERTICAL);
  self->drawer = GANTRY_DRAWER(gantry_drawer_new());
  gtk_paned_set_start_child(GTK_PANED(paned), make_stage(self));
  gantry_window_add_tables(self);
  gtk_paned_set_end_child(GTK_PANED(paned), GTK_WIDGET(self->drawer));
  gtk_paned_set_resize_end_child(GTK_PANED(paned), FALSE);
  gtk_paned_set_shrink_start_child(GTK_PANED(paned), FALSE);
  gtk_paned_set_shrink_end_child(GTK_PANED(paned), FALSE);
  return paned;
}

static GtkWidget *
make_panes (GantryWindow *self)
{
  GtkWidget *paned = gtk_paned_new(GTK_ORIENTATION_VERTICAL);
  GtkWidget *lower = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new();
  self->source = GANTRY_SOURCE_PANE(gantry_source_pane_new());
  self->state = GANTRY_STATE_PANE(gantry_state_pane_new());
  self->output = GANTRY_OUTPUT_PANE(gantry_output_pane_new());
  gtk_widget_set_size_request(GTK_WIDGET(self->output), -1, 90);
  /* However much there is to say, it takes no room from the chart. */
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_scrolled_window_set_min_content_height(GTK_SCROLLED_WINDOW(scrolled), 90);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->state));
  gtk_box_append(GTK_BOX(lower), gantry_window_make_replay_bar(self));
  gtk_box_append(GTK_BOX(lower), scrolled);
  gtk_box_append(GTK_BOX(lower), GTK_WIDGET(self->output));
  gtk_widget_set_size_request(GTK_WIDGET(self->source), -1, 120);
  gtk_paned_set_position(GTK_PANED(paned), 320);
  gtk_paned_set_start_child(GTK_PANED(paned), GTK_WIDGET(self->source));
  gtk_paned_set_end_child(GTK_PANED(paned), lower);
  gtk_paned_set_shrink_start_child(GTK_PANED(paned), FALSE);
  gtk_paned_set_shrink_end_child(GTK_PANED(paned), FALSE);
  gtk_widget_add_css_class(paned, "panes");
  gtk_widget_set_size_request(paned, 300, -1);
  return paned;
}

static GtkWidget *
make_content (GantryWindow *self)
{
  self->left = GTK_PANED(gtk_paned_new(GTK_ORIENTATION_HORIZONTAL));
  self->right = GTK_PANED(gtk_paned_new(GTK_ORIENTATION_HORIZONTAL));
  self->gallery = GANTRY_GALLERY(gantry_gallery_new());
  gtk_widget_set_size_request(GTK_WIDGET(self->gallery), 190, -1);
  gtk_box_append(GTK_BOX(self->gallery), gantry_window_make_lecture_pane(self));
  gtk_paned_set_start_child(self->right, make_middle(self));
  gtk_paned_set_end_child(self->right, make_panes(self));
  gtk_paned_set_resize_end_child(self->right, FALSE);
  gtk_paned_set_shrink_end_child(self->right, FALSE);
  gtk_paned_set_shrink_start_child(self->right, FALSE);
  gtk_paned_set_start_child(self->left, GTK_WIDGET(self->gallery));
  gtk_paned_set_end_child(self->left, GTK_WIDGET(self->right));
  gtk_paned_set_resize_start_child(self->left, FALSE);
  gtk_paned_set_shrink_start_child(self->left, FALSE);
  gtk_paned_set_shrink_end_child(self->left, FALSE);
  gtk_paned_set_position(self->left, 230);
  gtk_widget_set_vexpand(GTK_WIDGET(self->left), TRUE);
  return GTK_WIDGET(self->left);
}

/* Keys that no widget wanted are the chart's. An accelerator of this one would keep it from being typed. */
static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  GantryWindow *self = data;
  if (keyval == GDK_KEY_question && !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return gtk_widget_activate_action(GTK_WIDGET(self), "app.shortcuts", NULL);
  if (gantry_window_shows_comparison(self))
    return gantry_comparison_view_key(self->comparison, keyval, keycode, state);
  if (gantry_window_shows_prediction(self)) /* nobody sees what would become of the chart */
    return FALSE;
  return gantry_chart_view_key(self->chart, keyval, keycode, state);
}

/* The library is read when the first frame is on the screen. */
static gboolean
on_first_idle (gpointer data)
{
  GantryWindow *self = data;
  gantry_gallery_fill(self->gallery);
  if (self->first_file)
    gantry_window_open(self, self->first_file);
  else if (!self->is_filled)
    gantry_window_choose_first(self);
  if (!self->is_filled)
    gantry_window_offer_recovered(self);
  return G_SOURCE_REMOVE;
}

static void
dispose (GObject *object)
{
  GantryWindow *self = GANTRY_WINDOW(object);
  g_clear_handle_id(&self->refresh, g_source_remove);
  if (self->replay)
    gantry_replay_detach(self->replay);
  g_clear_object(&self->replay);
  gantry_window_end_writing(self);
  gantry_window_end_predicting(self);
  gantry_window_cancel_opening(self);
  gantry_window_drop_session(self);
  g_clear_pointer(&self->compared, g_ptr_array_unref);
  g_clear_pointer(&self->kept, gantry_kept_runs_unref);
  g_clear_pointer(&self->progress, g_free);
  g_clear_pointer(&self->scenario, gantry_scenario_unref);
  g_clear_object(&self->first_file);
  G_OBJECT_CLASS(gantry_window_parent_class)->dispose(object);
}

static void
finalize (GObject *object)
{
  gantry_projection_free(GANTRY_WINDOW(object)->projection);
  G_OBJECT_CLASS(gantry_window_parent_class)->finalize(object);
}

/* What only this window has is saved, or given up by a person, before it goes; its arrangement comes back. */
static gboolean
on_close_request (GtkWindow *window)
{
  GantryWindow *self = GANTRY_WINDOW(window);
  if (!gantry_window_lecture_may_close(self))
    return TRUE;
  gantry_projection_set_black(self->projection, false);
  gantry_projection_leave(self->projection);
  return GTK_WINDOW_CLASS(gantry_window_parent_class)->close_request(window);
}

static void
gantry_window_class_init (GantryWindowClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  G_OBJECT_CLASS(class)->finalize = finalize;
  GTK_WINDOW_CLASS(class)->close_request = on_close_request;
  gantry_window_class_add_actions(GTK_WIDGET_CLASS(class));
}

static void
gantry_window_init (GantryWindow *self)
{
  GtkEventController *key = gtk_event_controller_key_new();
  self->projection = gantry_projection_new(self);
  self->toasts = ADW_TOAST_OVERLAY(adw_toast_overlay_new());
  self->kept = gantry_kept_runs_new();
  adw_toast_overlay_set_child(self->toasts, make_content(self));
  adw_application_window_set_content(
      ADW_APPLICATION_WINDOW(self),
      gantry_projection_make_frame(self->projection, make_header(self), GTK_WIDGET(self->toasts)));
  gtk_window_set_title(GTK_WINDOW(self), _("Gantry"));
  gantry_window_init_writing(self);
  gantry_window_init_predicting(self);
  g_signal_connect(self->gallery, "chosen", G_CALLBACK(on_chosen), self);
  g_signal_connect(self->chart, "hover", G_CALLBACK(on_hover), self);
  g_signal_connect(self->chart, "follow-changed", G_CALLBACK(on_follow_changed), self);
  g_signal_connect_swapped(self->chart, "range-selected", G_CALLBACK(gantry_window_refresh), self);
  /* Whoever selects: a list of events, too, or the search for a lane. */
  g_signal_connect_swapped(self->chart, "selected", G_CALLBACK(gantry_window_refresh_soon), self);
  g_signal_connect_swapped(self->chart, "interval-selected", G_CALLBACK(gantry_window_refresh_soon), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gantry_vocabulary_add_action(G_ACTION_MAP(self));
  gantry_window_keep_marks(self);
  gantry_density_add_action(G_ACTION_MAP(self));
  gantry_window_accept_drops(self);
  gantry_window_keep_state(self);
  gantry_window_watch_remembering(self);
  gantry_window_update_actions(self);
}

GantryWindow *
gantry_window_new (AdwApplication *application, GFile *file)
{
  GantryWindow *self = g_object_new(GANTRY_TYPE_WINDOW, "application", application, NULL);
  self->first_file = file ? g_object_ref(file) : NULL;
  g_idle_add_full(G_PRIORITY_LOW, on_first_idle, g_object_ref(self), g_object_unref);
  return self;
}
