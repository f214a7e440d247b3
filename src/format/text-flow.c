/* A text, piece by piece.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/text-flow.h"

#define ENOUGH ((gsize)1 << 18)

void
gantry_text_flow_init (GantryTextFlow *flow, GOutputStream *stream)
{
  *flow = (GantryTextFlow){.text = g_string_new(NULL), .stream = stream};
}

static void
write_all (GantryTextFlow *flow)
{
  if (!flow->fault)
    g_output_stream_write_all(flow->stream, flow->text->str, flow->text->len, NULL, NULL, &flow->fault);
  g_string_truncate(flow->text, 0);
}

void
gantry_text_flow_pass (GantryTextFlow *flow)
{
  if (flow->stream && flow->text->len >= ENOUGH)
    write_all(flow);
}

bool
gantry_text_flow_end (GantryTextFlow *flow, GError **error)
{
  if (flow->stream)
    write_all(flow);
  g_string_free(flow->text, TRUE);
  if (flow->fault)
    g_propagate_error(error, flow->fault);
  return !flow->fault;
}
