/* Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-arena.h"

#define FIRST_BLOCK 4096u /* enough for most packets */
#define BLOCK 65536u
#define ALIGNMENT 16u
/* An empty message of two bytes takes some 150 in memory. Sound packets stay below 16 times their length; the
 * few bytes of a short one, too. */
#define TIMES 16u
#define AT_LEAST 65536u
#define AT_MOST (512u << 20)

static void *
arena_alloc (void *data, size_t size)
{
  GantryPerfettoArena *arena = data;
  gsize wanted = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  GByteArray *block = arena->blocks->pdata[arena->blocks->len - 1];
  if (wanted < size || wanted > arena->limit - arena->total)
    return NULL;
  arena->total += wanted;
  if (wanted > block->len - arena->used) {
    block = g_byte_array_sized_new((guint)MAX(wanted, BLOCK));
    g_byte_array_set_size(block, (guint)MAX(wanted, BLOCK));
    g_ptr_array_add(arena->blocks, block);
    arena->used = 0;
  }
  void *memory = block->data + arena->used;
  arena->used += wanted;
  return memory;
}

static void
arena_free (void *data, void *memory)
{
  /* all at once, by reset */
}

void
gantry_perfetto_arena_init (GantryPerfettoArena *arena)
{
  GByteArray *block = g_byte_array_sized_new(FIRST_BLOCK);
  g_byte_array_set_size(block, FIRST_BLOCK);
  *arena = (GantryPerfettoArena){
      .allocator = {arena_alloc, arena_free, arena},
      .blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref),
  };
  g_ptr_array_add(arena->blocks, block);
}

void
gantry_perfetto_arena_clear (GantryPerfettoArena *arena)
{
  g_ptr_array_unref(arena->blocks);
}

void
gantry_perfetto_arena_reset (GantryPerfettoArena *arena, gsize length)
{
  gpointer *blocks = arena->blocks->pdata;
  /* A trace whose packets take more takes it once. */
  if (arena->blocks->len > 1 && ((GByteArray *)blocks[1])->len == BLOCK) {
    gpointer first = blocks[0];
    blocks[0] = blocks[1];
    blocks[1] = first;
  }
  g_ptr_array_set_size(arena->blocks, 1);
  arena->used = arena->total = 0;
  arena->limit = MIN(length * TIMES + AT_LEAST, AT_MOST);
}
