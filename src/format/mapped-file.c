/* Files in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/mapped-file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* At once; a file that finds no place is read into memory instead. */
#define MOST_FILES 64

/* What the signal's handler may look at. */
typedef struct {
  atomic_bool is_taken;
  _Atomic uintptr_t start; /* 0: nothing is mapped yet */
  _Atomic size_t size;
  atomic_bool is_cut; /* set by the handler */
} Place;

static Place places[MOST_FILES];
static struct sigaction before;
static long page_size;

/* From the page that is missing to the end of the mapping there is nothing: zeros are put there. mmap() is a
 * bare system call and as safe in a handler as those that POSIX lists. */
static bool
fill_with_zeros (Place *place, uintptr_t address)
{
  /* Acquire: pairs with take_place(), which writes the size first. */
  uintptr_t start = atomic_load_explicit(&place->start, memory_order_acquire);
  size_t size = atomic_load_explicit(&place->size, memory_order_relaxed);
  if (start == 0 || address < start || address - start >= size)
    return false;
  uintptr_t page = address & ~((uintptr_t)page_size - 1);
  /* Relaxed: it is only asked for some time later. */
  atomic_store_explicit(&place->is_cut, true, memory_order_relaxed);
  return mmap((void *)page, start + size - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
         MAP_FAILED;
}

static void
on_bus_error (int signal, siginfo_t *info, void *context)
{
  int code = errno;
  for (int i = 0; i < MOST_FILES; i++)
    if (fill_with_zeros(&places[i], (uintptr_t)info->si_addr)) {
      errno = code;
      return;
    }
  /* Somebody else's: with the handler of before the same access fails again. */
  sigaction(SIGBUS, &before, NULL);
}

static gpointer
handle_bus_errors (gpointer data)
{
  struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  page_size = sysconf(_SC_PAGESIZE);
  sigaction(SIGBUS, &action, &before);
  return NULL;
}

static Place *
take_place (void *memory, size_t size)
{
  for (int i = 0; i < MOST_FILES; i++)
    /* Acquire: comes after all that the one before did with the place. Relaxed below: published with the
     * start. */
    if (!atomic_exchange_explicit(&places[i].is_taken, true, memory_order_acquire)) {
      atomic_store_explicit(&places[i].is_cut, false, memory_order_relaxed);
      atomic_store_explicit(&places[i].size, size, memory_order_relaxed);
      /* Release: the handler sees the size that belongs to it. */
      atomic_store_explicit(&places[i].start, (uintptr_t)memory, memory_order_release);
      return &places[i];
    }
  return NULL;
}

static void
unmap (gpointer data)
{
  Place *place = data;
  /* Relaxed: this thread has it from who stored it, with the bytes. */
  void *memory = (void *)atomic_load_explicit(&place->start, memory_order_relaxed);
  /* Nobody looks at the memory any more, so the handler has nothing to find. */
  atomic_store_explicit(&place->start, 0, memory_order_relaxed);
  munmap(memory, atomic_load_explicit(&place->size, memory_order_relaxed));
  /* Release: whoever takes the place next comes after all this. */
  atomic_store_explicit(&place->is_taken, false, memory_order_release);
}

static void *
map (const char *path, size_t *size, GError **error)
{
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  void *memory = MAP_FAILED;
  if (descriptor >= 0 && fstat(descriptor, &status) == 0) {
    *size = (size_t)status.st_size;
    if ((off_t)*size != status.st_size)
      errno = EFBIG; /* of 4 GiB and more there is no room in 32 bits */
    else
      memory = *size > 0 ? mmap(NULL, *size, PROT_READ, MAP_PRIVATE, descriptor, 0) : NULL;
  }
  if (memory == MAP_FAILED) {
    int code = errno;
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
  }
  if (descriptor >= 0)
    close(descriptor);
  return memory;
}

GBytes *
gantry_mapped_file_new (const char *path, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  size_t size = 0;
  void *memory = map(path, &size, error);
  if (memory == MAP_FAILED)
    return NULL;
  if (size == 0)
    return g_bytes_new(NULL, 0);
  g_once(&once, handle_bus_errors, NULL);
  Place *place = take_place(memory, size);
  if (place)
    return g_bytes_new_with_free_func(memory, size, unmap, place);
  munmap(memory, size);
  char *contents = NULL;
  return g_file_get_contents(path, &contents, &size, error) ? g_bytes_new_take(contents, size) : NULL;
}

bool
gantry_mapped_file_is_cut (GBytes *bytes)
{
  uintptr_t start = (uintptr_t)g_bytes_get_data(bytes, NULL);
  for (int i = 0; i < MOST_FILES && start != 0; i++)
    /* Acquire: pairs with the release of the start. Relaxed: the handler ran on the thread that read the
     * bytes, and a reader on another has them from that one. */
    if (atomic_load_explicit(&places[i].start, memory_order_acquire) == start)
      return atomic_load_explicit(&places[i].is_cut, memory_order_relaxed);
  return false;
}
