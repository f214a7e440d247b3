/* The provider; what may stand where is said by scenario/complete.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/completion.h"

#include "scenario/complete.h"

#include <string.h>

/* One line of the list. */
#define GANTRY_TYPE_COMPLETION_ITEM (gantry_completion_item_get_type())
G_DECLARE_FINAL_TYPE(GantryCompletionItem, gantry_completion_item, GANTRY, COMPLETION_ITEM, GObject)

struct _GantryCompletionItem {
  GObject parent_instance;
  char *word, *help;
};

G_DEFINE_FINAL_TYPE_WITH_CODE(GantryCompletionItem, gantry_completion_item, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_COMPLETION_PROPOSAL, NULL))

struct _GantryCompletion {
  GObject parent_instance;
};

static void provider_interface_init (GtkSourceCompletionProviderInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GantryCompletion, gantry_completion, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_COMPLETION_PROVIDER,
                                                    provider_interface_init))

static void
item_finalize (GObject *object)
{
  GantryCompletionItem *item = GANTRY_COMPLETION_ITEM(object);
  g_free(item->word);
  g_free(item->help);
  G_OBJECT_CLASS(gantry_completion_item_parent_class)->finalize(object);
}

static void
gantry_completion_item_class_init (GantryCompletionItemClass *class)
{
  G_OBJECT_CLASS(class)->finalize = item_finalize;
}

static void
gantry_completion_item_init (GantryCompletionItem *item)
{
}

/* Names begin with what was typed; a word that is there already is not proposed again. */
static gboolean
item_fits (gpointer object, gpointer typed)
{
  const char *word = ((const GantryCompletionItem *)object)->word;
  return g_ascii_strncasecmp(word, typed, strlen(typed)) == 0 && !g_str_equal(word, typed);
}

static GtkFilter *
filter_of (GtkSourceCompletionContext *context)
{
  return GTK_FILTER(
      gtk_custom_filter_new(item_fits, gtk_source_completion_context_get_word(context), g_free));
}

static void
populate_async (GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new(provider, cancellable, callback, data);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER(gtk_source_completion_context_get_buffer(context));
  GListStore *items = g_list_store_new(GANTRY_TYPE_COMPLETION_ITEM);
  GtkTextIter begin, end, text_start, text_end;
  gtk_text_buffer_get_bounds(buffer, &text_start, &text_end);
  if (gtk_source_completion_context_get_bounds(context, &begin, &end)) {
    g_autofree char *text = gtk_text_buffer_get_text(buffer, &text_start, &text_end, TRUE);
    g_autoptr(GPtrArray) proposals = gantry_complete(text, (uint32_t)gtk_text_iter_get_line(&end),
                                                     (uint32_t)gtk_text_iter_get_line_offset(&end));
    for (guint i = 0; i < proposals->len; i++) {
      const GantryProposal *proposal = proposals->pdata[i];
      g_autoptr(GantryCompletionItem) item = g_object_new(GANTRY_TYPE_COMPLETION_ITEM, NULL);
      item->word = g_strdup(proposal->word);
      item->help = g_strdup(proposal->help);
      g_list_store_append(items, item);
    }
  }
  g_task_return_pointer(task, gtk_filter_list_model_new(G_LIST_MODEL(items), filter_of(context)),
                        g_object_unref);
}

static GListModel *
populate_finish (GtkSourceCompletionProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer(G_TASK(result), error);
}

static void
refilter (GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context, GListModel *model)
{
  g_autoptr(GtkFilter) filter = filter_of(context);
  gtk_filter_list_model_set_filter(GTK_FILTER_LIST_MODEL(model), filter);
}

static void
display (GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
         GtkSourceCompletionProposal *proposal, GtkSourceCompletionCell *cell)
{
  const GantryCompletionItem *item = GANTRY_COMPLETION_ITEM(proposal);
  switch (gtk_source_completion_cell_get_column(cell)) {
  case GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT:
    gtk_source_completion_cell_set_text(cell, item->word);
    break;
  case GTK_SOURCE_COMPLETION_COLUMN_COMMENT:
    gtk_source_completion_cell_set_text(cell, item->help);
    break;
  default:
    gtk_source_completion_cell_set_text(cell, NULL);
  }
}

static void
activate (GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
          GtkSourceCompletionProposal *proposal)
{
  const GantryCompletionItem *item = GANTRY_COMPLETION_ITEM(proposal);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER(gtk_source_completion_context_get_buffer(context));
  GtkTextIter begin, end;
  if (!gtk_source_completion_context_get_bounds(context, &begin, &end))
    return;
  gtk_text_buffer_begin_user_action(buffer);
  gtk_text_buffer_delete(buffer, &begin, &end);
  gtk_text_buffer_insert(buffer, &begin, item->word, -1);
  gtk_text_buffer_end_user_action(buffer);
}

/* A blank behind a word asks what comes next; a brace in a text which value. */
static gboolean
is_trigger (GtkSourceCompletionProvider *provider, const GtkTextIter *iter, gunichar typed)
{
  GtkTextIter before = *iter;
  if (typed == '{')
    return TRUE;
  return typed == ' ' && gtk_text_iter_backward_chars(&before, 2) &&
         g_unichar_isalnum(gtk_text_iter_get_char(&before));
}

static void
provider_interface_init (GtkSourceCompletionProviderInterface *interface)
{
  interface->populate_async = populate_async;
  interface->populate_finish = populate_finish;
  interface->refilter = refilter;
  interface->display = display;
  interface->activate = activate;
  interface->is_trigger = is_trigger;
}

static void
gantry_completion_class_init (GantryCompletionClass *class)
{
}

static void
gantry_completion_init (GantryCompletion *self)
{
}

GtkSourceCompletionProvider *
gantry_completion_new (void)
{
  return g_object_new(GANTRY_TYPE_COMPLETION, NULL);
}
