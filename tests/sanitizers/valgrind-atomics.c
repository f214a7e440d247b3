/* Tells Helgrind or DRD (with -DFOR_DRD) about atomic operations: they see but loads and stores, and take
 * each for a race.
 *
 * The sources are compiled with the compiler's instrumentation for ThreadSanitizer, and this stands in for
 * its functions: an atomic operation is done, its own variable is not looked at, and its order is told. A
 * release comes before each acquire of the same variable that follows it in time: that is more order than the
 * language gives (an acquire may have read an older value), so a race can be missed and none is invented.
 * Plain accesses the tool sees by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stddef.h>
#include <stdint.h>
#ifdef FOR_DRD
#include <valgrind/drd.h>
#define IGNORE(address, bytes) ANNOTATE_BENIGN_RACE_SIZED(address, bytes, "atomic")
#else
#include <valgrind/helgrind.h>
#define IGNORE(address, bytes) VALGRIND_HG_DISABLE_CHECKING(address, bytes)
#endif

/* All sequentially consistent fences are in one order. */
static char fences;

static void
before (volatile void *address, size_t bytes, int order)
{
  IGNORE((void *)address, bytes);
  if (order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST)
    ANNOTATE_HAPPENS_BEFORE((void *)address);
}

static void
after (volatile void *address, int order)
{
  if (order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE)
    ANNOTATE_HAPPENS_AFTER((void *)address);
}

#define CHANGE(bits, name)                                                                                   \
  uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *address, uint##bits##_t operand,      \
                                              int order);                                                    \
  uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *address, uint##bits##_t operand,      \
                                              int order)                                                     \
  {                                                                                                          \
    before(address, (bits) / 8, order);                                                                      \
    uint##bits##_t value = __atomic_##name(address, operand, __ATOMIC_SEQ_CST);                              \
    after(address, order);                                                                                   \
    return value;                                                                                            \
  }

#define COMPARE(bits, name)                                                                                  \
  int __tsan_atomic##bits##_compare_exchange_##name(volatile uint##bits##_t *address,                        \
                                                    uint##bits##_t *expected, uint##bits##_t wanted,         \
                                                    int order, int fail_order);                              \
  int __tsan_atomic##bits##_compare_exchange_##name(volatile uint##bits##_t *address,                        \
                                                    uint##bits##_t *expected, uint##bits##_t wanted,         \
                                                    int order, int fail_order)                               \
  {                                                                                                          \
    before(address, (bits) / 8, order);                                                                      \
    int done =                                                                                               \
        __atomic_compare_exchange_n(address, expected, wanted, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
    after(address, done ? order : fail_order);                                                               \
    return done;                                                                                             \
  }

#define ATOMIC(bits)                                                                                         \
  uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *address, int order);              \
  void __tsan_atomic##bits##_store(volatile uint##bits##_t *address, uint##bits##_t value, int order);       \
  uint##bits##_t __tsan_atomic##bits##_exchange(volatile uint##bits##_t *address, uint##bits##_t value,      \
                                                int order);                                                  \
  uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *address, int order)               \
  {                                                                                                          \
    before((volatile void *)address, (bits) / 8, __ATOMIC_RELAXED);                                          \
    uint##bits##_t value = __atomic_load_n(address, __ATOMIC_SEQ_CST);                                       \
    after((volatile void *)address, order);                                                                  \
    return value;                                                                                            \
  }                                                                                                          \
  void __tsan_atomic##bits##_store(volatile uint##bits##_t *address, uint##bits##_t value, int order)        \
  {                                                                                                          \
    before(address, (bits) / 8, order);                                                                      \
    __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                                                      \
  }                                                                                                          \
  uint##bits##_t __tsan_atomic##bits##_exchange(volatile uint##bits##_t *address, uint##bits##_t value,      \
                                                int order)                                                   \
  {                                                                                                          \
    before(address, (bits) / 8, order);                                                                      \
    uint##bits##_t old = __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST);                              \
    after(address, order);                                                                                   \
    return old;                                                                                              \
  }                                                                                                          \
  CHANGE(bits, fetch_add)                                                                                    \
  CHANGE(bits, fetch_sub)                                                                                    \
  CHANGE(bits, fetch_and)                                                                                    \
  CHANGE(bits, fetch_or)                                                                                     \
  CHANGE(bits, fetch_xor)                                                                                    \
  COMPARE(bits, strong)                                                                                      \
  COMPARE(bits, weak)

ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)

void __tsan_atomic_thread_fence (int order);
void
__tsan_atomic_thread_fence (int order)
{
  before(&fences, sizeof fences, order);
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  after(&fences, order);
}

/* Between a thread and its own signals: nothing that these tools look for. */
void __tsan_atomic_signal_fence (int order);
void
__tsan_atomic_signal_fence (int order)
{
}

/* What GLib's locks order is told by glib-locks.c. */
void __tsan_acquire (void *address);
void
__tsan_acquire (void *address)
{
  ANNOTATE_HAPPENS_AFTER(address);
}

void __tsan_release (void *address);
void
__tsan_release (void *address)
{
  ANNOTATE_HAPPENS_BEFORE(address);
}

#define PLAIN(name)                                                                                          \
  void __tsan_##name(void *address);                                                                         \
  void __tsan_##name(void *address)                                                                          \
  {                                                                                                          \
  }

PLAIN(read1)
PLAIN(read2)
PLAIN(read4)
PLAIN(read8)
PLAIN(read16)
PLAIN(write1)
PLAIN(write2)
PLAIN(write4)
PLAIN(write8)
PLAIN(write16)
PLAIN(unaligned_read2)
PLAIN(unaligned_read4)
PLAIN(unaligned_read8)
PLAIN(unaligned_read16)
PLAIN(unaligned_write2)
PLAIN(unaligned_write4)
PLAIN(unaligned_write8)
PLAIN(unaligned_write16)
PLAIN(func_entry)

void __tsan_func_exit (void);
void
__tsan_func_exit (void)
{
}

void __tsan_init (void);
void
__tsan_init (void)
{
}

void __tsan_read_range (void *address, size_t bytes);
void
__tsan_read_range (void *address, size_t bytes)
{
}

void __tsan_write_range (void *address, size_t bytes);
void
__tsan_write_range (void *address, size_t bytes)
{
}
