/* Memory as the model has it: what the compiler's instrumentation calls, and futexes and mutexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explore-private.h"

#include <errno.h>
#include <glib.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>

#define MOST_PLACES 48
#define MOST_MESSAGES 64
#define MOST_ORDERS 256
#define WORD_BYTES 4

/* How far each list of messages is seen, and each thread's steps. */
typedef struct {
  uint8_t seen[MOST_PLACES];
  uint32_t clock[EXPLORE_MOST_THREADS];
} View;

typedef struct {
  uint64_t value;
  View view; /* for those who acquire */
} Message;

typedef struct {
  uintptr_t address;
  unsigned n_messages;
  Message messages[MOST_MESSAGES];
} Place;

/* The last accesses to a word that is not atomic. */
typedef struct {
  int writer; /* -1: none */
  uint32_t written;
  uint32_t read[EXPLORE_MOST_THREADS]; /* 0: not by that thread */
} Word;

static struct {
  unsigned n_places;
  Place places[MOST_PLACES];
  View views[EXPLORE_MOST_THREADS];
  /* What sequentially consistent operations have seen and made; and the same as each thread's last one found
   * it: its next one sees no less. */
  View sequential, sequential_until[EXPLORE_MOST_THREADS];
  View woken;        /* what was stored before a wake: the kernel's lock orders them */
  GHashTable *words; /* Word, by address */
  GHashTable *held;  /* mutexes: View of the last unlock; `holders` */
  GHashTable *holders;
  int n_threads;
  uintptr_t orders[MOST_ORDERS];
  bool came_by[MOST_ORDERS];
  unsigned n_orders;
  int weak_order;
} memory = {.weak_order = -1};

static void
join (View *view, const View *other)
{
  for (unsigned i = 0; i < MOST_PLACES; i++)
    view->seen[i] = MAX(view->seen[i], other->seen[i]);
  for (unsigned i = 0; i < EXPLORE_MOST_THREADS; i++)
    view->clock[i] = MAX(view->clock[i], other->clock[i]);
}

void
explore_memory_reset (int n_threads)
{
  memory.n_places = 0;
  memory.n_threads = n_threads;
  memset(memory.views, 0, sizeof memory.views);
  memset(&memory.sequential, 0, sizeof memory.sequential);
  memset(memory.sequential_until, 0, sizeof memory.sequential_until);
  memset(&memory.woken, 0, sizeof memory.woken);
  for (int i = 0; i < n_threads; i++)
    memory.views[i].clock[i] = 1;
  g_clear_pointer(&memory.words, g_hash_table_unref);
  g_clear_pointer(&memory.held, g_hash_table_unref);
  g_clear_pointer(&memory.holders, g_hash_table_unref);
  memory.words = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  memory.held = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  memory.holders = g_hash_table_new(NULL, NULL);
}

void
explore_memory_join (void)
{
  g_hash_table_remove_all(memory.words);
}

void
explore_set_weak_order (int order)
{
  memory.weak_order = order;
}

unsigned
explore_n_orders (void)
{
  return memory.n_orders;
}

bool
explore_came_by (unsigned order)
{
  return memory.came_by[order];
}

void
explore_forget_way (void)
{
  memset(memory.came_by, 0, sizeof memory.came_by);
}

uintptr_t
explore_order_address (unsigned order)
{
  return memory.orders[order];
}

/* The order that is asked for at `caller`, unless it is the one that is weakened. */
static int
order_at (int order, const void *caller)
{
  unsigned i = 0;
  if (order == __ATOMIC_RELAXED)
    return order;
  while (i < memory.n_orders && memory.orders[i] != (uintptr_t)caller)
    i++;
  g_assert(i < MOST_ORDERS);
  if (i == memory.n_orders)
    memory.orders[memory.n_orders++] = (uintptr_t)caller;
  memory.came_by[i] = true;
  return (int)i == memory.weak_order ? __ATOMIC_RELAXED : order;
}

static bool
acquires (int order)
{
  return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME || order == __ATOMIC_ACQ_REL ||
         order == __ATOMIC_SEQ_CST;
}

static bool
releases (int order)
{
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static uint64_t
real_load (const volatile void *address, unsigned bytes)
{
  uint64_t value = 0;
  memcpy(&value, (const void *)address, bytes);
  return value;
}

static void
real_store (volatile void *address, uint64_t value, unsigned bytes)
{
  memcpy((void *)address, &value, bytes);
}

static unsigned
place_of (const volatile void *address, unsigned bytes)
{
  unsigned i = 0;
  while (i < memory.n_places && memory.places[i].address != (uintptr_t)address)
    i++;
  g_assert(i < MOST_PLACES);
  if (i == memory.n_places) {
    memory.n_places++;
    Place *place = &memory.places[i];
    place->address = (uintptr_t)address;
    place->n_messages = 1;
    place->messages[0] = (Message){.value = real_load(address, bytes)};
  }
  return i;
}

static View *
own_view (void)
{
  return &memory.views[explore_current()];
}

static void
note_sequential (unsigned place, unsigned index)
{
  memory.sequential.seen[place] = MAX(memory.sequential.seen[place], (uint8_t)index);
  memory.sequential_until[explore_current()] = memory.sequential;
}

/* The thread has read a message of a place. */
static void
has_read (unsigned place, unsigned index, int order)
{
  View *view = own_view();
  view->seen[place] = (uint8_t)MAX(view->seen[place], index);
  if (acquires(order))
    join(view, &memory.places[place].messages[index].view);
  if (order == __ATOMIC_SEQ_CST)
    note_sequential(place, index);
}

/* Any of the messages that it may read. */
static unsigned
choose_message (unsigned place, int order)
{
  unsigned first = own_view()->seen[place];
  if (order == __ATOMIC_SEQ_CST)
    first = MAX(first, memory.sequential_until[explore_current()].seen[place]);
  /* The newest first: what is simple is found first. */
  unsigned last = memory.places[place].n_messages - 1;
  return last - explore_choose(last - first + 1);
}

/* `before`: the message that a read-modify-write has read, whose releases go on; or NULL. */
static void
append (unsigned place_index, uint64_t value, int order, const Message *before)
{
  Place *place = &memory.places[place_index];
  View *view = own_view();
  unsigned index = place->n_messages++;
  g_assert(index < MOST_MESSAGES);
  view->seen[place_index] = (uint8_t)index;
  Message *message = &place->messages[index];
  *message = (Message){.value = value};
  if (releases(order))
    message->view = *view;
  message->view.seen[place_index] = (uint8_t)index;
  if (before)
    join(&message->view, &before->view);
  if (order == __ATOMIC_SEQ_CST)
    note_sequential(place_index, index);
  view->clock[explore_current()]++;
}

uint64_t
explore_load (const volatile void *address, unsigned bytes, int order, const void *caller)
{
  if (explore_current() < 0)
    return real_load(address, bytes);
  order = order_at(order, caller);
  explore_yield(STEP_LOAD, (uintptr_t)address);
  unsigned place = place_of(address, bytes), index = choose_message(place, order);
  has_read(place, index, order);
  return memory.places[place].messages[index].value;
}

void
explore_store (volatile void *address, uint64_t value, unsigned bytes, int order, const void *caller)
{
  if (explore_current() >= 0) {
    order = order_at(order, caller);
    explore_yield(STEP_STORE, (uintptr_t)address);
    append(place_of(address, bytes), value, order, NULL);
  }
  real_store(address, value, bytes);
}

static uint64_t
changed (uint64_t value, ExploreChange change, uint64_t operand)
{
  switch (change) {
  case EXPLORE_ADD:
    return value + operand;
  case EXPLORE_SUBTRACT:
    return value - operand;
  case EXPLORE_AND:
    return value & operand;
  case EXPLORE_OR:
    return value | operand;
  case EXPLORE_XOR:
    return value ^ operand;
  default:
    return operand;
  }
}

uint64_t
explore_change (volatile void *address, ExploreChange change, uint64_t operand, unsigned bytes, int order,
                const void *caller)
{
  uint64_t before = real_load(address, bytes);
  uint64_t mask = bytes == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
  if (explore_current() >= 0) {
    order = order_at(order, caller);
    explore_yield(STEP_STORE, (uintptr_t)address);
    unsigned place = place_of(address, bytes), index = memory.places[place].n_messages - 1;
    before = memory.places[place].messages[index].value;
    has_read(place, index, order);
    append(place, changed(before, change, operand) & mask, order, &memory.places[place].messages[index]);
  }
  real_store(address, changed(before, change, operand), bytes);
  return before;
}

bool
explore_compare (volatile void *address, uint64_t *expected, uint64_t wanted, unsigned bytes, int order,
                 int fail_order, const void *caller)
{
  if (explore_current() < 0) {
    uint64_t value = real_load(address, bytes);
    bool is_equal = value == *expected;
    if (is_equal)
      real_store(address, wanted, bytes);
    *expected = value;
    return is_equal;
  }
  order = order_at(order, caller);
  explore_yield(STEP_STORE, (uintptr_t)address);
  unsigned place = place_of(address, bytes);
  Place *own = &memory.places[place];
  /* It fails with any message that is not as expected, and succeeds with the last one alone. */
  unsigned first = own_view()->seen[place], candidates[MOST_MESSAGES], n = 0;
  for (unsigned i = own->n_messages; i-- > first;)
    if (i == own->n_messages - 1 || own->messages[i].value != *expected)
      candidates[n++] = i;
  unsigned index = candidates[explore_choose(n)];
  uint64_t value = own->messages[index].value;
  bool is_equal = value == *expected;
  has_read(place, index, is_equal ? order : fail_order);
  if (is_equal) {
    append(place, wanted, order, &own->messages[index]);
    real_store(address, wanted, bytes);
  }
  *expected = value;
  return is_equal;
}

/* Plain accesses. */

static void
race (const char *what, uintptr_t address)
{
  explore_fail("data race: thread %d %s %#" G_GINTPTR_MODIFIER "x, which another has not handed over",
               explore_current(), what, address);
}

static Word *
word_at (uintptr_t address)
{
  gpointer key = (gpointer)(address / WORD_BYTES);
  Word *word = g_hash_table_lookup(memory.words, key);
  if (!word) {
    word = g_new0(Word, 1);
    word->writer = -1;
    g_hash_table_insert(memory.words, key, word);
  }
  return word;
}

void
explore_access (const void *address, size_t bytes, bool writes)
{
  int current = explore_current();
  if (current < 0)
    return;
  const View *view = own_view();
  uintptr_t begin = (uintptr_t)address, end = begin + bytes;
  for (uintptr_t at = begin - begin % WORD_BYTES; at < end; at += WORD_BYTES) {
    Word *word = word_at(at);
    if (word->writer >= 0 && word->writer != current && word->written > view->clock[word->writer])
      race(writes ? "writes to" : "reads", at);
    for (int i = 0; writes && i < memory.n_threads; i++)
      if (i != current && word->read[i] > view->clock[i])
        race("writes to", at);
    if (writes) {
      word->writer = current;
      word->written = view->clock[current];
    } else {
      word->read[current] = view->clock[current];
    }
  }
}

/* Mutexes and futexes: the real functions are replaced when the program is linked. */

bool
explore_mutex_is_free (uintptr_t mutex)
{
  return !g_hash_table_contains(memory.holders, (gpointer)mutex);
}

int __wrap_pthread_mutex_lock (pthread_mutex_t *mutex);
int __wrap_pthread_mutex_unlock (pthread_mutex_t *mutex);
long __wrap_syscall (long number, ...);

int
__wrap_pthread_mutex_lock (pthread_mutex_t *mutex)
{
  if (explore_current() < 0)
    return 0;
  explore_yield(STEP_LOCK, (uintptr_t)mutex);
  const View *left = g_hash_table_lookup(memory.held, mutex);
  g_hash_table_add(memory.holders, mutex);
  if (left)
    join(own_view(), left);
  return 0;
}

int
__wrap_pthread_mutex_unlock (pthread_mutex_t *mutex)
{
  if (explore_current() < 0)
    return 0;
  explore_yield(STEP_STORE, (uintptr_t)mutex);
  g_hash_table_insert(memory.held, mutex, g_memdup2(own_view(), sizeof(View)));
  own_view()->clock[explore_current()]++;
  g_hash_table_remove(memory.holders, mutex);
  return 0;
}

/* The kernel looks at the word under a lock that wakers take, too: it sees what was stored before a wake. */
static long
futex_wait (uint32_t *word, uint32_t value)
{
  explore_yield(STEP_FUTEX_WAIT, (uintptr_t)word);
  unsigned place = place_of(word, sizeof *word);
  View *view = own_view();
  view->seen[place] = MAX(view->seen[place], memory.woken.seen[place]);
  unsigned index = choose_message(place, __ATOMIC_RELAXED);
  view->seen[place] = (uint8_t)index;
  if ((uint32_t)memory.places[place].messages[index].value != value) {
    errno = EAGAIN;
    return -1;
  }
  explore_sleep((uintptr_t)word);
  return 0;
}

long
__wrap_syscall (long number, ...)
{
  va_list arguments;
  va_start(arguments, number);
  uint32_t *word = va_arg(arguments, uint32_t *);
  int operation = va_arg(arguments, int);
  uint32_t value = va_arg(arguments, uint32_t);
  va_end(arguments);
  g_assert(number == SYS_futex && explore_current() >= 0);
  if (operation == FUTEX_WAIT_BITSET)
    return futex_wait(word, value);
  explore_yield(STEP_STORE, (uintptr_t)word);
  unsigned place = place_of(word, sizeof *word);
  memory.woken.seen[place] = MAX(memory.woken.seen[place], own_view()->seen[place]);
  explore_wake((uintptr_t)word);
  return 0;
}
