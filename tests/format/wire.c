/* Tags, varints and lengths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/wire.h"

#include <string.h>

static uint64_t
take_varint (WireRest *rest)
{
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    g_assert_cmpuint(shift, <, 70);
    g_assert_true(rest->at < rest->end);
    uint8_t byte = *rest->at++;
    value |= (uint64_t)(byte & 127) << shift;
    if (byte < 128)
      return value;
  }
}

static uint64_t
take_fixed (WireRest *rest)
{
  uint64_t value;
  g_assert_cmpint(rest->end - rest->at, >=, sizeof value);
  memcpy(&value, rest->at, sizeof value);
  rest->at += sizeof value;
  return GUINT64_FROM_LE(value);
}

bool
wire_next (WireRest *rest, WireField *field)
{
  if (rest->at == rest->end)
    return false;
  uint64_t tag = take_varint(rest);
  *field = (WireField){.number = (uint32_t)(tag >> 3), .type = (int)(tag & 7)};
  g_assert_true(field->type == 0 || field->type == 1 || field->type == 2);
  if (field->type == 1) {
    field->value = take_fixed(rest);
    return true;
  }
  field->value = take_varint(rest);
  if (field->type == 2) {
    g_assert_cmpuint(field->value, <=, (uint64_t)(rest->end - rest->at));
    field->data = rest->at;
    field->length = field->value;
    rest->at += field->length;
  }
  return true;
}

bool
wire_find (const WireField *message, uint32_t number, guint place, WireField *field)
{
  WireRest rest = {message->data, message->data + message->length};
  while (wire_next(&rest, field))
    if (field->number == number && place-- == 0)
      return true;
  return false;
}

uint64_t
wire_number (const WireField *message, uint32_t number)
{
  WireField field;
  return wire_find(message, number, 0, &field) ? field.value : 0;
}

char *
wire_text (const WireField *message, uint32_t number)
{
  WireField field;
  return wire_find(message, number, 0, &field) ? g_strndup((const char *)field.data, field.length) : NULL;
}

GByteArray *
wire_new (void)
{
  return g_byte_array_new();
}

void
wire_put_varint (GByteArray *message, uint64_t value)
{
  do {
    guint8 byte = (guint8)((value & 127) | (value > 127 ? 128 : 0));
    g_byte_array_append(message, &byte, 1);
    value >>= 7;
  } while (value > 0);
}

void
wire_put_number (GByteArray *message, uint32_t number, uint64_t value)
{
  wire_put_varint(message, (uint64_t)number << 3);
  wire_put_varint(message, value);
}

void
wire_put_fixed (GByteArray *message, uint32_t number, uint64_t value)
{
  uint64_t bytes = GUINT64_TO_LE(value);
  wire_put_varint(message, (uint64_t)number << 3 | 1);
  g_byte_array_append(message, (const guint8 *)&bytes, sizeof bytes);
}

void
wire_put_double (GByteArray *message, uint32_t number, double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  wire_put_fixed(message, number, bits);
}

static void
put_bytes (GByteArray *message, uint32_t number, const void *data, size_t length)
{
  wire_put_varint(message, (uint64_t)number << 3 | 2);
  wire_put_varint(message, length);
  g_byte_array_append(message, data, (guint)length);
}

void
wire_put_text (GByteArray *message, uint32_t number, const char *text)
{
  put_bytes(message, number, text, strlen(text));
}

void
wire_put_message (GByteArray *message, uint32_t number, GByteArray *inner)
{
  put_bytes(message, number, inner->data, inner->len);
  g_byte_array_unref(inner);
}
