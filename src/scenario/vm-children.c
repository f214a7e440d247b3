/* The children of a task.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/vm-children.h"

typedef struct {
  uint64_t handle;
  uint32_t task;
  uint32_t given_name;
  uint32_t batch; /* number of the start that it came from */
  bool daemon;
  bool joined;
} Child;

struct GantryChildren {
  GArray *children; /* Child */
  GArray *handles;  /* uint64_t: the last answer */
  uint32_t batch;
  const GantrySite *starting; /* site of the last start, */
  const GantrySite *joining;  /* and of the last join */
  uint32_t newest[]; /* of each given name: its newest batch, 0 if there is none. A name given again means the
                        newest start, so nothing of the older ones has to be touched */
};

GantryChildren *
gantry_children_new (uint32_t n_given_names)
{
  GantryChildren *children = g_malloc0(sizeof(GantryChildren) + n_given_names * sizeof(uint32_t));
  children->children = g_array_new(FALSE, FALSE, sizeof(Child));
  children->handles = g_array_new(FALSE, FALSE, sizeof(uint64_t));
  return children;
}

void
gantry_children_free (GantryChildren *children)
{
  if (!children)
    return;
  g_array_unref(children->children);
  g_array_unref(children->handles);
  g_free(children);
}

void
gantry_children_begin (GantryChildren *children, const GantrySite *site)
{
  children->starting = site;
  children->batch++;
  if (site->given_name != UINT32_MAX)
    children->newest[site->given_name] = children->batch;
}

void
gantry_children_add (GantryChildren *children, uint64_t handle)
{
  Child child = {
      .handle = handle,
      .task = children->starting->task,
      .given_name = children->starting->given_name,
      .batch = children->batch,
      .daemon = children->starting->daemon,
  };
  g_array_append_val(children->children, child);
}

bool
gantry_children_knows_name (const GantryChildren *children, uint32_t given_name)
{
  return children->newest[given_name] != 0;
}

static bool
can_be_named (const GantryChildren *children, const Child *child)
{
  return child->given_name != UINT32_MAX && children->newest[child->given_name] == child->batch;
}

static bool
is_meant (const GantryChildren *children, const Child *child, const GantrySite *site, bool joins)
{
  if (joins && child->daemon)
    return false;
  if (site->given_name != UINT32_MAX)
    return child->given_name == site->given_name && can_be_named(children, child);
  return !child->joined && (site->all || child->task == site->task);
}

const uint64_t *
gantry_children_find (GantryChildren *children, const GantrySite *site, bool joins, uint32_t *n_handles)
{
  g_array_set_size(children->handles, 0);
  for (guint i = 0; i < children->children->len; i++) {
    const Child *child = &g_array_index(children->children, Child, i);
    if (is_meant(children, child, site, joins))
      g_array_append_val(children->handles, child->handle);
  }
  children->joining = joins ? site : NULL;
  *n_handles = children->handles->len;
  return (const uint64_t *)(const void *)children->handles->data;
}

void
gantry_children_joined (GantryChildren *children)
{
  guint kept = 0;
  for (guint i = 0; i < children->children->len; i++) {
    Child child = g_array_index(children->children, Child, i);
    child.joined = child.joined || is_meant(children, &child, children->joining, true);
    if (!child.joined || can_be_named(children, &child))
      g_array_index(children->children, Child, kept++) = child;
  }
  g_array_set_size(children->children, kept);
}
