/* One walk over the lines of a text, with the locks that are held at each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/variable-locks.h"

#include "timeline/text-lines.h"

#include <string.h>

#define MOST_LOCKS 64
/* No scenario that somebody wrote is longer. */
#define MOST_BYTES (64 * 1024)

#define WORD "([A-Za-z_]\\w*)"

/* A lock that is held at a line. */
typedef struct {
  guint lock;      /* its place among the names */
  uint32_t since;  /* the line that took it */
  size_t indent;   /* of that line */
  bool is_a_block; /* given back where its block ends */
} Held;

/* A line of a task that reads the variable, to add to it, or writes it. */
typedef struct {
  uint32_t line;
  uint32_t task; /* the line that begins it */
  bool reads, writes;
  uint64_t locks;             /* that it holds */
  uint32_t since[MOST_LOCKS]; /* of those: the line that took it */
} Access;

typedef struct {
  const char *variable;
  GPtrArray *locks; /* char *, names */
  GArray *held;     /* Held */
  GArray *accesses; /* Access */
  GRegex *declaration, *block, *taking, *assignment;
  uint32_t task; /* the line that begins it; 0: in none */
  bool in_main;  /* main writes it, too */
  bool is_unclear;
} Walk;

/* Each expression is for one text: to compile it for speed would take longer than it saves. */
static void
walk_init (Walk *walk, const char *variable)
{
  *walk = (Walk){
      .variable = variable,
      .locks = g_ptr_array_new_with_free_func(g_free),
      .held = g_array_new(FALSE, FALSE, sizeof(Held)),
      .accesses = g_array_new(FALSE, FALSE, sizeof(Access)),
      /* What lets one in at a time. */
      .declaration =
          g_regex_new("^(?:lock|rlock|rwlock|condition|semaphore(?=\\s++\\w++\\s*+\\(\\s*+1\\s*+\\)))"
                      "\\s++" WORD,
                      0, 0, NULL),
      .block = g_regex_new("^\\s++with\\s++(?:writing\\s++)?+" WORD "\\s*+:", 0, 0, NULL),
      .taking = g_regex_new("^\\s++(acquire|release|wait)\\s++(?:writing\\s++)?+" WORD "\\s*+(?:#.*)?$", 0, 0,
                            NULL),
      .assignment = g_regex_new("^\\s++(atomically\\s++)?+" WORD "\\s*+=([^=#][^#]*)", 0, 0, NULL),
  };
}

static void
walk_clear (Walk *walk)
{
  g_ptr_array_unref(walk->locks);
  g_array_unref(walk->held);
  g_array_unref(walk->accesses);
  g_regex_unref(walk->declaration);
  g_regex_unref(walk->block);
  g_regex_unref(walk->taking);
  g_regex_unref(walk->assignment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

/* FALSE: it is none that lets one in at a time. */
static bool
find_lock (const Walk *walk, const char *name, guint *lock)
{
  return g_ptr_array_find_with_equal_func(walk->locks, name, g_str_equal, lock);
}

/* A line of the head, or one that begins a task. */
static void
read_head (Walk *walk, const char *text, uint32_t line)
{
  g_autoptr(GMatchInfo) info = NULL;
  /* Who goes out without giving it back keeps it, as far as the lines tell. */
  g_array_set_size(walk->held, 0);
  walk->task = g_str_has_prefix(text, "task ") ? line : 0;
  if (!g_regex_match(walk->declaration, text, 0, &info))
    return;
  if (walk->locks->len < MOST_LOCKS)
    g_ptr_array_add(walk->locks, g_match_info_fetch(info, 1));
  else
    walk->is_unclear = true;
}

/* Locks of blocks that ended before a line so far to the right. */
static void
leave_blocks (Walk *walk, size_t indent)
{
  while (walk->held->len > 0) {
    const Held *last = &g_array_index(walk->held, Held, walk->held->len - 1);
    if (indent > last->indent || (!last->is_a_block && indent == last->indent))
      return;
    /* Whether it was taken hangs on more than the lines. */
    walk->is_unclear = walk->is_unclear || !last->is_a_block;
    g_array_set_size(walk->held, walk->held->len - 1);
  }
}

static void
take (Walk *walk, guint lock, uint32_t line, size_t indent, bool is_a_block)
{
  const Held held = {lock, line, indent, is_a_block};
  g_array_append_val(walk->held, held);
}

/* Only in the order in which locks were taken. */
static void
give_back (Walk *walk, guint lock, size_t indent)
{
  const Held *last = walk->held->len > 0 ? &g_array_index(walk->held, Held, walk->held->len - 1) : NULL;
  if (last && last->lock == lock && last->indent == indent && !last->is_a_block)
    g_array_set_size(walk->held, walk->held->len - 1);
  else
    walk->is_unclear = true;
}

/* FALSE: the line does nothing with locks. */
static bool
read_lock (Walk *walk, const char *text, uint32_t line)
{
  g_autoptr(GMatchInfo) block = NULL, taking = NULL;
  size_t indent = gantry_line_indentation(text);
  guint lock;
  if (g_regex_match(walk->block, text, 0, &block)) {
    g_autofree char *name = g_match_info_fetch(block, 1);
    if (find_lock(walk, name, &lock))
      take(walk, lock, line, indent, true);
    return true;
  }
  if (!g_regex_match(walk->taking, text, 0, &taking))
    return false;
  g_autofree char *verb = g_match_info_fetch(taking, 1), *name = g_match_info_fetch(taking, 2);
  if (!find_lock(walk, name, &lock))
    return true;
  if (g_str_equal(verb, "acquire"))
    take(walk, lock, line, indent, false);
  else if (g_str_equal(verb, "release"))
    give_back(walk, lock, indent);
  else /* on a condition: its lock is given up meanwhile */
    walk->is_unclear = true;
  return true;
}

static void
add_access (Walk *walk, uint32_t line, bool reads, bool writes)
{
  Access access = {.line = line, .task = walk->task, .reads = reads, .writes = writes};
  for (guint i = 0; i < walk->held->len; i++) {
    const Held *held = &g_array_index(walk->held, Held, i);
    access.locks |= UINT64_C(1) << held->lock;
    access.since[held->lock] = held->since;
  }
  g_array_append_val(walk->accesses, access);
}

static void
read_assignment (Walk *walk, const char *text, uint32_t line)
{
  g_autoptr(GMatchInfo) info = NULL;
  if (!g_regex_match(walk->assignment, text, 0, &info))
    return;
  g_autofree char *atomically = g_match_info_fetch(info, 1), *name = g_match_info_fetch(info, 2),
                  *what = g_match_info_fetch(info, 3);
  bool writes = g_str_equal(name, walk->variable), reads = gantry_text_names(what, walk->variable);
  if (!writes && !reads)
    return;
  walk->is_unclear = walk->is_unclear || *atomically != '\0';
  if (walk->task > 0)
    add_access(walk, line, reads, writes);
  else
    walk->in_main = walk->in_main || writes;
}

static void
read_lines (Walk *walk, const char *const *lines)
{
  size_t bytes = 0;
  for (uint32_t i = 0; lines[i] && !walk->is_unclear; i++) {
    size_t indent = gantry_line_indentation(lines[i]);
    bytes += strnlen(lines[i], MOST_BYTES);
    walk->is_unclear = bytes >= MOST_BYTES;
    if (gantry_line_is_empty(lines[i]))
      continue;
    leave_blocks(walk, indent);
    if (indent == 0)
      read_head(walk, lines[i], i + 1);
    else if (!read_lock(walk, lines[i], i + 1))
      read_assignment(walk, lines[i], i + 1);
  }
}

static const Access *
access_at (const Walk *walk, guint index)
{
  return &g_array_index(walk->accesses, Access, index);
}

/* The write that follows what an access reads, in the same task; NULL: none. */
static const Access *
write_after (const Walk *walk, guint index)
{
  const Access *read = access_at(walk, index);
  for (; read->reads && index < walk->accesses->len; index++)
    if (access_at(walk, index)->writes && access_at(walk, index)->task == read->task)
      return access_at(walk, index);
  return NULL;
}

/* No line holds a lock. */
static void
find_bare (const Walk *walk, GantryLockGap *gap)
{
  for (guint i = 0; i < walk->accesses->len; i++) {
    const Access *read = access_at(walk, i), *write = write_after(walk, i);
    if (!write)
      continue;
    *gap = (GantryLockGap){
        .kind = GANTRY_GAP_NO_LOCK,
        .line = read->line,
        .other_line = write->line,
        .reads = true,
        .writes = read->writes,
    };
    return;
  }
}

/* Some lines hold a lock that others do not. */
static void
find_line_without (const Walk *walk, guint lock, GantryLockGap *gap)
{
  const Access *without = NULL, *with = NULL;
  for (guint i = 0; i < walk->accesses->len; i++) {
    const Access *access = access_at(walk, i);
    const Access **place = (access->locks >> lock & 1) != 0 ? &with : &without;
    if (!*place)
      *place = access;
  }
  if (!with || !without)
    return;
  *gap = (GantryLockGap){
      .kind = GANTRY_GAP_ONE_LINE,
      .line = without->line,
      .other_line = with->line,
      .reads = without->reads,
      .writes = without->writes,
      .lock = g_strdup(g_ptr_array_index(walk->locks, lock)),
  };
}

/* All hold it, but one reads with it and writes after it was taken again. */
static void
find_given_back (const Walk *walk, guint lock, GantryLockGap *gap)
{
  for (guint i = 0; i < walk->accesses->len; i++) {
    const Access *read = access_at(walk, i), *write = write_after(walk, i);
    if (!write || read->since[lock] == write->since[lock])
      continue;
    *gap = (GantryLockGap){
        .kind = GANTRY_GAP_GIVEN_BACK,
        .line = read->line,
        .other_line = write->line,
        .reads = true,
        .lock = g_strdup(g_ptr_array_index(walk->locks, lock)),
    };
    return;
  }
}

/* The locks that any and that all of the lines hold, in bits. FALSE: the text does not tell. */
static bool
find_locks (const Walk *walk, uint64_t *any, uint64_t *all)
{
  *any = 0;
  *all = UINT64_MAX;
  for (guint i = 0; i < walk->accesses->len; i++) {
    *any |= access_at(walk, i)->locks;
    *all &= access_at(walk, i)->locks;
  }
  return !walk->is_unclear && walk->accesses->len > 0;
}

GantryLockGap
gantry_lock_gap_find (const char *const *lines, const char *variable)
{
  GantryLockGap gap = {0};
  g_auto(Walk) walk;
  uint64_t any, all;
  walk_init(&walk, variable);
  read_lines(&walk, lines);
  if (!find_locks(&walk, &any, &all) || walk.in_main)
    return gap;
  if (any == 0)
    find_bare(&walk, &gap);
  else if (all == 0)
    find_line_without(&walk, (guint)__builtin_ctzll(any), &gap);
  else
    find_given_back(&walk, (guint)__builtin_ctzll(all), &gap);
  return gap;
}

void
gantry_lock_gap_clear (GantryLockGap *gap)
{
  g_clear_pointer(&gap->lock, g_free);
}

char *
gantry_variable_guard (const char *const *lines, const char *variable)
{
  g_auto(Walk) walk;
  g_auto(GantryLockGap) gap = {0};
  uint64_t any, all;
  walk_init(&walk, variable);
  if (lines)
    read_lines(&walk, lines);
  if (!find_locks(&walk, &any, &all) || all == 0)
    return NULL;
  guint lock = (guint)__builtin_ctzll(all);
  find_given_back(&walk, lock, &gap);
  return gap.kind == GANTRY_GAP_UNKNOWN ? g_strdup(g_ptr_array_index(walk.locks, lock)) : NULL;
}
