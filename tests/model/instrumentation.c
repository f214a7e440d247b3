/* What the compiler's instrumentation for ThreadSanitizer calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explore-private.h"

#define PLAIN(bytes)                                                                                         \
  void __tsan_read##bytes(void *address);                                                                    \
  void __tsan_write##bytes(void *address);                                                                   \
  void __tsan_unaligned_read##bytes(void *address);                                                          \
  void __tsan_unaligned_write##bytes(void *address);                                                         \
  void __tsan_read##bytes(void *address)                                                                     \
  {                                                                                                          \
    explore_access(address, bytes, false);                                                                   \
  }                                                                                                          \
  void __tsan_write##bytes(void *address)                                                                    \
  {                                                                                                          \
    explore_access(address, bytes, true);                                                                    \
  }                                                                                                          \
  void __tsan_unaligned_read##bytes(void *address)                                                           \
  {                                                                                                          \
    explore_access(address, bytes, false);                                                                   \
  }                                                                                                          \
  void __tsan_unaligned_write##bytes(void *address)                                                          \
  {                                                                                                          \
    explore_access(address, bytes, true);                                                                    \
  }

PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)
PLAIN(16)

#define CHANGE(bits, name, change)                                                                           \
  uint##bits##_t __tsan_atomic##bits##_##name(volatile void *address, uint##bits##_t operand, int order);    \
  uint##bits##_t __tsan_atomic##bits##_##name(volatile void *address, uint##bits##_t operand, int order)     \
  {                                                                                                          \
    return (uint##bits##_t)explore_change(address, change, operand, (bits) / 8, order,                       \
                                          __builtin_return_address(0));                                      \
  }

#define COMPARE(bits, name)                                                                                  \
  int __tsan_atomic##bits##_compare_exchange_##name(volatile void *address, uint##bits##_t *expected,        \
                                                    uint##bits##_t wanted, int order, int fail_order);       \
  int __tsan_atomic##bits##_compare_exchange_##name(volatile void *address, uint##bits##_t *expected,        \
                                                    uint##bits##_t wanted, int order, int fail_order)        \
  {                                                                                                          \
    uint64_t value = *expected;                                                                              \
    bool is_equal = explore_compare(address, &value, wanted, (bits) / 8, order, fail_order,                  \
                                    __builtin_return_address(0));                                            \
    *expected = (uint##bits##_t)value;                                                                       \
    return is_equal;                                                                                         \
  }

#define ATOMIC(bits)                                                                                         \
  uint##bits##_t __tsan_atomic##bits##_load(const volatile void *address, int order);                        \
  void __tsan_atomic##bits##_store(volatile void *address, uint##bits##_t value, int order);                 \
  uint##bits##_t __tsan_atomic##bits##_load(const volatile void *address, int order)                         \
  {                                                                                                          \
    return (uint##bits##_t)explore_load(address, (bits) / 8, order, __builtin_return_address(0));            \
  }                                                                                                          \
  void __tsan_atomic##bits##_store(volatile void *address, uint##bits##_t value, int order)                  \
  {                                                                                                          \
    explore_store(address, value, (bits) / 8, order, __builtin_return_address(0));                           \
  }                                                                                                          \
  CHANGE(bits, exchange, EXPLORE_EXCHANGE)                                                                   \
  CHANGE(bits, fetch_add, EXPLORE_ADD)                                                                       \
  CHANGE(bits, fetch_sub, EXPLORE_SUBTRACT)                                                                  \
  CHANGE(bits, fetch_and, EXPLORE_AND)                                                                       \
  CHANGE(bits, fetch_or, EXPLORE_OR)                                                                         \
  CHANGE(bits, fetch_xor, EXPLORE_XOR)                                                                       \
  COMPARE(bits, strong)                                                                                      \
  COMPARE(bits, weak)

ATOMIC(8)
ATOMIC(32)
ATOMIC(64)

void __tsan_init (void);
void __tsan_func_entry (void *caller);
void __tsan_func_exit (void);
void __tsan_read_range (void *address, size_t bytes);
void __tsan_write_range (void *address, size_t bytes);

void
__tsan_init (void)
{
}

void
__tsan_func_entry (void *caller)
{
}

void
__tsan_func_exit (void)
{
}

void
__tsan_read_range (void *address, size_t bytes)
{
  explore_access(address, bytes, false);
}

void
__tsan_write_range (void *address, size_t bytes)
{
  explore_access(address, bytes, true);
}
