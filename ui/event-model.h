/* The list of events as a GListModel: items are made when they are looked at, the list is put together on
 * another thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/event-index.h"

#include <gio/gio.h>

/* One event; what it says is looked up when it is made. */
#define GANTRY_TYPE_EVENT_ITEM (gantry_event_item_get_type())
G_DECLARE_FINAL_TYPE(GantryEventItem, gantry_event_item, GANTRY, EVENT_ITEM, GObject)
const GantryListedEvent *gantry_event_item_get (GantryEventItem *self);
const GantryTimeline *gantry_event_item_get_timeline (GantryEventItem *self);

/* Signal "changing" before many items change at once. */
#define GANTRY_TYPE_EVENT_MODEL (gantry_event_model_get_type())
G_DECLARE_FINAL_TYPE(GantryEventModel, gantry_event_model, GANTRY, EVENT_MODEL, GObject)

GantryEventModel *gantry_event_model_new (void);
/* What is to be listed; `timeline` nullable. What is listed now stays until the new list is there. */
void gantry_event_model_set (GantryEventModel *self, GantryTimeline *timeline, const char *filter,
                             GantryEventOrder order, bool descending, GantryVocabulary vocabulary);
/* Looks for what is new, unless that is being done already. */
void gantry_event_model_update (GantryEventModel *self);
bool gantry_event_model_is_busy (GantryEventModel *self);
/* FALSE: what was set last is not listed yet, but what was before. */
bool gantry_event_model_is_settled (GantryEventModel *self);
/* Where an interval stands. FALSE: it is not in the list. */
bool gantry_event_model_find (GantryEventModel *self, uint32_t lane, size_t interval, guint *position);
