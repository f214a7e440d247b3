/* Files in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/mapped-file.h"

#include "format/file-lease.h"
#include "format/file-stream.h"
#include "format/reading-room.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* At once; a file that finds no place is read into memory instead. */
#define MOST_FILES 64

typedef struct {
  /* What the signal's handler may look at. */
  atomic_bool is_taken;
  _Atomic uintptr_t start; /* 0: nothing is mapped yet */
  _Atomic size_t size;
  atomic_bool is_cut; /* set by the handler, too */
  /* The rest is its owner's. */
  GantryFileLease *lease;
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

/* What is there no more, or not as it was, reads as zeros. */
static void
lose (gpointer data)
{
  Place *place = data;
  /* Relaxed, here and below: set before the lease was taken, whose lock orders it. */
  if (!fill_with_zeros(place, atomic_load_explicit(&place->start, memory_order_relaxed)))
    g_error("a file that is no longer there cannot be taken out of memory");
}

/* Puts a copy where the file lies: whoever reads meanwhile finds the same bytes before and after. */
static void
copy_in_place (gpointer data)
{
  Place *place = data;
  void *start = (void *)atomic_load_explicit(&place->start, memory_order_relaxed);
  size_t size = atomic_load_explicit(&place->size, memory_order_relaxed);
  void *copy = gantry_reading_room_has(NULL, size, NULL)
                   ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                   : MAP_FAILED;
  if (copy == MAP_FAILED) {
    lose(place);
    return;
  }
  memcpy(copy, start, size);
  if (mprotect(copy, size, PROT_READ) != 0 ||
      mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, start) == MAP_FAILED) {
    munmap(copy, size);
    lose(place);
  }
}

static const GantryLeaseCalls lease_calls = {copy_in_place, lose};

static void
unmap (gpointer data)
{
  Place *place = data;
  if (place->lease)
    gantry_file_lease_give_back(place->lease);
  place->lease = NULL;
  /* Relaxed: this thread has it from who stored it, with the bytes. */
  void *memory = (void *)atomic_load_explicit(&place->start, memory_order_relaxed);
  /* Nobody looks at the memory any more, so the handler has nothing to find. */
  atomic_store_explicit(&place->start, 0, memory_order_relaxed);
  munmap(memory, atomic_load_explicit(&place->size, memory_order_relaxed));
  /* Release: whoever takes the place next comes after all this. */
  atomic_store_explicit(&place->is_taken, false, memory_order_release);
}

/* NULL: it is to be read. Nothing of it is looked at before there is a lease. */
static GBytes *
map (int descriptor, size_t size)
{
  static GOnce once = G_ONCE_INIT;
  void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (memory == MAP_FAILED)
    return NULL;
  g_once(&once, handle_bus_errors, NULL);
  Place *place = take_place(memory, size);
  if (!place) {
    munmap(memory, size);
    return NULL;
  }
  struct stat status;
  place->lease = gantry_file_lease_take(descriptor, &lease_calls, place);
  if (place->lease && fstat(descriptor, &status) == 0 && (size_t)status.st_size == size)
    return g_bytes_new_with_free_func(memory, size, unmap, place);
  unmap(place);
  return NULL;
}

/* As much as is there: it may be cut meanwhile. */
static GBytes *
read_whole (int descriptor, size_t size, GError **error)
{
  g_autofree char *contents = g_try_malloc(MAX(size, 1));
  size_t n_read = 0;
  ssize_t got = contents ? 1 : -1;
  if (!contents)
    errno = ENOMEM;
  while (n_read < size && got > 0) {
    do
      got = pread(descriptor, contents + n_read, size - n_read, (off_t)n_read);
    while (got < 0 && errno == EINTR);
    n_read += got > 0 ? (size_t)got : 0;
  }
  if (got >= 0)
    return g_bytes_new_take(g_steal_pointer(&contents), n_read);
  gantry_set_file_error(error, errno);
  return NULL;
}

GBytes *
gantry_mapped_file_new (int descriptor, int64_t most_read, const GantryReading *reading, GError **error)
{
  struct stat status;
  int code = fstat(descriptor, &status) != 0 ? errno : !S_ISREG(status.st_mode) ? EINVAL : 0;
  size_t size = code == 0 ? (size_t)status.st_size : 0;
  if (code == 0 && (off_t)size != status.st_size)
    code = EFBIG; /* of 4 GiB and more there is no room in 32 bits */
  if (code != 0) {
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
    return NULL;
  }
  g_autoptr(GBytes) mapped = status.st_size > most_read ? map(descriptor, size) : NULL;
  if (mapped)
    return g_steal_pointer(&mapped);
  bool is_small = status.st_size <= most_read;
  return is_small || gantry_reading_room_has(reading, size, error) ? read_whole(descriptor, size, error)
                                                                   : NULL;
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
