/* A PDF's attached file, appended as an incremental update: ISO 32000-1:2008, 7.5.6 and 7.11.4. All that was
 * there stays as it is; the catalogue is written anew with the attachment in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/embedded-private.h"

#include <inttypes.h>
#include <string.h>

#define KIND "/application#2Fx-gantry-trace"
#define TAIL 1024 /* bytes at the end in which the trailer's place is told */
#define MOST_DICTIONARY 4096

bool
gantry_embed_is_pdf (const char *start, gsize length)
{
  return length >= 5 && memcmp(start, "%PDF-", 5) == 0;
}

/* What has to be known of the file to go on with it. */
typedef struct {
  gsize table;           /* where its cross-reference table begins */
  guint64 size;          /* its objects, and the next one's number */
  guint64 root;          /* the catalogue's number */
  const char *trailer;   /* of the trailer's dictionary, behind the brackets */
  gsize trailer_length;  /* before the closing ones */
  const char *catalogue; /* the same of the catalogue */
  gsize catalogue_length;
} File;

static bool
get_number (const char **place, const char *end, guint64 *number)
{
  const char *p = *place;
  while (p < end && g_ascii_isspace(*p))
    p++;
  const char *first = p;
  for (*number = 0; p < end && g_ascii_isdigit(*p) && p - first < 15; p++)
    *number = *number * 10 + (guint64)(*p - '0');
  *place = p;
  return p > first;
}

/* The number behind a key. */
static bool
find_number (const char *from, gsize length, const char *key, guint64 *number)
{
  const char *place = memmem(from, length, key, strlen(key));
  if (place == NULL)
    return false;
  place += strlen(key);
  return get_number(&place, from + length, number);
}

/* The dictionary that begins at or soon behind `place`, up to its own closing brackets. */
static bool
find_dictionary (const char *place, const char *end, const char **dictionary, gsize *length)
{
  const char *open = memmem(place, MIN((gsize)(end - place), 64), "<<", 2);
  int depth = 0;
  if (open == NULL)
    return false;
  *dictionary = open + 2;
  end = MIN(end, open + MOST_DICTIONARY);
  for (const char *p = open; p + 1 < end; p++) {
    if (p[0] == '<' && p[1] == '<') {
      depth++;
      p++;
    } else if (p[0] == '>' && p[1] == '>') {
      if (--depth == 0) {
        *length = (gsize)(p - *dictionary);
        return true;
      }
      p++;
    }
  }
  return false;
}

static bool
find_trailer (const char *picture, gsize length, File *file)
{
  const char *end = picture + length;
  gsize tail = MIN(length, TAIL);
  const char *start = gantry_embed_find_last(end - tail, tail, "startxref");
  guint64 table;
  if (start == NULL || !find_number(start, (gsize)(end - start), "startxref", &table) || table + 4 > length ||
      memcmp(picture + table, "xref", 4) != 0)
    return false;
  file->table = (gsize)table;
  const char *trailer = memmem(picture + table, length - (gsize)table, "trailer", strlen("trailer"));
  return trailer != NULL && find_dictionary(trailer, end, &file->trailer, &file->trailer_length) &&
         find_number(file->trailer, file->trailer_length, "/Size", &file->size) &&
         find_number(file->trailer, file->trailer_length, "/Root", &file->root);
}

static bool
find_catalogue (const char *picture, gsize length, File *file)
{
  const char *end = picture + length;
  g_autofree char *mark = g_strdup_printf("\n%" PRIu64 " 0 obj", file->root);
  const char *place = gantry_embed_find_last(picture, length, mark);
  return place != NULL &&
         find_dictionary(place + strlen(mark), end, &file->catalogue, &file->catalogue_length) &&
         memmem(file->catalogue, file->catalogue_length, "/Names", 6) == NULL;
}

static void
add (GByteArray *array, const char *text)
{
  g_byte_array_append(array, (const guint8 *)text, (guint)strlen(text));
}

G_GNUC_PRINTF(2, 3)
static void
add_printf (GByteArray *array, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  add(array, text);
}

static guint
add_catalogue (GByteArray *carrier, const File *file)
{
  guint offset = carrier->len;
  add_printf(carrier, "%" PRIu64 " 0 obj\n<<", file->root);
  g_byte_array_append(carrier, (const guint8 *)file->catalogue, (guint)file->catalogue_length);
  add_printf(carrier,
             "   /Names << /EmbeddedFiles << /Names [ (" GANTRY_EMBED_FILE_NAME ") %" PRIu64
             " 0 R ] >> >>\n>>\nendobj\n",
             file->size + 1);
  return offset;
}

static guint
add_stream (GByteArray *carrier, const File *file, GBytes *packed, gsize size)
{
  guint offset = carrier->len;
  add_printf(carrier,
             "%" PRIu64 " 0 obj\n<< /Type /EmbeddedFile\n   /Subtype " KIND
             "\n   /Filter /FlateDecode\n   /Params << /Size %zu >>\n   /Length %zu\n>>\nstream\n",
             file->size, size, g_bytes_get_size(packed));
  g_byte_array_append(carrier, g_bytes_get_data(packed, NULL), (guint)g_bytes_get_size(packed));
  add(carrier, "\nendstream\nendobj\n");
  return offset;
}

static guint
add_file (GByteArray *carrier, const File *file)
{
  guint offset = carrier->len;
  add_printf(carrier,
             "%" PRIu64 " 0 obj\n<< /Type /Filespec\n   /F (" GANTRY_EMBED_FILE_NAME
             ")\n   /UF (" GANTRY_EMBED_FILE_NAME ")\n   /EF << /F %" PRIu64 " 0 R /UF %" PRIu64
             " 0 R >>\n>>\nendobj\n",
             file->size + 1, file->size, file->size);
  return offset;
}

/* The old trailer's entries but its size, and the way back to the old table. */
static void
add_trailer (GByteArray *carrier, const File *file)
{
  guint64 info;
  add_printf(carrier, "trailer\n<< /Size %" PRIu64 "\n   /Root %" PRIu64 " 0 R\n", file->size + 2,
             file->root);
  if (find_number(file->trailer, file->trailer_length, "/Info", &info))
    add_printf(carrier, "   /Info %" PRIu64 " 0 R\n", info);
  add_printf(carrier, "   /Prev %zu\n>>\n", file->table);
}

GByteArray *
gantry_embed_pdf (const char *picture, gsize length, GBytes *packed, gsize size)
{
  File file = {0};
  if (!find_trailer(picture, length, &file) || !find_catalogue(picture, length, &file))
    return NULL;
  GByteArray *carrier = g_byte_array_new();
  g_byte_array_append(carrier, (const guint8 *)picture, (guint)length);
  if (length == 0 || picture[length - 1] != '\n')
    add(carrier, "\n");
  guint catalogue = add_catalogue(carrier, &file);
  guint stream = add_stream(carrier, &file, packed, size);
  guint file_offset = add_file(carrier, &file);
  guint table = carrier->len;
  add_printf(carrier, "xref\n%" PRIu64 " 1\n%010u 00000 n \n", file.root, catalogue);
  add_printf(carrier, "%" PRIu64 " 2\n%010u 00000 n \n%010u 00000 n \n", file.size, stream, file_offset);
  add_trailer(carrier, &file);
  add_printf(carrier, "startxref\n%u\n%%%%EOF\n", table);
  return carrier;
}

/* The stream of our kind, wherever it is: programs that save a file anew keep its kind and its packing, but
 * neither its place nor the order of its entries. */
GBytes *
gantry_extract_pdf (const char *picture, gsize length, bool *damaged)
{
  const char *end = picture + length;
  const char *kind = gantry_embed_find_last(picture, length, KIND);
  if (kind == NULL)
    return NULL;
  *damaged = true;
  const char *stream = memmem(kind, MIN((gsize)(end - kind), MOST_DICTIONARY), "stream", strlen("stream"));
  if (stream == NULL)
    return NULL;
  stream += strlen("stream");
  if (stream < end && *stream == '\r')
    stream++;
  if (stream < end && *stream == '\n')
    stream++;
  /* What is packed knows where it ends; what stands behind that does not matter. */
  *damaged = false;
  return g_bytes_new(stream, (gsize)(end - stream));
}
