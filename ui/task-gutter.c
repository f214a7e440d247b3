/* The chips' gutter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/task-gutter.h"

#include "chart/theme.h"
#include "ui/desktop.h"

#define PADDING 5
#define CHIP_PADDING 7
#define GAP 3
#define WIDEST 128 /* pixels: the text keeps most of the room, and longer names are cut */
#define TINT 0.2f

typedef struct {
  char *label; /* owned */
  GantryState state;
  int width; /* pixels, with its padding */
} Chip;

typedef struct {
  GArray *chips; /* Chip, from the left */
  GantryState telling;
  int width;
} Line;

struct _GantryTaskGutter {
  GtkSourceGutterRenderer parent_instance;
  GHashTable *lines; /* from 0: Line */
  PangoLayout *layout;
  int width; /* pixels; it only grows, as long as there are chips: text that jumps cannot be read */
};

G_DEFINE_FINAL_TYPE(GantryTaskGutter, gantry_task_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static const GantryColor *
color_of (GantryState state)
{
  return &gantry_theme_get(gantry_desktop_theme())->states[state];
}

static GdkRGBA
rgba_of (const GantryColor *color, float alpha)
{
  return (GdkRGBA){(float)color->red, (float)color->green, (float)color->blue, alpha};
}

GdkRGBA
gantry_task_gutter_tint (GantryState state)
{
  return rgba_of(color_of(state), TINT);
}

/* Black or white, whichever is read more easily. */
static GdkRGBA
text_upon (const GantryColor *color)
{
  const GantryColor white = {1, 1, 1, 1}, black = {0, 0, 0, 1};
  return gantry_color_contrast(color, &white) >= gantry_color_contrast(color, &black) ? (GdkRGBA){1, 1, 1, 1}
                                                                                      : (GdkRGBA){0, 0, 0, 1};
}

static void
set_label (GantryTaskGutter *self, const char *label, int widest)
{
  pango_layout_set_text(self->layout, label, -1);
  pango_layout_set_width(self->layout, widest > 0 ? widest * PANGO_SCALE : -1);
}

static void
draw_chip (GantryTaskGutter *self, GtkSnapshot *snapshot, const Chip *chip, double x, double y, double height)
{
  GskRoundedRect pill;
  int text_width, text_height;
  GdkRGBA ground = rgba_of(color_of(chip->state), 1), ink = text_upon(color_of(chip->state));
  set_label(self, chip->label, chip->width - 2 * CHIP_PADDING);
  pango_layout_get_pixel_size(self->layout, &text_width, &text_height);
  double pill_height = MIN(height, text_height + 1.0), top = y + (height - pill_height) / 2;
  graphene_rect_t box = GRAPHENE_RECT_INIT((float)x, (float)top, (float)chip->width, (float)pill_height);
  gsk_rounded_rect_init_from_rect(&pill, &box, (float)pill_height / 2);
  gtk_snapshot_push_rounded_clip(snapshot, &pill);
  gtk_snapshot_append_color(snapshot, &ground, &box);
  gtk_snapshot_pop(snapshot);
  gtk_snapshot_save(snapshot);
  gtk_snapshot_translate(
      snapshot, &GRAPHENE_POINT_INIT((float)(x + CHIP_PADDING), (float)(y + (height - text_height) / 2)));
  gtk_snapshot_append_layout(snapshot, self->layout, &ink);
  gtk_snapshot_restore(snapshot);
}

static void
snapshot_line (GtkSourceGutterRenderer *renderer, GtkSnapshot *snapshot, GtkSourceGutterLines *lines,
               guint number)
{
  GantryTaskGutter *self = GANTRY_TASK_GUTTER(renderer);
  const Line *line = self->lines ? g_hash_table_lookup(self->lines, GUINT_TO_POINTER(number + 1)) : NULL;
  int y, height;
  if (!line)
    return;
  /* What is to be used instead is younger than the oldest GtkSourceView that will do. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_source_gutter_lines_get_line_yrange(lines, number, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_CELL, &y,
                                          &height);
  G_GNUC_END_IGNORE_DEPRECATIONS
  GdkRGBA tint = gantry_task_gutter_tint(line->telling);
  int width = gtk_widget_get_width(GTK_WIDGET(self));
  gtk_snapshot_append_color(snapshot, &tint, &GRAPHENE_RECT_INIT(0, (float)y, (float)width, (float)height));
  double x = width - PADDING - line->width;
  for (guint i = 0; i < line->chips->len; i++) {
    const Chip *chip = &g_array_index(line->chips, Chip, i);
    draw_chip(self, snapshot, chip, x, y, height);
    x += chip->width + GAP;
  }
}

static void
chip_clear (gpointer data)
{
  g_free(((Chip *)data)->label);
}

static void
line_free (gpointer data)
{
  Line *line = data;
  g_array_unref(line->chips);
  g_free(line);
}

static int
width_of (GantryTaskGutter *self, const char *label)
{
  int width, height;
  set_label(self, label, 0);
  pango_layout_get_pixel_size(self->layout, &width, &height);
  return width + 2 * CHIP_PADDING;
}

/* At most `room` wide; what does not fit is cut. */
static void
add_chip (GantryTaskGutter *self, Line *line, const char *label, GantryState state, int room)
{
  Chip chip = {.label = g_strdup(label), .state = state, .width = MIN(width_of(self, label), room)};
  line->width += chip.width + (line->chips->len > 0 ? GAP : 0);
  g_array_append_val(line->chips, chip);
}

/* All by name where there is room for them; else the first, and how many there are besides. */
static Line *
line_new (GantryTaskGutter *self, const GantryLineTasks *tasks)
{
  Line *line = g_new0(Line, 1);
  int room = WIDEST - 2 * PADDING, needed = 0;
  g_autofree char *more = g_strdup_printf("+%u", tasks->count - 1);
  line->telling = tasks->states[0];
  line->chips = g_array_new(FALSE, FALSE, sizeof(Chip));
  g_array_set_clear_func(line->chips, chip_clear);
  for (guint i = 0; i < MIN(tasks->count, GANTRY_CHIPS_AT_ONCE); i++)
    needed += width_of(self, tasks->names[i]) + GAP;
  bool all = tasks->count <= GANTRY_CHIPS_AT_ONCE && needed - GAP <= room;
  for (guint i = 0; i < (all ? tasks->count : 1); i++)
    add_chip(self, line, tasks->names[i], tasks->states[i],
             all || tasks->count == 1 ? room : room - GAP - width_of(self, more));
  if (!all && tasks->count > 1)
    add_chip(self, line, more, tasks->states[0], room);
  return line;
}

/* Smaller than the text, and no letter of the code's. */
static void
make_layout (GantryTaskGutter *self)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new();
  g_clear_object(&self->layout);
  self->layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), "");
  pango_attr_list_insert(attributes, pango_attr_scale_new(PANGO_SCALE_SMALL));
  pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
  pango_attr_list_insert(attributes, pango_attr_family_new("sans-serif"));
  pango_layout_set_attributes(self->layout, attributes);
  pango_layout_set_ellipsize(self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode(self->layout, TRUE);
}

void
gantry_task_gutter_set_lines (GantryTaskGutter *self, GHashTable *lines)
{
  GHashTableIter iter;
  gpointer number, tasks;
  int widest = 0;
  g_clear_pointer(&self->lines, g_hash_table_unref);
  self->lines = g_hash_table_new_full(NULL, NULL, NULL, line_free);
  make_layout(self);
  if (lines)
    g_hash_table_iter_init(&iter, lines);
  while (lines && g_hash_table_iter_next(&iter, &number, &tasks)) {
    Line *line = line_new(self, tasks);
    widest = MAX(widest, line->width + 2 * PADDING);
    g_hash_table_insert(self->lines, number, line);
  }
  self->width = widest > 0 ? MAX(widest, self->width) : 0;
  gtk_widget_set_size_request(GTK_WIDGET(self), self->width, -1);
  gtk_widget_set_visible(GTK_WIDGET(self), widest > 0);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
dispose (GObject *object)
{
  g_clear_pointer(&GANTRY_TASK_GUTTER(object)->lines, g_hash_table_unref);
  g_clear_object(&GANTRY_TASK_GUTTER(object)->layout);
  G_OBJECT_CLASS(gantry_task_gutter_parent_class)->dispose(object);
}

static void
gantry_task_gutter_class_init (GantryTaskGutterClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  GTK_SOURCE_GUTTER_RENDERER_CLASS(class)->snapshot_line = snapshot_line;
}

static void
gantry_task_gutter_init (GantryTaskGutter *self)
{
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}

GtkSourceGutterRenderer *
gantry_task_gutter_new (void)
{
  return g_object_new(GANTRY_TYPE_TASK_GUTTER, NULL);
}
