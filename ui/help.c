/* The help page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/help.h"

#include "ui/help-picture.h"
#include "ui/side-window.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

/* In the order of the visual language: what works first, then what waits. */
static const struct {
  GantryLegend legend;
  const char *words;
} states[] = {
    {GANTRY_LEGEND_RUNNING, N_("As high as its lane and solid. The task is on a processor and computes.")},
    {GANTRY_LEGEND_READY, N_("As high as its lane and hatched. It could compute at once, but has no "
                             "processor; on an event loop, it is not its turn.")},
    {GANTRY_LEGEND_LOCK,
     N_("Half as high and solid. It waits for a lock, a semaphore, a condition, an event or at a barrier.")},
    {GANTRY_LEGEND_MESSAGE, N_("Half as high and dotted. It waits for something that another task hands "
                               "over: by a queue, a pipe, a pool, a manager.")},
    {GANTRY_LEGEND_GIL, N_("Half as high with upright bars. It could compute, but another task of its "
                           "process holds the interpreter lock.")},
    {GANTRY_LEGEND_IO,
     N_("Half as high with a notch at its beginning. It waits for a file or for the network.")},
    {GANTRY_LEGEND_SLEEP,
     N_("A thin line. It sleeps for a time of its own choice; an idle event loop sleeps, too.")},
    {GANTRY_LEGEND_BLOCKED, N_("A thin line between two others. It sits in a call that holds its whole "
                               "thread, and with it an event loop.")},
    {GANTRY_LEGEND_JOIN, N_("A dotted line. It waits for another task to end.")},
    {GANTRY_LEGEND_CREATED, N_("An empty outline. It exists, but the system has not begun it.")},
};

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_selectable(GTK_LABEL(label), FALSE);
  if (css_class)
    gtk_widget_add_css_class(label, css_class);
  return label;
}

static void
add_heading (GtkWidget *page, const char *text)
{
  GtkWidget *label = make_label(text, "title-3");
  gtk_widget_set_margin_top(label, 18);
  gtk_box_append(GTK_BOX(page), label);
}

static void
add_text (GtkWidget *page, const char *text)
{
  gtk_box_append(GTK_BOX(page), make_label(text, NULL));
}

/* A sample, its name and what it means; `run` is taken over. */
static void
add_sample (GtkWidget *page, GantryTimeline *run, const char *name, const char *words)
{
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18),
            *texts = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append(GTK_BOX(texts), make_label(name, "heading"));
  gtk_box_append(GTK_BOX(texts), make_label(words, NULL));
  gtk_widget_set_hexpand(texts, TRUE);
  gtk_box_append(GTK_BOX(row), gantry_help_picture_new_sample(run, name));
  gtk_box_append(GTK_BOX(row), texts);
  gtk_box_append(GTK_BOX(page), row);
}

static void
add_states (GtkWidget *page)
{
  add_heading(page, _("What a task is doing"));
  add_text(page, _("Each task has a lane, and time goes from left to right. Height and pattern tell what it "
                   "does; the colour only helps. Where the lane is blank, the task did not exist."));
  for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
    add_sample(page, gantry_help_state_run(gantry_legend_state(states[i].legend)),
               gantry_legend_label(states[i].legend, gantry_vocabulary_get_chosen()), _(states[i].words));
  add_text(page, _("The legend below the chart is a filter: a click on a state shows it alone, Ctrl+click "
                   "dims it or shows it again."));
}

static void
add_ends (GtkWidget *page)
{
  add_heading(page, _("How a task ended"));
  add_sample(page, gantry_help_end_run(GANTRY_OUTCOME_OK), _("A plain cap"), _("It came to its end."));
  add_sample(page, gantry_help_end_run(GANTRY_OUTCOME_FAILED), _("A cross"), _("It failed, or was killed."));
  add_sample(page, gantry_help_end_run(GANTRY_OUTCOME_CANCELLED), _("An open cap"),
             _("It was cancelled, or was a daemon that ended with its program."));
}

static void
add_areas (GtkWidget *page)
{
  add_heading(page, _("Concurrency and parallelism"));
  add_text(page, _("The pale area on top counts the tasks in flight: begun and not ended. That is "
                   "concurrency. The strong area before it counts those on a processor at the same moment. "
                   "That is parallelism, and it never goes above the line at the number of processors."));
  gtk_box_append(GTK_BOX(page),
                 gantry_help_picture_new_chart(gantry_help_areas_run(), true,
                                               _("A chart of four tasks on two processors: up to four are in "
                                                 "flight, never more than two compute at once.")));
}

static void
add_arrows (GtkWidget *page)
{
  add_heading(page, _("Why a wait ends"));
  add_text(page, _("An arrow leads from a cause to its effect: from a start to the first step, from the "
                   "release of a lock to the task that gets it, from what is put into a queue to whoever "
                   "takes it out, from an end to whoever waited for it. They are drawn for the lane that you "
                   "select; the menu has all or none. [ and ] follow them."));
  gtk_box_append(GTK_BOX(page),
                 gantry_help_picture_new_chart(
                     gantry_help_arrows_run(), false,
                     _("A chart of three tasks: the first starts the others, the second releases a lock to "
                       "the third, and its end ends the wait of the first.")));
}

static void
add_truth (GtkWidget *page)
{
  add_heading(page, _("What is exact"));
  add_sample(page, gantry_help_dense_run(), _("Many states in one pixel"),
             _("The pixel is shared out between them by their time, so a lane that waits a third of its time "
               "looks so at every zoom. Zoom in to see each one."));
  add_sample(page, gantry_help_lost_run(), _("A torn edge"),
             _("Here events were lost, as many as the number says: the recording had no room for them. What "
               "happened in the gap is not known, and nothing is guessed."));
  add_text(page, _("A small triangle above a lane is a line that the task printed, or an expectation that "
                   "was checked. The line at the foot of a picture says who measured the times on a "
                   "processor and what the recording cost; simulated times are called so."));
}

static void
add_keys (GtkWidget *page)
{
  GtkWidget *button = gtk_button_new_with_mnemonic(_("_Keyboard shortcuts"));
  add_heading(page, _("Moving about"));
  add_text(page, _("Point at anything: the line below the chart says what it is and why it waits. Ctrl and "
                   "the wheel zoom at the pointer, dragging moves, F shows the whole run, Ctrl+Z takes a "
                   "movement back. Everything has a key."));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "app.shortcuts");
  gtk_widget_set_halign(button, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(page), button);
}

static GtkWidget *
make_page (void)
{
  GtkWidget *page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class(page, "help");
  add_states(page);
  add_ends(page);
  add_areas(page);
  add_arrows(page);
  add_truth(page);
  add_keys(page);
  return page;
}

GtkWidget *
gantry_help_new (void)
{
  GtkWidget *scrolled = gtk_scrolled_window_new(), *clamp = adw_clamp_new();
  adw_clamp_set_maximum_size(ADW_CLAMP(clamp), 640);
  adw_clamp_set_child(ADW_CLAMP(clamp), make_page());
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), clamp);
  gtk_widget_set_focusable(scrolled, TRUE); /* so that the keys scroll it */
  GtkWidget *window = gantry_side_window_new(_("How to read the chart"), scrolled, 720, 640);
  gtk_window_set_focus(GTK_WINDOW(window), scrolled);
  return window;
}
