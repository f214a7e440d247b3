/* The built-in scenarios and lectures, out of the resources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/library.h"

#include "scenario/lectures-resource.h"
#include "scenario/scenarios-resource.h"

#include <gio/gio.h>
#include <string.h>

/* A folder of texts; its file "order" names them, without their ending. */
typedef struct {
  const char *prefix, *ending;
  GResource *(*get_resource)(void);
  gsize once;
  char **ids;
} Shelf;

static Shelf scenarios = {.prefix = "/io/github/gantry/scenarios/",
                          .ending = ".scenario",
                          .get_resource = gantry_scenarios_get_resource};
static Shelf lectures = {.prefix = "/io/github/gantry/lectures/",
                         .ending = ".lecture",
                         .get_resource = gantry_lectures_get_resource};

static GBytes *
look_up (const Shelf *shelf, const char *name, const char *ending)
{
  g_autofree char *path = g_strconcat(shelf->prefix, name, ending, NULL);
  return g_resource_lookup_data(shelf->get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static char **
read_order (const Shelf *shelf)
{
  g_autoptr(GBytes) bytes = look_up(shelf, "order", "");
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GPtrArray *ids = g_ptr_array_new();
  for (char **line = lines; *line; line++) {
    g_strstrip(*line);
    if (**line && **line != '#')
      g_ptr_array_add(ids, g_strdup(*line));
  }
  g_ptr_array_add(ids, NULL);
  return (char **)g_ptr_array_free(ids, FALSE);
}

static const char *const *
list (Shelf *shelf)
{
  if (g_once_init_enter(&shelf->once)) {
    shelf->ids = read_order(shelf);
    g_once_init_leave(&shelf->once, 1);
  }
  return (const char *const *)shelf->ids;
}

static GBytes *
get (Shelf *shelf, const char *id)
{
  return g_strv_contains(list(shelf), id) ? look_up(shelf, id, shelf->ending) : NULL;
}

const char *const *
gantry_library_list (void)
{
  return list(&scenarios);
}

GBytes *
gantry_library_get (const char *id)
{
  return get(&scenarios, id);
}

const char *const *
gantry_lecture_library_list (void)
{
  return list(&lectures);
}

GBytes *
gantry_lecture_library_get (const char *id)
{
  return get(&lectures, id);
}
