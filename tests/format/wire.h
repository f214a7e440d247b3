/* The wire format of protocol buffers, by hand: to look into bytes and to make up messages, sound ones and
 * others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint32_t number;
  int type; /* 0 varint, 1 eight bytes, 2 bytes with a length */
  uint64_t value;
  const uint8_t *data;
  size_t length; /* of data; 0 for numbers */
} WireField;

/* What of a message has not been looked at. */
typedef struct {
  const uint8_t *at;
  const uint8_t *end;
} WireRest;

/* The next field; FALSE at the end. Bytes that are no message end the test. */
bool wire_next (WireRest *rest, WireField *field);
/* The field of that number, the `place`-th from 0; FALSE: there is none. */
bool wire_find (const WireField *message, uint32_t number, guint place, WireField *field);
/* Its value, 0 where it is missing. */
uint64_t wire_number (const WireField *message, uint32_t number);
/* Newly allocated; NULL where it is missing. */
char *wire_text (const WireField *message, uint32_t number);

GByteArray *wire_new (void);
void wire_put_varint (GByteArray *message, uint64_t value);
void wire_put_number (GByteArray *message, uint32_t number, uint64_t value);
void wire_put_fixed (GByteArray *message, uint32_t number, uint64_t value);
void wire_put_double (GByteArray *message, uint32_t number, double value);
void wire_put_text (GByteArray *message, uint32_t number, const char *text);
/* Takes `inner`. */
void wire_put_message (GByteArray *message, uint32_t number, GByteArray *inner);
