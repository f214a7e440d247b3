/* Mutations that keep lines whole: of a text in a language of lines, what changes single bytes hardly ever
 * makes another one that means something.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate (uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver (const uint8_t *data, size_t size, const uint8_t *other, size_t other_size,
                                  uint8_t *out, size_t most, unsigned seed);

typedef struct {
  const uint8_t *data;
  size_t size;
} Span;

static unsigned
draw (unsigned *state, size_t below)
{
  *state = *state * 1103515245u + 12345u;
  return (unsigned)((*state >> 8) % MAX(below, 1));
}

/* From the beginning of a line to that of one behind it. */
static Span
draw_lines (Span text, unsigned most_lines, unsigned *state)
{
  Span span = {text.data + draw(state, text.size), 0};
  const uint8_t *end = text.data + text.size;
  while (span.data > text.data && span.data[-1] != '\n')
    span.data--;
  for (unsigned n = 1 + draw(state, most_lines); n > 0; n--) {
    const uint8_t *last = memchr(span.data + span.size, '\n', (size_t)(end - span.data) - span.size);
    span.size = (size_t)((last ? last + 1 : end) - span.data);
  }
  return span;
}

static bool
append (uint8_t *out, size_t *size, size_t most, Span span)
{
  if (span.size > most - *size)
    return false;
  if (span.size > 0)
    memcpy(out + *size, span.data, span.size);
  *size += span.size;
  return true;
}

/* `text` with `what` in place of `place`. 0: there is no room. */
static size_t
put (Span text, Span place, Span what, uint8_t *out, size_t most)
{
  size_t size = 0, before = (size_t)(place.data - text.data);
  Span head = {text.data, before}, tail = {place.data + place.size, text.size - before - place.size};
  return append(out, &size, most, head) && append(out, &size, most, what) && append(out, &size, most, tail)
             ? size
             : 0;
}

size_t
LLVMFuzzerCustomCrossOver (const uint8_t *data, size_t size, const uint8_t *other, size_t other_size,
                           uint8_t *out, size_t most, unsigned seed)
{
  Span text = {data, size}, donor = {other, other_size};
  if (size == 0 || other_size == 0)
    return 0;
  Span place = draw_lines(text, 3, &seed);
  if (draw(&seed, 2) == 0)
    place.size = 0;
  return put(text, place, draw_lines(donor, 4, &seed), out, most);
}

/* Another number in place of one that stands there. 0: there is none. */
static size_t
change_number (Span text, uint8_t *out, size_t most, unsigned *state)
{
  static const char *const numbers[] = {"0", "1", "2", "3", "7", "100", "9223372036854775807"};
  Span place = {text.data + draw(state, text.size), 0};
  const uint8_t *end = text.data + text.size;
  while (place.data < end && !g_ascii_isdigit(*place.data))
    place.data++;
  while (place.data + place.size < end && g_ascii_isdigit(place.data[place.size]))
    place.size++;
  const char *number = numbers[draw(state, G_N_ELEMENTS(numbers))];
  return place.size > 0 ? put(text, place, (Span){(const uint8_t *)number, strlen(number)}, out, most) : 0;
}

size_t
LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t most, unsigned seed)
{
  unsigned what = draw(&seed, 8);
  if (what < 3 || size == 0)
    return LLVMFuzzerMutate(data, size, most);
  g_autofree uint8_t *copy = g_memdup2(data, size);
  Span text = {copy, size}, place = draw_lines(text, 3, &seed), lines = draw_lines(text, 3, &seed);
  size_t made = 0;
  if (what == 3)
    made = put(text, place, (Span){0}, data, most);
  else if (what == 4)
    made = put(text, place, lines, data, most);
  else if (what == 5)
    made = change_number(text, data, most, &seed);
  else
    made = put(text, (Span){place.data, 0}, lines, data, most);
  if (made == 0)
    memcpy(data, copy, size);
  return made > 0 ? made : LLVMFuzzerMutate(data, size, most);
}
