/* Names in a sentence: "cook 1", "cook 1 and cook 2", "cook 1, cook 2 and 3 more".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Begun by gantry_name_list_init(), put away by gantry_name_list_finish(). */
typedef struct {
  GPtrArray *names; /* const char*, those that are told */
  guint count;      /* of all */
  guint most;       /* that are told */
} GantryNameList;

void gantry_name_list_init (GantryNameList *list, guint most);
/* `name` must stay as it is until the list is finished. */
void gantry_name_list_add (GantryNameList *list, const char *name);
/* Translated, newly allocated; "" without any. Any thread. */
char *gantry_name_list_finish (GantryNameList *list);
