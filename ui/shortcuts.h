/* Every key that the app knows, in one table: accelerators of actions, keys of the chart, and the window that
 * lists them all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

typedef enum {
  GANTRY_KEYS_RUN,
  GANTRY_KEYS_ZOOM,
  GANTRY_KEYS_MOVE,
  GANTRY_KEYS_LOOK,
  GANTRY_KEYS_SELECT,
  GANTRY_KEYS_MARKS,
  GANTRY_KEYS_LANES,
  GANTRY_KEYS_REPLAY,
  GANTRY_KEYS_WRITE,
  GANTRY_KEYS_PROJECT,
  GANTRY_KEYS_FILES,
  GANTRY_KEYS_WINDOW,
  GANTRY_N_KEY_GROUPS,
} GantryKeyGroup;

typedef struct {
  GantryKeyGroup group;
  const char
      *action; /* detailed name; its keys become accelerators, which work wherever the focus is. NULL: a key
                  of the chart or of another widget, which does nothing while text is being typed */
  const char *keys;  /* accelerators between blanks: those that the window shows */
  const char *also;  /* nullable: more of them that do the same */
  const char *words; /* to be translated */
} GantryShortcut;

/* The table, `count` entries of it; static. */
const GantryShortcut *gantry_shortcuts_get (gsize *count);
/* Title of a group, translated, static. */
const char *gantry_shortcuts_group_title (GantryKeyGroup group);
/* Gives the actions their keys. */
void gantry_shortcuts_set_accels (GtkApplication *application);
/* A GtkShortcutsWindow of all groups that have keys; to be presented by the caller. */
GtkWidget *gantry_shortcuts_window_new (void);
