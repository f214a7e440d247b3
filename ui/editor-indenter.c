/* The indenter; how far is said by scenario/complete.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/editor-indenter.h"

#include "scenario/complete.h"

struct _GantryEditorIndenter {
  GObject parent_instance;
};

static void indenter_interface_init (GtkSourceIndenterInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GantryEditorIndenter, gantry_editor_indenter, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_INDENTER, indenter_interface_init))

static gboolean
is_trigger (GtkSourceIndenter *indenter, GtkSourceView *view, const GtkTextIter *location,
            GdkModifierType state, guint keyval)
{
  if (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK) && keyval != GDK_KEY_colon)
    return FALSE;
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_colon;
}

/* The line begins with so many spaces; what comes behind them stays. */
static void
set_indentation (GtkTextBuffer *buffer, int line, uint32_t spaces)
{
  g_autofree char *text = g_strnfill(spaces, ' ');
  GtkTextIter start, end;
  gtk_text_buffer_get_iter_at_line(buffer, &start, line);
  end = start;
  while (gtk_text_iter_get_char(&end) == ' ')
    gtk_text_iter_forward_char(&end);
  if (gtk_text_iter_get_line_offset(&end) == (int)spaces)
    return;
  gtk_text_buffer_delete(buffer, &start, &end);
  gtk_text_buffer_insert(buffer, &start, text, (int)spaces);
}

static void
indent (GtkSourceIndenter *indenter, GtkSourceView *view, GtkTextIter *iter)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
  g_autoptr(GtkTextMark) place = g_object_ref(gtk_text_buffer_create_mark(buffer, NULL, iter, FALSE));
  int line = gtk_text_iter_get_line(iter);
  GtkTextIter start, end;
  if (gtk_text_iter_get_line_offset(iter) == 0 && line > 0) { /* Return was typed */
    gtk_text_buffer_get_iter_at_line(buffer, &start, line - 1);
    end = *iter;
    gtk_text_iter_backward_char(&end);
    g_autofree char *above = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    set_indentation(buffer, line, gantry_indentation_after(above));
  } else {
    gtk_text_buffer_get_bounds(buffer, &start, &end);
    g_autofree char *text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    uint32_t spaces = gantry_indentation_of_else(text, (uint32_t)line);
    if (spaces != UINT32_MAX)
      set_indentation(buffer, line, spaces);
  }
  gtk_text_buffer_get_iter_at_mark(buffer, iter, place);
  gtk_text_buffer_delete_mark(buffer, place);
}

static void
indenter_interface_init (GtkSourceIndenterInterface *interface)
{
  interface->is_trigger = is_trigger;
  interface->indent = indent;
}

static void
gantry_editor_indenter_class_init (GantryEditorIndenterClass *class)
{
}

static void
gantry_editor_indenter_init (GantryEditorIndenter *self)
{
}
