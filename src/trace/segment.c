/* The memfd of rings: its layout, and who gets which ring and which lane number.
 *
 *   header (one page) | ring heads | losses of lanes | slots of ring 0 | slots of ring 1 | …
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/segment.h"
#include "trace/quark.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* "GANTRY" and the layout's version. */
#define SEGMENT_MAGIC UINT64_C(0x474e415452590002)
#define HEADER_BYTES 4096u
#define RESERVED_LOSSES_BYTES 65536u
#define RESERVED_SLOTS_BYTES 262144u
#define MAX_RINGS 65536u
#define MAX_CAPACITY (1u << 24)

typedef struct {
  uint64_t magic;
  uint32_t clock;
  uint32_t on_cpu_from;
  uint32_t n_rings;
  uint32_t capacity;
  /* How many lane numbers were given out. */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint32_t n_lanes;
  /* All rings ever claimed lie below this. */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint32_t n_used;
  /* Where the search for a free ring starts. */
  _Atomic uint32_t hint;
} SegmentHeader;

_Static_assert(sizeof(SegmentHeader) <= HEADER_BYTES, "the header is one page");

struct GantrySegment {
  int fd;
  size_t size;
  SegmentHeader *header;
  GantryRing *rings;
  GantryLaneLoss *losses;
  GantryEvent *slots;
  /* Copies that a hostile writer of the shared header cannot change. */
  GantryClockKind clock;
  GantryOnCpuFrom on_cpu_from;
  uint32_t n_rings;
  uint32_t capacity;
};

GANTRY_DEFINE_QUARK("gantry-trace-error", gantry_trace_error)

static size_t
page_align (size_t bytes)
{
  return (bytes + HEADER_BYTES - 1) & ~(size_t)(HEADER_BYTES - 1);
}

static size_t
heads_bytes (uint32_t n_rings)
{
  return page_align((size_t)n_rings * sizeof(GantryRing));
}

/* One more than there are lanes: the last is for what is of none. */
static size_t
losses_bytes (void)
{
  return page_align((GANTRY_MOST_LANES + 1) * sizeof(GantryLaneLoss));
}

static uint64_t
segment_bytes (uint32_t n_rings, uint32_t capacity)
{
  return HEADER_BYTES + heads_bytes(n_rings) + losses_bytes() +
         (uint64_t)n_rings * capacity * sizeof(GantryEvent);
}

static bool
shape_is_sane (uint32_t n_rings, uint32_t capacity)
{
  return n_rings >= 1 && n_rings <= MAX_RINGS && capacity >= 16 && capacity <= MAX_CAPACITY &&
         (capacity & (capacity - 1)) == 0 && segment_bytes(n_rings, capacity) <= PTRDIFF_MAX;
}

const char *
gantry_on_cpu_from_id (GantryOnCpuFrom from)
{
  static const char *const ids[] = {"auto", "kernel", "self", "virtual"};
  return (unsigned)from < G_N_ELEMENTS(ids) ? ids[from] : NULL;
}

static GantrySegment *
segment_map (int fd, size_t size, uint32_t n_rings, uint32_t capacity, GError **error)
{
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (memory == MAP_FAILED) {
    g_set_error(error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_MEMORY,
                _("The trace's shared memory cannot be mapped (%s); free some memory and run again"),
                g_strerror(errno));
    return NULL;
  }
  GantrySegment *segment = g_new0(GantrySegment, 1);
  segment->fd = fd;
  segment->size = size;
  segment->header = memory;
  segment->rings = (GantryRing *)(void *)((char *)memory + HEADER_BYTES);
  segment->losses = (GantryLaneLoss *)(void *)((char *)segment->rings + heads_bytes(n_rings));
  segment->slots = (GantryEvent *)(void *)((char *)segment->losses + losses_bytes());
  segment->n_rings = n_rings;
  segment->capacity = capacity;
  return segment;
}

static GantrySegment *
no_memory (GError **error, int code)
{
  if (code == EFBIG)
    g_set_error_literal(
        error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_MEMORY,
        _("The limit on the size of files leaves no room for the trace; raise it with ‘ulimit -f’ "
          "and run again"));
  else
    g_set_error(error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_MEMORY,
                _("There is no shared memory for the trace (%s); free some memory and run again"),
                g_strerror(code));
  return NULL;
}

/* A page that the machine has no memory for is told by SIGBUS to whoever looks at it first. What the
 * collecting process looks at before anybody else has is there from the beginning, so that this is told by an
 * error; slots are looked at by their writer first, which is the run's. */
static bool
reserve (int fd, uint32_t n_rings, uint32_t capacity)
{
  size_t losses = HEADER_BYTES + heads_bytes(n_rings), slots = losses + losses_bytes();
  uint64_t few = (uint64_t)n_rings * capacity * sizeof(GantryEvent);
  /* Losses of the first lanes, and of none; slots where there are so few that who makes them may write them,
   * too. */
  bool is_there = fallocate(fd, 0, 0, (off_t)(losses + RESERVED_LOSSES_BYTES)) == 0 &&
                  fallocate(fd, 0, (off_t)(slots - HEADER_BYTES), HEADER_BYTES) == 0 &&
                  (few > RESERVED_SLOTS_BYTES || fallocate(fd, 0, (off_t)slots, (off_t)few) == 0);
  return is_there || errno == EOPNOTSUPP || errno == ENOSYS;
}

GantrySegment *
gantry_segment_new (GantryClockKind clock, GantryOnCpuFrom on_cpu_from, uint32_t n_rings, uint32_t capacity,
                    GError **error)
{
  g_return_val_if_fail(shape_is_sane(n_rings, capacity), NULL);
  size_t size = (size_t)segment_bytes(n_rings, capacity);
  int fd = memfd_create("gantry-trace", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  /* Nobody who holds it can make it shorter under a reader, or refuse others to write to it. */
  if (fd < 0 || ftruncate(fd, (off_t)size) != 0 || !reserve(fd, n_rings, capacity) ||
      fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    int code = errno;
    if (fd >= 0)
      close(fd);
    return no_memory(error, code);
  }
  GantrySegment *segment = segment_map(fd, size, n_rings, capacity, error);
  if (!segment) {
    close(fd);
    return NULL;
  }
  segment->clock = clock;
  segment->on_cpu_from = on_cpu_from;
  segment->header->clock = clock;
  segment->header->on_cpu_from = on_cpu_from;
  segment->header->n_rings = n_rings;
  segment->header->capacity = capacity;
  segment->header->magic = SEGMENT_MAGIC;
  return segment;
}

static GantrySegment *
not_a_segment (GError **error)
{
  g_set_error_literal(error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_FORMAT,
                      _("The descriptor holds no trace memory of this version"));
  return NULL;
}

static bool
read_header (int fd, SegmentHeader *header)
{
  size_t done = 0;
  while (done < sizeof *header) {
    ssize_t got = pread(fd, (char *)header + done, sizeof *header - done, (off_t)done);
    if (got == 0 || (got < 0 && errno != EINTR))
      return false;
    done += got > 0 ? (size_t)got : 0;
  }
  return true;
}

GantrySegment *
gantry_segment_open (int fd, GError **error)
{
  struct stat info;
  SegmentHeader header;
  if (fstat(fd, &info) != 0 || info.st_size < (off_t)HEADER_BYTES || !read_header(fd, &header))
    return not_a_segment(error);
  if (header.magic != SEGMENT_MAGIC || !shape_is_sane(header.n_rings, header.capacity) ||
      header.clock > GANTRY_CLOCK_VIRTUAL || header.on_cpu_from > GANTRY_ON_CPU_FROM_VIRTUAL ||
      (uint64_t)info.st_size != segment_bytes(header.n_rings, header.capacity))
    return not_a_segment(error);
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (own < 0)
    return no_memory(error, errno);
  GantrySegment *segment = segment_map(own, (size_t)info.st_size, header.n_rings, header.capacity, error);
  if (!segment) {
    close(own);
    return NULL;
  }
  segment->clock = header.clock;
  segment->on_cpu_from = header.on_cpu_from;
  return segment;
}

void
gantry_segment_free (GantrySegment *segment)
{
  if (!segment)
    return;
  munmap(segment->header, segment->size);
  close(segment->fd);
  g_free(segment);
}

int
gantry_segment_get_fd (const GantrySegment *segment)
{
  return segment->fd;
}

GantryClockKind
gantry_segment_get_clock (const GantrySegment *segment)
{
  return segment->clock;
}

GantryOnCpuFrom
gantry_segment_get_on_cpu_from (const GantrySegment *segment)
{
  return segment->on_cpu_from;
}

uint32_t
gantry_segment_get_n_used (const GantrySegment *segment)
{
  /* Acquire: pairs with the claim's release; the ring's owner is written before. */
  uint32_t n_used = atomic_load_explicit(&segment->header->n_used, memory_order_acquire);
  return MIN(n_used, segment->n_rings);
}

GantryRingView
gantry_segment_get_ring (const GantrySegment *segment, uint32_t index)
{
  g_assert(index < segment->n_rings);
  return (GantryRingView){
      .ring = &segment->rings[index],
      /* Acquire: a producer that was given a ring which another one had writes only where that one's events
       * were read. */
      .tail = atomic_load_explicit(&segment->rings[index].tail, memory_order_acquire),
      .slots = segment->slots + (size_t)index * segment->capacity,
      .mask = segment->capacity - 1,
  };
}

static void
raise_n_used (GantrySegment *segment, uint32_t n_used)
{
  /* Relaxed: only a number to compare with. Release: the ring below the new one was claimed before it counts.
   */
  uint32_t current = atomic_load_explicit(&segment->header->n_used, memory_order_relaxed);
  while (current < n_used &&
         !atomic_compare_exchange_weak_explicit(&segment->header->n_used, &current, n_used,
                                                memory_order_release, memory_order_relaxed)) {
  }
}

bool
gantry_segment_claim_ring (GantrySegment *segment, uint32_t host_lane, uint32_t *index)
{
  /* Relaxed: a hint; the ring itself is claimed below. */
  uint32_t start = atomic_load_explicit(&segment->header->hint, memory_order_relaxed) % segment->n_rings;
  for (uint32_t i = 0; i < segment->n_rings; i++) {
    uint32_t candidate = (start + i) % segment->n_rings;
    GantryRing *ring = &segment->rings[candidate];
    uint32_t expected = GANTRY_RING_FREE;
    /* Acquire: pairs with the collector's release when it frees the ring, so that its last reads come before.
     */
    if (atomic_load_explicit(&ring->state, memory_order_relaxed) != GANTRY_RING_FREE ||
        !atomic_compare_exchange_strong_explicit(&ring->state, &expected, GANTRY_RING_OWNED,
                                                 memory_order_acquire, memory_order_relaxed))
      continue;
    /* Release of the last: whoever sees the thread sees lane and process. */
    atomic_store_explicit(&ring->host_lane, host_lane, memory_order_relaxed);
    atomic_store_explicit(&ring->pid, (uint32_t)getpid(), memory_order_relaxed);
    atomic_store_explicit(&ring->tid, (uint32_t)gettid(), memory_order_release);
    /* Relaxed: a hint. */
    atomic_store_explicit(&segment->header->hint, candidate + 1, memory_order_relaxed);
    raise_n_used(segment, candidate + 1);
    *index = candidate;
    return true;
  }
  return false;
}

void
gantry_segment_retire_ring (GantrySegment *segment, uint32_t index)
{
  /* Release: all that was recorded comes before; whoever sees RETIRED sees the final head. */
  atomic_store_explicit(&segment->rings[index].state, GANTRY_RING_RETIRED, memory_order_release);
}

void
gantry_segment_recycle_ring (GantrySegment *segment, uint32_t index)
{
  /* So that the next owner is not taken for this one before it has said who it is. */
  atomic_store_explicit(&segment->rings[index].pid, 0, memory_order_relaxed);
  atomic_store_explicit(&segment->rings[index].tid, 0, memory_order_relaxed);
  /* Release: the last slots were read before another producer may write them. */
  atomic_store_explicit(&segment->rings[index].state, GANTRY_RING_FREE, memory_order_release);
  /* Low numbers are used again first, so that memory and the collector's rounds stay small. */
  uint32_t hint = atomic_load_explicit(&segment->header->hint, memory_order_relaxed);
  while (index < hint && !atomic_compare_exchange_weak_explicit(&segment->header->hint, &hint, index,
                                                                memory_order_relaxed, memory_order_relaxed)) {
  }
}

uint32_t
gantry_segment_new_lane (GantrySegment *segment)
{
  /* Relaxed: that no two get the same is all; whoever reads a record of the lane has seen its release after
   * this. */
  return atomic_fetch_add_explicit(&segment->header->n_lanes, 1, memory_order_relaxed);
}

uint32_t
gantry_segment_get_n_lanes (const GantrySegment *segment)
{
  /* Relaxed: whoever has acquired a record of a lane sees that its number was given out. */
  return atomic_load_explicit(&segment->header->n_lanes, memory_order_relaxed);
}

GantryLaneLoss *
gantry_segment_get_loss (const GantrySegment *segment, uint32_t lane)
{
  return &segment->losses[MIN(lane, GANTRY_MOST_LANES)];
}
