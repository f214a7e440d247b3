/* The table of keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/shortcuts.h"

#include "ui/desktop.h"

#include <glib/gi18n-lib.h>

/* Groups keep their order only if they are dealt out among columns when all are there. */
#define ALL_IN_ONE_COLUMN 1000u
#define ROWS_OF_COLUMN 14.0 /* of usual letters */
#define LETTERS_OF_LINE 26  /* of what a key does; it may have several lines */

static const GantryShortcut shortcuts[] = {
    {GANTRY_KEYS_RUN, "win.run", "F5 <Control>r", NULL, N_("Run the scenario")},
    {GANTRY_KEYS_RUN, "win.stop", "Escape", NULL, N_("Stop the run")},
    {GANTRY_KEYS_RUN, "win.predict", "<Control>d", NULL, N_("Predict the run, then see it")},
    {GANTRY_KEYS_RUN, "win.compare", "<Control><Shift>r", NULL, N_("Compare models")},
    {GANTRY_KEYS_RUN, "win.compare-with", "<Control><Shift>c", NULL,
     N_("Compare with other runs, or saved ones")},
    {GANTRY_KEYS_RUN, NULL, "L", NULL, N_("Follow the run")},
    {GANTRY_KEYS_RUN, NULL, "space", NULL, N_("Hold or follow the run; replay one that is over")},

    {GANTRY_KEYS_ZOOM, NULL, "plus W", "equal KP_Add <Control>plus <Control>equal <Control>KP_Add",
     N_("Zoom in")},
    {GANTRY_KEYS_ZOOM, NULL, "minus S", "KP_Subtract <Control>minus <Control>KP_Subtract", N_("Zoom out")},
    {GANTRY_KEYS_ZOOM, NULL, "F", NULL, N_("Show what is selected, then the whole run")},
    {GANTRY_KEYS_ZOOM, NULL, "0 <Control>0", NULL, N_("Show the whole run")},

    {GANTRY_KEYS_MOVE, NULL, "A", NULL, N_("Earlier")},
    {GANTRY_KEYS_MOVE, NULL, "D", NULL, N_("Later")},
    {GANTRY_KEYS_MOVE, NULL, "Page_Up", NULL, N_("Scroll up")},
    {GANTRY_KEYS_MOVE, NULL, "Page_Down", NULL, N_("Scroll down")},
    {GANTRY_KEYS_MOVE, "win.go-to-time", "<Control>g", NULL, N_("Go to a moment")},
    {GANTRY_KEYS_MOVE, NULL, "Home", NULL, N_("To the beginning")},
    {GANTRY_KEYS_MOVE, NULL, "End", NULL, N_("To the end")},
    {GANTRY_KEYS_MOVE, NULL, "<Control>z <Alt>Left", NULL, N_("Undo a movement")},
    {GANTRY_KEYS_MOVE, NULL, "<Control><Shift>z <Alt>Right", NULL, N_("Redo a movement")},

    {GANTRY_KEYS_LOOK, NULL, "C", NULL, N_("Show or hide the critical path")},
    {GANTRY_KEYS_LOOK, "win.events", "F7", NULL, N_("List all events, or close the list")},
    {GANTRY_KEYS_LOOK, "win.statistics", "<Shift>F7", NULL, N_("Show the figures in tables, or close them")},
    {GANTRY_KEYS_LOOK, NULL, "1", "2 3 4 5 6 7 8 9",
     N_("See the first state of the legend alone, or all again; 2 to 9: the others")},
    {GANTRY_KEYS_LOOK, NULL, "<Control>1",
     "<Control>2 <Control>3 <Control>4 <Control>5 <Control>6 <Control>7 <Control>8 <Control>9",
     N_("Dim or show the first state of the legend; 2 to 9: the others")},
    {GANTRY_KEYS_LOOK, "win.density::compact", "<Alt>1", NULL, N_("Low rows")},
    {GANTRY_KEYS_LOOK, "win.density::normal", "<Alt>2", NULL, N_("Rows of normal height")},
    {GANTRY_KEYS_LOOK, "win.density::large", "<Alt>3", NULL, N_("High rows")},

    {GANTRY_KEYS_SELECT, NULL, "Up Down", NULL, N_("Select another lane")},
    {GANTRY_KEYS_SELECT, NULL, "Left comma", NULL, N_("Previous interval of the lane")},
    {GANTRY_KEYS_SELECT, NULL, "Right period", NULL, N_("Next interval of the lane")},
    {GANTRY_KEYS_SELECT, NULL, "<Shift>comma", "less", N_("Previous interval of the same state")},
    {GANTRY_KEYS_SELECT, NULL, "<Shift>period", "greater", N_("Next interval of the same state")},
    {GANTRY_KEYS_SELECT, NULL, "bracketleft", NULL, N_("To what brought this about")},
    {GANTRY_KEYS_SELECT, NULL, "bracketright", NULL, N_("To what this brought about")},
    {GANTRY_KEYS_SELECT, NULL, "<Shift>Left <Shift>Right", NULL, N_("Select a range of time")},
    {GANTRY_KEYS_SELECT, NULL, "R", NULL, N_("Select the time of the interval")},

    {GANTRY_KEYS_MARKS, NULL, "M", NULL, N_("Mark this moment")},
    {GANTRY_KEYS_MARKS, "win.marks", "<Control>m", NULL, N_("List the marks")},
    {GANTRY_KEYS_MARKS, NULL, "N <Shift>N", NULL, N_("Next and previous mark")},

    {GANTRY_KEYS_LANES, "win.find", "<Control>f", NULL, N_("Find a lane by its name")},
    {GANTRY_KEYS_LANES, NULL, "slash", NULL, N_("The same, while no text is typed")},
    {GANTRY_KEYS_LANES, NULL, "P", NULL, N_("Pin the selected lane to the top, or let it go")},
    {GANTRY_KEYS_LANES, NULL, "H", NULL, N_("Hide the selected lane")},
    {GANTRY_KEYS_LANES, NULL, "<Shift>h", NULL, N_("Show all lanes")},
    {GANTRY_KEYS_LANES, NULL, "<Alt>Up <Alt>Down", NULL, N_("Move the selected lane")},
    {GANTRY_KEYS_LANES, NULL, "G", NULL, N_("Fold or unfold the group of the selected lane")},
    {GANTRY_KEYS_LANES, NULL, "<Shift>g U", NULL, N_("Fold or unfold all groups")},
    {GANTRY_KEYS_LANES, NULL, "Menu <Shift>F10", NULL, N_("Menu of the selected lane")},

    {GANTRY_KEYS_REPLAY, NULL, "E", NULL, N_("Step on to the next event")},
    {GANTRY_KEYS_REPLAY, NULL, "<Shift>E", NULL, N_("Step back to the event before")},

    {GANTRY_KEYS_WRITE, "win.new-scenario", "<Control>n", NULL, N_("New scenario")},
    {GANTRY_KEYS_WRITE, "win.save-scenario", "<Control>s", NULL,
     N_("Save the scenario; where nothing was written, the run")},
    {GANTRY_KEYS_WRITE, NULL, "<Control>space", NULL, N_("Complete the word")},
    {GANTRY_KEYS_WRITE, NULL, "<Control>Tab <Control><Shift>Tab", NULL, N_("Leave the editor")},
    {GANTRY_KEYS_WRITE, NULL, "F8 <Shift>F8", NULL, N_("Next and previous error")},
    {GANTRY_KEYS_WRITE, "win.reference", "<Control>h", NULL, N_("Reference of the language")},

    {GANTRY_KEYS_PROJECT, "win.project", "F11", "<Shift>F5", N_("Project, or stop projecting")},
    {GANTRY_KEYS_PROJECT, NULL, "Page_Down Page_Up", NULL,
     N_("Next or previous step, as a presenter’s remote")},
    {GANTRY_KEYS_PROJECT, NULL, "Right Left", NULL, N_("Next or previous event, where no lane is selected")},
    {GANTRY_KEYS_PROJECT, NULL, "B period", NULL, N_("Black screen")},
    {GANTRY_KEYS_PROJECT, "win.lecture-next", "<Control>Page_Down", NULL, N_("Next step of the lecture")},
    {GANTRY_KEYS_PROJECT, "win.lecture-previous", "<Control>Page_Up", NULL,
     N_("Previous step of the lecture")},

    {GANTRY_KEYS_FILES, "win.open", "<Control>o", NULL, N_("Open a scenario or a trace")},
    {GANTRY_KEYS_FILES, "win.save", "<Control><Shift>s", NULL, N_("Save the run")},
    {GANTRY_KEYS_FILES, "win.export", "<Control>e", NULL, N_("Export as a picture")},
    {GANTRY_KEYS_FILES, "win.print", "<Control>p", NULL, N_("Print")},
    {GANTRY_KEYS_FILES, "win.copy", "<Control>c", NULL, N_("Copy the picture")},

    {GANTRY_KEYS_WINDOW, "win.search", "<Control><Shift>f", NULL, N_("Search the gallery")},
    {GANTRY_KEYS_WINDOW, "win.toggle-gallery", "F9", NULL, N_("Show or hide the gallery")},
    {GANTRY_KEYS_WINDOW, "win.toggle-panes", "<Control>F9", NULL, N_("Show or hide the panes")},
    {GANTRY_KEYS_WINDOW, "app.preferences", "<Control>comma", NULL, N_("Preferences")},
    {GANTRY_KEYS_WINDOW, "app.help", "F1", NULL, N_("How to read the chart")},
    {GANTRY_KEYS_WINDOW, "app.shortcuts", "<Control>question", NULL, N_("Keyboard shortcuts")},
    {GANTRY_KEYS_WINDOW, NULL, "question", NULL, N_("Keyboard shortcuts, while no text is typed")},
    {GANTRY_KEYS_WINDOW, "window.close", "<Control>w", NULL, N_("Close the window")},
    {GANTRY_KEYS_WINDOW, "app.quit", "<Control>q", NULL, N_("Quit")},
};

const GantryShortcut *
gantry_shortcuts_get (gsize *count)
{
  *count = G_N_ELEMENTS(shortcuts);
  return shortcuts;
}

const char *
gantry_shortcuts_group_title (GantryKeyGroup group)
{
  static const char *const titles[GANTRY_N_KEY_GROUPS] = {
      [GANTRY_KEYS_RUN] = N_("Run"),
      [GANTRY_KEYS_ZOOM] = N_("Zooming"),
      [GANTRY_KEYS_MOVE] = N_("Moving in the chart"),
      [GANTRY_KEYS_LOOK] = N_("What is shown"),
      [GANTRY_KEYS_SELECT] = N_("Selecting"),
      [GANTRY_KEYS_MARKS] = N_("Marks"),
      [GANTRY_KEYS_LANES] = N_("Lanes"),
      [GANTRY_KEYS_REPLAY] = N_("Replay"),
      [GANTRY_KEYS_WRITE] = N_("Writing a scenario"),
      [GANTRY_KEYS_PROJECT] = N_("Projecting"),
      [GANTRY_KEYS_FILES] = N_("Files"),
      [GANTRY_KEYS_WINDOW] = N_("Window"),
  };
  return _(titles[group]);
}

void
gantry_shortcuts_set_accels (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++) {
    if (!shortcuts[i].action)
      continue;
    g_autofree char *all = g_strjoin(" ", shortcuts[i].keys, shortcuts[i].also, NULL);
    g_auto(GStrv) keys = g_strsplit(all, " ", -1);
    gtk_application_set_accels_for_action(application, shortcuts[i].action, (const char *const *)keys);
  }
}

/* Sections, groups and rows take their children from a GtkBuilder alone before GTK 4.14. */
static void
add_child (GtkWidget *parent, GtkBuilder *builder, GtkWidget *child)
{
  GTK_BUILDABLE_GET_IFACE(parent)->add_child(GTK_BUILDABLE(parent), builder, G_OBJECT(child), NULL);
}

/* GTK gives the words of a row one line, however long. */
static void
wrap_words (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL(widget) && g_str_equal(gtk_label_get_text(GTK_LABEL(widget)), words)) {
    gtk_label_set_wrap(GTK_LABEL(widget), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(widget), LETTERS_OF_LINE);
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    wrap_words(child, words);
}

static GtkWidget *
make_group (GantryKeyGroup which, GtkBuilder *builder)
{
  GtkWidget *group = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++) {
    if (shortcuts[i].group != which)
      continue;
    if (!group)
      group = g_object_new(GTK_TYPE_SHORTCUTS_GROUP, "title", gantry_shortcuts_group_title(which), NULL);
    GtkWidget *row = g_object_new(GTK_TYPE_SHORTCUTS_SHORTCUT, "accelerator", shortcuts[i].keys, "title",
                                  _(shortcuts[i].words), NULL);
    wrap_words(row, _(shortcuts[i].words));
    add_child(group, builder, row);
  }
  return group;
}

/* GTK shows the names of keys that it has no translation of as they stand in programs: Page_Up. */
static void
part_key_name (GtkLabel *label)
{
  g_auto(GStrv) words = g_strsplit(gtk_label_get_text(label), "_", -1);
  g_autofree char *name = g_strjoinv(" ", words);
  if (g_strv_length(words) > 1)
    gtk_label_set_text(label, name);
}

/* In a group of sizes each asks how wide the others were if they had as few lines as it, and is made so wide.
 * The words are last in their rows: they need not be as wide as each other. */
static void
part_sizes (GtkShortcutsGroup *group)
{
  g_object_set(group, "title-size-group", NULL, NULL);
}

/* Of what GTK makes when it is shown. */
static void
mend_shown (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_SHORTCUTS_GROUP(widget))
    part_sizes(GTK_SHORTCUTS_GROUP(widget));
  if (GTK_IS_LABEL(widget))
    part_key_name(GTK_LABEL(widget));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    mend_shown(child, data);
}

GtkWidget *
gantry_shortcuts_window_new (void)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new();
  GtkWidget *window = g_object_new(GTK_TYPE_SHORTCUTS_WINDOW, "modal", TRUE, NULL);
  GtkWidget *section = g_object_new(GTK_TYPE_SHORTCUTS_SECTION, "section-name", "all", "visible", TRUE,
                                    "max-height", ALL_IN_ONE_COLUMN, NULL);
  for (int which = 0; which < GANTRY_N_KEY_GROUPS; which++) {
    GtkWidget *group = make_group((GantryKeyGroup)which, builder);
    if (group)
      add_child(section, builder, group);
  }
  g_object_set(section, "max-height", (guint)(ROWS_OF_COLUMN / gantry_desktop_text_scale(window)), NULL);
  add_child(window, builder, section);
  /* The columns are made anew when it is shown. */
  g_signal_connect(window, "map", G_CALLBACK(mend_shown), NULL);
  return window;
}
