/* Projection: the chart alone on the whole screen, large and of high contrast, with a sentence at its foot,
 * for a room full of people. What stood around the chart comes back as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/window.h"

typedef struct _GantryProjection GantryProjection;

/* Owned by the window: free with gantry_projection_free() when its widgets are gone. */
GantryProjection *gantry_projection_new (GantryWindow *window);
void gantry_projection_free (GantryProjection *self);
/* What becomes the window's content: `header` above `content`, and what projection lays over both. */
GtkWidget *gantry_projection_make_frame (GantryProjection *self, GtkWidget *header, GtkWidget *content);
/* A line below the chart, seen only while projecting; to be put below the stage. */
GtkWidget *gantry_projection_make_foot (GantryProjection *self);

bool gantry_projection_is_on (const GantryProjection *self);
void gantry_projection_enter (GantryProjection *self);
/* FALSE: there was nothing to be left. A black screen is left first. */
bool gantry_projection_leave (GantryProjection *self);
/* Tells the present moment anew. `pointed` is the line about what is under the pointer, "" for nothing. */
void gantry_projection_tell (GantryProjection *self, const char *pointed);

/* For projection-keys.c. */
bool gantry_projection_is_black (const GantryProjection *self);
void gantry_projection_set_black (GantryProjection *self, bool black);

/* projection-keys.c: what presenters' remotes send, a keyboard each. FALSE: the key is none of theirs. */
bool gantry_projection_key (GantryProjection *self, GantryWindow *window, guint keyval,
                            GdkModifierType state);
