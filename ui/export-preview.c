/* The preview: one picture at a time is drawn, always the newest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-preview.h"

#include "trace/background.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_PIXELS 16e6 /* of a preview: a larger picture is drawn smaller */
#define ZOOM_STEP 1.25
#define MOST_ZOOM 8

struct _GantryExportPreview {
  GtkBox parent_instance;
  GtkPicture *picture;
  GtkLabel *note;
  GtkLabel *zoom_label;
  GantryExportJob *next; /* waits for the one that is being drawn, or NULL */
  bool drawing;
  int zoom; /* steps from one pixel for each, INT_MIN: fitted */
  int width, height;
};

enum { DRAWN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GantryExportPreview, gantry_export_preview, GTK_TYPE_BOX)

/* What a thread has drawn. */
typedef struct {
  cairo_surface_t *surface;
  char *note;
} Drawn;

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;
  g_clear_pointer(&drawn->surface, cairo_surface_destroy);
  g_free(drawn->note);
  g_free(drawn);
}

static void
paint (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  Drawn *drawn = g_new0(Drawn, 1);
  drawn->surface = gantry_export_job_paint(data, MOST_PIXELS, &drawn->note, &error);
  if (drawn->surface) {
    cairo_surface_flush(drawn->surface);
    g_task_return_pointer(task, drawn, drawn_free);
  } else {
    drawn_free(drawn);
    g_task_return_error(task, error);
  }
}

static GdkTexture *
texture_of (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
  int stride = cairo_image_surface_get_stride(surface);
  g_autoptr(GBytes) bytes =
      g_bytes_new_with_free_func(cairo_image_surface_get_data(surface), (gsize)stride * (gsize)height,
                                 (GDestroyNotify)cairo_surface_destroy, cairo_surface_reference(surface));
  return gdk_memory_texture_new(width, height, GDK_MEMORY_DEFAULT, bytes, (gsize)stride);
}

static bool
is_fitted (const GantryExportPreview *self)
{
  return self->zoom == INT_MIN;
}

/* Before it is fitted again, steps count from the size that it has then. */
static void
update_zoom (GantryExportPreview *self)
{
  double factor = is_fitted(self) ? 0.0 : pow(ZOOM_STEP, self->zoom);
  int scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));
  g_autofree char *text =
      is_fitted(self) ? g_strdup(_("Fitted")) : g_strdup_printf(_("%.0f %%"), factor * 100.0);
  gtk_label_set_text(self->zoom_label, text);
  gtk_widget_set_size_request(GTK_WIDGET(self->picture),
                              is_fitted(self) ? -1 : (int)ceil(self->width * factor / scale),
                              is_fitted(self) ? -1 : (int)ceil(self->height * factor / scale));
}

static void
set_note (GantryExportPreview *self, const char *note)
{
  gtk_label_set_text(self->note, note ? note : "");
  gtk_widget_set_visible(GTK_WIDGET(self->note), note != NULL);
}

static void draw_next (GantryExportPreview *self);

static void
on_painted (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryExportPreview *self = GANTRY_EXPORT_PREVIEW(source);
  g_autoptr(GError) error = NULL;
  Drawn *drawn = g_task_propagate_pointer(G_TASK(result), &error);
  self->drawing = false;
  if (self->picture && drawn) {
    g_autoptr(GdkTexture) texture = texture_of(drawn->surface);
    self->width = gdk_texture_get_width(texture);
    self->height = gdk_texture_get_height(texture);
    gtk_picture_set_paintable(self->picture, GDK_PAINTABLE(texture));
    set_note(self, drawn->note);
    update_zoom(self);
  } else if (self->picture) {
    self->width = self->height = 0;
    gtk_picture_set_paintable(self->picture, NULL);
    set_note(self, error->message);
  }
  g_clear_pointer(&drawn, drawn_free);
  draw_next(self);
}

static void
draw_next (GantryExportPreview *self)
{
  if (self->drawing || !self->picture)
    return;
  if (!self->next) {
    g_signal_emit(self, signals[DRAWN], 0);
    return;
  }
  g_autoptr(GTask) task = g_task_new(self, NULL, on_painted, NULL);
  g_task_set_task_data(task, g_steal_pointer(&self->next), (GDestroyNotify)gantry_export_job_unref);
  self->drawing = true;
  gantry_run_in_background(task, paint);
}

void
gantry_export_preview_show (GantryExportPreview *self, GantryExportJob *job)
{
  g_clear_pointer(&self->next, gantry_export_job_unref);
  self->next = gantry_export_job_ref(job);
  draw_next(self);
}

bool
gantry_export_preview_is_drawn (GantryExportPreview *self)
{
  return !self->drawing && !self->next && self->width > 0;
}

void
gantry_export_preview_get_size (GantryExportPreview *self, int *width, int *height)
{
  *width = self->width;
  *height = self->height;
}

/* The step that is nearest to what is seen. */
static int
fitted_step (const GantryExportPreview *self)
{
  int scale = gtk_widget_get_scale_factor(GTK_WIDGET(self->picture));
  double across = gtk_widget_get_width(GTK_WIDGET(self->picture)) * scale / (double)MAX(self->width, 1);
  double down = gtk_widget_get_height(GTK_WIDGET(self->picture)) * scale / (double)MAX(self->height, 1);
  double factor = CLAMP(fmin(across, down), 0.05, 4.0);
  return (int)round(log(factor) / log(ZOOM_STEP));
}

void
gantry_export_preview_zoom (GantryExportPreview *self, int step)
{
  if (step == 0)
    self->zoom = INT_MIN;
  else
    self->zoom = CLAMP((is_fitted(self) ? fitted_step(self) : self->zoom) + step, -MOST_ZOOM, MOST_ZOOM);
  update_zoom(self);
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_export_preview_zoom(GANTRY_EXPORT_PREVIEW(widget), g_variant_get_int32(parameter));
}

static void
dispose (GObject *object)
{
  GantryExportPreview *self = GANTRY_EXPORT_PREVIEW(object);
  self->picture = NULL; /* a child, which goes with the widget */
  g_clear_pointer(&self->next, gantry_export_job_unref);
  G_OBJECT_CLASS(gantry_export_preview_parent_class)->dispose(object);
}

static void
gantry_export_preview_class_init (GantryExportPreviewClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  signals[DRAWN] =
      g_signal_new("drawn", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action(GTK_WIDGET_CLASS(class), "preview.zoom", "i", zoom_action);
}

static GtkWidget *
make_button (const char *icon, const char *label, int step)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "preview.zoom");
  gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "i", step);
  gtk_widget_add_css_class(button, "flat");
  return button;
}

static GtkWidget *
make_zoom (GantryExportPreview *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->zoom_label = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_width_chars(self->zoom_label, 7);
  gtk_widget_add_css_class(GTK_WIDGET(self->zoom_label), "numeric");
  gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(box), make_button("zoom-out-symbolic", _("Smaller (Ctrl+−)"), -1));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->zoom_label));
  gtk_box_append(GTK_BOX(box), make_button("zoom-in-symbolic", _("Larger (Ctrl++)"), 1));
  gtk_box_append(GTK_BOX(box), make_button("zoom-fit-best-symbolic", _("Fit into the window (Ctrl+0)"), 0));
  return box;
}

static void
gantry_export_preview_init (GantryExportPreview *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing(GTK_BOX(self), 6);
  self->zoom = INT_MIN;
  self->picture = GTK_PICTURE(gtk_picture_new());
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("The picture as it will be"), -1);
  self->note = GTK_LABEL(gtk_label_new(""));
  gtk_picture_set_can_shrink(self->picture, TRUE);
  gtk_picture_set_alternative_text(self->picture, _("Preview of the picture"));
  gtk_widget_add_css_class(scrolled, "export-ground");
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->picture));
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_widget_set_hexpand(scrolled, TRUE);
  gtk_widget_set_size_request(scrolled, 240, 160);
  gtk_label_set_wrap(self->note, TRUE);
  gtk_label_set_xalign(self->note, 0.5F);
  gtk_widget_add_css_class(GTK_WIDGET(self->note), "warning");
  gtk_widget_set_visible(GTK_WIDGET(self->note), FALSE);
  gtk_box_append(GTK_BOX(self), scrolled);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->note));
  gtk_box_append(GTK_BOX(self), make_zoom(self));
  update_zoom(self);
}

GtkWidget *
gantry_export_preview_new (void)
{
  return g_object_new(GANTRY_TYPE_EXPORT_PREVIEW, NULL);
}
