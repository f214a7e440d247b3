/* An SVG's metadata: <metadata><gantry:trace>base64</gantry:trace></metadata>, in a namespace of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/embedded-private.h"

#include <string.h>

#define NAMESPACE "urn:gantry:trace"
#define LOOKED_AT 4096 /* bytes in which an SVG's first element begins */
#define LINE 76        /* letters of base64 */

/* What may stand before the element: a declaration, comments, a document type. */
bool
gantry_embed_is_svg (const char *start, gsize length)
{
  const char *from = memchr(start, '<', MIN(length, 64));
  gssize looked_at = from == NULL ? 0 : (gssize)MIN(length - (gsize)(from - start), LOOKED_AT);
  return looked_at > 0 && g_strstr_len(from, looked_at, "<svg") != NULL;
}

GByteArray *
gantry_embed_svg (const char *picture, gsize length, GBytes *packed)
{
  static const char before[] = "<metadata><gantry:trace xmlns:gantry=\"" NAMESPACE "\">\n";
  static const char after[] = "</gantry:trace></metadata>\n";
  const char *end = gantry_embed_find_last(picture, length, "</svg");
  if (end == NULL)
    return NULL;
  g_autofree char *text = g_base64_encode(g_bytes_get_data(packed, NULL), g_bytes_get_size(packed));
  GByteArray *carrier = g_byte_array_new();
  g_byte_array_append(carrier, (const guint8 *)picture, (guint)(end - picture));
  g_byte_array_append(carrier, (const guint8 *)before, sizeof before - 1);
  for (gsize i = 0, all = strlen(text); i < all; i += LINE) {
    g_byte_array_append(carrier, (const guint8 *)text + i, (guint)MIN(all - i, LINE));
    g_byte_array_append(carrier, (const guint8 *)"\n", 1);
  }
  g_byte_array_append(carrier, (const guint8 *)after, sizeof after - 1);
  g_byte_array_append(carrier, (const guint8 *)end, (guint)(length - (gsize)(end - picture)));
  return carrier;
}

/* While the file is gone through. Whoever saved it may have given the namespace another prefix. */
typedef struct {
  char *element; /* the name that the trace has, with its prefix; NULL: not yet met */
  GString *text; /* of it */
  bool inside, found;
} Search;

static void
on_start (GMarkupParseContext *context, const char *name, const char **names, const char **values,
          gpointer user_data, GError **error)
{
  Search *search = user_data;
  for (int i = 0; names[i] != NULL && search->element == NULL; i++)
    if (g_str_has_prefix(names[i], "xmlns:") && strcmp(values[i], NAMESPACE) == 0)
      search->element = g_strdup_printf("%s:trace", names[i] + strlen("xmlns:"));
  search->inside = !search->found && search->element != NULL && strcmp(name, search->element) == 0;
  search->found = search->found || search->inside;
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  ((Search *)user_data)->inside = false;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  Search *search = user_data;
  if (search->inside)
    g_string_append_len(search->text, text, (gssize)length);
}

GBytes *
gantry_extract_svg (const char *picture, gsize length, bool *damaged)
{
  static const GMarkupParser parser = {.start_element = on_start, .end_element = on_end, .text = on_text};
  /* Without the word it is not worth going through. */
  if (memmem(picture, length, NAMESPACE, strlen(NAMESPACE)) == NULL)
    return NULL;
  Search search = {.text = g_string_new(NULL)};
  g_autoptr(GMarkupParseContext) context =
      g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &search, NULL);
  bool is_whole = g_markup_parse_context_parse(context, picture, (gssize)length, NULL) && !search.inside;
  GBytes *packed = NULL;
  if (search.found && is_whole) {
    gsize size = 0;
    guchar *data = g_base64_decode(search.text->str, &size);
    packed = g_bytes_new_take(data, size);
  }
  *damaged = packed == NULL && (search.found || !is_whole);
  g_string_free(search.text, TRUE);
  g_free(search.element);
  return packed;
}
