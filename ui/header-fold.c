/* The fold in the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/header-fold.h"

#define PLENTY 4000 /* pixels: wider than it will ever be */
#define GAP 6

struct _GantryHeaderFold {
  GtkWidget parent_instance;
  GtkWidget *wide, *narrow, *beside;
};

G_DEFINE_FINAL_TYPE(GantryHeaderFold, gantry_header_fold, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GantryHeaderFold *self = GANTRY_HEADER_FOLD(widget);
  int wide, narrow, beside, wide_natural, narrow_natural, beside_natural;
  gtk_widget_measure(self->wide, orientation, -1, &wide, &wide_natural, NULL, NULL);
  gtk_widget_measure(self->narrow, orientation, -1, &narrow, &narrow_natural, NULL, NULL);
  gtk_widget_measure(self->beside, orientation, -1, &beside, &beside_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = narrow + GAP + beside;
    *natural = MAX(PLENTY, *minimum);
  } else {
    *minimum = MAX(wide, MAX(narrow, beside));
    *natural = MAX(wide_natural, MAX(narrow_natural, beside_natural));
  }
}

static void
place (GtkWidget *self, GtkWidget *child, int x, int width, int height)
{
  bool mirrored = gtk_widget_get_direction(self) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = {mirrored ? gtk_widget_get_width(self) - x - width : x, 0, width, height};
  gtk_widget_size_allocate(child, &area, -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GantryHeaderFold *self = GANTRY_HEADER_FOLD(widget);
  int wide, narrow, beside;
  gtk_widget_measure(self->wide, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
  gtk_widget_measure(self->narrow, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &narrow, NULL, NULL);
  gtk_widget_measure(self->beside, GTK_ORIENTATION_HORIZONTAL, -1, &beside, NULL, NULL, NULL);
  bool fits = wide + GAP + beside <= width;
  int first = fits ? wide : MIN(narrow, MAX(width - GAP - beside, 0));
  gtk_widget_set_child_visible(self->wide, fits);
  gtk_widget_set_child_visible(self->narrow, !fits);
  place(widget, fits ? self->wide : self->narrow, 0, first, height);
  place(widget, self->beside, first + GAP, MAX(width - first - GAP, beside), height);
}

static void
dispose (GObject *object)
{
  GantryHeaderFold *self = GANTRY_HEADER_FOLD(object);
  g_clear_pointer(&self->wide, gtk_widget_unparent);
  g_clear_pointer(&self->narrow, gtk_widget_unparent);
  g_clear_pointer(&self->beside, gtk_widget_unparent);
  G_OBJECT_CLASS(gantry_header_fold_parent_class)->dispose(object);
}

static void
gantry_header_fold_class_init (GantryHeaderFoldClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  GTK_WIDGET_CLASS(class)->measure = measure;
  GTK_WIDGET_CLASS(class)->size_allocate = size_allocate;
}

static void
gantry_header_fold_init (GantryHeaderFold *self)
{
}

GtkWidget *
gantry_header_fold_new (GtkWidget *wide, GtkWidget *narrow, GtkWidget *beside)
{
  GantryHeaderFold *self = g_object_new(GANTRY_TYPE_HEADER_FOLD, NULL);
  self->wide = wide;
  self->narrow = narrow;
  self->beside = beside;
  gtk_widget_set_parent(wide, GTK_WIDGET(self));
  gtk_widget_set_parent(narrow, GTK_WIDGET(self));
  gtk_widget_set_parent(beside, GTK_WIDGET(self));
  return GTK_WIDGET(self);
}
