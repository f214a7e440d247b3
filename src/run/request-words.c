/* Names of requests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/request-words.h"

#include <glib/gi18n-lib.h>

static const char *
word_of (GantryRequestKind kind)
{
  static const char *const words[GANTRY_N_REQUESTS] = {
      [GANTRY_REQUEST_READ] = "read",       [GANTRY_REQUEST_WRITE] = "write",
      [GANTRY_REQUEST_FETCH] = "fetch",     [GANTRY_REQUEST_CANCEL] = "cancel",
      [GANTRY_REQUEST_NOTIFY] = "notify",   [GANTRY_REQUEST_SEND] = "send",
      [GANTRY_REQUEST_RECEIVE] = "receive", [GANTRY_REQUEST_STORE] = "store",
      [GANTRY_REQUEST_LOAD] = "load",       [GANTRY_REQUEST_SUBMIT] = "submit",
      [GANTRY_REQUEST_JOIN_POOL] = "join",  [GANTRY_REQUEST_OFFLOAD] = "offload",
      [GANTRY_REQUEST_WAIT] = "wait",       [GANTRY_REQUEST_ACQUIRE] = "acquire",
      [GANTRY_REQUEST_RELEASE] = "release", [GANTRY_REQUEST_RUN_ASYNC_BEGIN] = "run async",
      [GANTRY_REQUEST_LENGTH] = "len",
  };
  return words[kind] ? words[kind] : "?";
}

char *
gantry_request_not_here (const GantryProgram *program, const GantryRequest *request)
{
  const char *word = word_of(request->kind);
  if (request->object == GANTRY_NO_OBJECT)
    return g_strdup_printf(_("‘%s’ is not on this model yet"), word);
  return g_strdup_printf(_("‘%s’ with a %s is not on this model yet"), word,
                         gantry_thing_kind_id(program->things[request->object].kind));
}
