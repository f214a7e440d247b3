/* The chips' gutter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/task-gutter.h"

#define PADDING 6
#define WIDEST 96 /* pixels: the text keeps most of the room, and longer chips are cut */

struct _GantryTaskGutter {
  GtkSourceGutterRendererText parent_instance;
  GPtrArray *chips;
  int width; /* pixels; it only grows, as long as there are chips: text that jumps cannot be read */
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
  gtk_source_gutter_renderer_set_xpad(GTK_SOURCE_GUTTER_RENDERER(self), PADDING);
  gtk_source_gutter_renderer_set_xalign(GTK_SOURCE_GUTTER_RENDERER(self), 1.0f);
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}

GtkSourceGutterRenderer *
gantry_task_gutter_new (void)
{
  return g_object_new(GANTRY_TYPE_TASK_GUTTER, NULL);
}

/* As wide as its widest chip, within reason; without any, the room is the text's. */
static void
update_width (GantryTaskGutter *self)
{
  GtkSourceGutterRendererText *text = GTK_SOURCE_GUTTER_RENDERER_TEXT(self);
  int widest = 0, width = 0, height = 0;
  for (guint i = 0; self->chips && i < self->chips->len; i++) {
    const char *markup = g_ptr_array_index(self->chips, i);
    if (markup)
      gtk_source_gutter_renderer_text_measure_markup(text, markup, &width, &height);
    widest = MAX(widest, markup ? width + 2 * PADDING : 0);
  }
  self->width = widest > 0 ? MIN(MAX(widest, self->width), WIDEST) : 0;
  gtk_widget_set_size_request(GTK_WIDGET(self), self->width, -1);
  gtk_widget_set_visible(GTK_WIDGET(self), widest > 0);
}

void
gantry_task_gutter_set_chips (GantryTaskGutter *self, GPtrArray *chips)
{
  g_clear_pointer(&self->chips, g_ptr_array_unref);
  self->chips = chips;
  update_width(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
