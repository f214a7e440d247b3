/* Counting what the process has more than before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/reading-room.h"

#include "format/file-stream.h"
#include "trace/machine-memory.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* Of the machine's memory, for one trace: when it is put in order, it may take as much again for a moment. */
#define PART 3

void
gantry_reading_room_begin (GantryReadingRoom *room, const GantryReading *reading)
{
  int64_t wanted = reading ? reading->most_memory : 0;
  room->before = gantry_own_memory();
  room->most = room->before + (wanted > 0 ? wanted : (int64_t)(gantry_machine_memory() / PART));
}

bool
gantry_reading_room_is_left (GantryReadingRoom *room)
{
  int64_t own = gantry_own_memory();
  /* What grows doubles, and is put in order at last: it takes as much again. */
  room->is_refused = !gantry_memory_is_to_be_had((uint64_t)MAX(own - room->before, 0));
  return own <= room->most && !room->is_refused;
}

char *
gantry_reading_room_refusal (const GantryReadingRoom *room)
{
  g_autoptr(GError) refused = NULL;
  gantry_set_file_error(&refused, ENOMEM);
  if (room->is_refused)
    return g_strdup(refused->message);
  g_autofree char *most = g_format_size((guint64)(room->most - room->before));
  return g_strdup_printf(_("it would take more than %s of memory"), most);
}

bool
gantry_reading_room_has (const GantryReading *reading, uint64_t bytes, GError **error)
{
  GantryReadingRoom room = {0};
  gantry_reading_room_begin(&room, reading);
  room.is_refused = !gantry_memory_is_to_be_had(bytes);
  if (!room.is_refused && bytes <= (uint64_t)(room.most - room.before))
    return true;
  g_autofree char *refusal = gantry_reading_room_refusal(&room);
  g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, refusal);
  return false;
}
