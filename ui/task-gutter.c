/* The chips' gutter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/task-gutter.h"

struct _GantryTaskGutter {
  GtkSourceGutterRendererText parent_instance;
  GPtrArray *chips;
};

G_DEFINE_FINAL_TYPE(GantryTaskGutter, gantry_task_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
query_data (GtkSourceGutterRenderer *renderer, GtkSourceGutterLines *lines, guint line)
{
  GantryTaskGutter *self = GANTRY_TASK_GUTTER(renderer);
  const char *markup = self->chips && line < self->chips->len ? g_ptr_array_index(self->chips, line) : NULL;
  gtk_source_gutter_renderer_text_set_markup(GTK_SOURCE_GUTTER_RENDERER_TEXT(renderer), markup ? markup : "",
                                             -1);
}

static void
dispose (GObject *object)
{
  g_clear_pointer(&GANTRY_TASK_GUTTER(object)->chips, g_ptr_array_unref);
  G_OBJECT_CLASS(gantry_task_gutter_parent_class)->dispose(object);
}

static void
gantry_task_gutter_class_init (GantryTaskGutterClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  GTK_SOURCE_GUTTER_RENDERER_CLASS(class)->query_data = query_data;
}

static void
gantry_task_gutter_init (GantryTaskGutter *self)
{
  gtk_source_gutter_renderer_set_xpad(GTK_SOURCE_GUTTER_RENDERER(self), 6);
  gtk_source_gutter_renderer_set_xalign(GTK_SOURCE_GUTTER_RENDERER(self), 1.0f);
  gtk_widget_set_size_request(GTK_WIDGET(self), 96, -1);
}

GtkSourceGutterRenderer *
gantry_task_gutter_new (void)
{
  return g_object_new(GANTRY_TYPE_TASK_GUTTER, NULL);
}

void
gantry_task_gutter_set_chips (GantryTaskGutter *self, GPtrArray *chips)
{
  g_clear_pointer(&self->chips, g_ptr_array_unref);
  self->chips = chips;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
