/* Texts when they are looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/text-model.h"

struct _GantryTextModel {
  GObject parent_instance;
  GantryTextAt text_at;
  gpointer data; /* borrowed */
  guint n_texts;
};

static void model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GantryTextModel, gantry_text_model, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, model_init))

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return GANTRY_TEXT_MODEL(model)->n_texts;
}

static gpointer
get_item (GListModel *model, guint place)
{
  GantryTextModel *self = GANTRY_TEXT_MODEL(model);
  g_autofree char *text = place < self->n_texts ? self->text_at(self->data, place) : NULL;
  return text ? gtk_string_object_new(text) : NULL;
}

static void
model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
gantry_text_model_class_init (GantryTextModelClass *class)
{
}

static void
gantry_text_model_init (GantryTextModel *self)
{
}

void
gantry_text_model_renew (GantryTextModel *self, guint n_texts)
{
  guint n_old = self->n_texts;
  self->n_texts = n_texts;
  g_list_model_items_changed(G_LIST_MODEL(self), 0, n_old, n_texts);
}

GantryTextModel *
gantry_text_model_new (GantryTextAt text_at, gpointer data)
{
  GantryTextModel *self = g_object_new(GANTRY_TYPE_TEXT_MODEL, NULL);
  self->text_at = text_at;
  self->data = data;
  return self;
}
