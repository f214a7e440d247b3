/* What a library ends the program for, in words for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/refusals.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What GLib and its like say of it, which is not translated. */
static struct {
  const char *said;
  const char *sentence; /* translated by gantry_refusals_init() */
} refusals[] = {
    {"failed to allocate", N_("there is not enough memory; close something and try again")},
    {"ot enough memory", N_("there is not enough memory; close something and try again")},
    {"reating thread", N_("the machine refuses another thread; close something and try again")},
    {"Too many open files", N_("too many files are open; close something and try again")},
};

void
gantry_refusals_init (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++)
    refusals[i].sentence = _(refusals[i].sentence);
}

const char *
gantry_refusal_find (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  if (!(level & G_LOG_LEVEL_ERROR))
    return NULL;
  for (gsize i = 0; i < n_fields; i++)
    for (gsize j = 0; strcmp(fields[i].key, "MESSAGE") == 0 && j < G_N_ELEMENTS(refusals); j++)
      if (strstr(fields[i].value, refusals[j].said))
        return refusals[j].sentence;
  return NULL;
}
