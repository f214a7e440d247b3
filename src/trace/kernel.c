/* Reading PERF_RECORD_SWITCH from one mapped buffer for each processor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/kernel.h"

#include "trace/clock.h"
#include "trace/segment.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Tried from the largest: what an unprivileged user may lock in memory is limited (perf_event_mlock_kb). */
#define MOST_PAGES 64u
#define LONGEST_RECORD 1024u
/* What PERF_RECORD_LOST tells: the event's id, and how many. */
#define LOST_BYTES 16u
/* Counts what was lost, since Linux 6.0; not in the headers of older ones. */
#define FORMAT_LOST (1u << 4)

typedef struct {
  int fd;
  struct perf_event_mmap_page *page;
  size_t mapped;
  uint64_t last_ns; /* of the last record read */
  uint64_t n_told;  /* of those lost */
  int cpu;
} Buffer;

struct GantryKernelSwitches {
  GArray *buffers; /* Buffer */
  GArray *pending; /* GantrySwitch, of the drain that is going on */
  GArray *losses;  /* GantrySwitchLoss, of the same drain */
};

/* The fields that sample_id_all appends with TID | TIME | CPU. */
typedef struct {
  uint32_t pid, tid;
  uint64_t time;
  uint32_t cpu, reserved;
} SampleId;

static int
open_event_with (pid_t pid, int cpu, uint64_t read_format)
{
  struct perf_event_attr attr = {
      .type = PERF_TYPE_SOFTWARE,
      .size = sizeof attr,
      .config = PERF_COUNT_SW_DUMMY,
      .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU,
      .read_format = read_format,
      .inherit = 1,
      .exclude_kernel = 1,
      .exclude_hv = 1,
      .sample_id_all = 1,
      .use_clockid = 1,
      .context_switch = 1,
      .clockid = CLOCK_MONOTONIC,
  };
  return (int)syscall(SYS_perf_event_open, &attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
}

static int
open_event (pid_t pid, int cpu)
{
  int fd = open_event_with(pid, cpu, FORMAT_LOST);
  return fd < 0 && errno == EINVAL ? open_event_with(pid, cpu, 0) : fd;
}

static bool
map_buffer (Buffer *buffer)
{
  size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
  for (size_t pages = MOST_PAGES; pages >= 2; pages /= 2) {
    size_t bytes = (pages + 1) * page_size;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, buffer->fd, 0);
    if (memory != MAP_FAILED) {
      buffer->page = memory;
      buffer->mapped = bytes;
      return true;
    }
    if (errno != EPERM && errno != ENOMEM)
      break;
  }
  return false;
}

static void
buffer_clear (gpointer data)
{
  Buffer *buffer = data;
  if (buffer->page)
    munmap(buffer->page, buffer->mapped);
  close(buffer->fd);
}

GantryKernelSwitches *
gantry_kernel_switches_new (pid_t pid, GError **error)
{
  g_autoptr(GantryKernelSwitches) switches = g_new0(GantryKernelSwitches, 1);
  switches->buffers = g_array_new(FALSE, TRUE, sizeof(Buffer));
  g_array_set_clear_func(switches->buffers, buffer_clear);
  switches->pending = g_array_new(FALSE, FALSE, sizeof(GantrySwitch));
  switches->losses = g_array_new(FALSE, FALSE, sizeof(GantrySwitchLoss));
  long n_cpus = sysconf(_SC_NPROCESSORS_CONF);
  for (int cpu = 0; cpu < n_cpus; cpu++) {
    Buffer buffer = {.fd = open_event(pid, cpu), .cpu = cpu};
    if (buffer.fd < 0 && errno == ENODEV)
      continue; /* a processor that is off line */
    bool mapped = buffer.fd >= 0 && map_buffer(&buffer);
    int code = errno;
    if (buffer.fd >= 0)
      g_array_append_val(switches->buffers, buffer);
    if (!mapped) {
      g_set_error(error, GANTRY_TRACE_ERROR,
                  code == ESRCH ? GANTRY_TRACE_ERROR_GONE : GANTRY_TRACE_ERROR_KERNEL,
                  _("The kernel does not tell its context switches here (%s): as root, set "
                    "kernel.perf_event_paranoid to 2 or "
                    "less, or use --on-cpu-from self"),
                  g_strerror(code));
      return NULL;
    }
  }
  return g_steal_pointer(&switches);
}

void
gantry_kernel_switches_free (GantryKernelSwitches *switches)
{
  if (!switches)
    return;
  g_array_unref(switches->buffers);
  g_array_unref(switches->pending);
  g_array_unref(switches->losses);
  g_free(switches);
}

/* Copies `bytes` at `position` out of the buffer, which wraps around. */
static void
copy_out (const Buffer *buffer, uint64_t position, void *to, size_t bytes)
{
  const char *data = (const char *)buffer->page + buffer->page->data_offset;
  uint64_t size = buffer->page->data_size;
  uint64_t start = position % size;
  size_t first = (size_t)MIN(bytes, size - start);
  memcpy(to, data + start, first);
  memcpy((char *)to + first, data, bytes - first);
}

static void
take_record (GantryKernelSwitches *switches, Buffer *buffer, const struct perf_event_header *header,
             const char *record)
{
  SampleId id;
  bool is_loss =
      header->type == PERF_RECORD_LOST && header->size >= sizeof *header + LOST_BYTES + sizeof(SampleId);
  if (!is_loss && (header->type != PERF_RECORD_SWITCH || header->size < sizeof *header + sizeof(SampleId)))
    return;
  memcpy(&id, record + header->size - sizeof id, sizeof id);
  GantrySwitchLoss loss = {.from_ns = buffer->last_ns, .to_ns = id.time, .cpu = (int32_t)id.cpu};
  buffer->last_ns = id.time;
  if (is_loss) {
    memcpy(&loss.count, record + sizeof *header + LOST_BYTES / 2, sizeof loss.count);
    buffer->n_told += loss.count;
    g_array_append_val(switches->losses, loss);
    return;
  }
  GantrySwitch entry = {
      .monotonic_ns = id.time,
      .pid = id.pid,
      .tid = id.tid,
      .cpu = (int32_t)id.cpu,
      .out = (header->misc & PERF_RECORD_MISC_SWITCH_OUT) != 0,
      .preempted = (header->misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT) != 0,
  };
  g_array_append_val(switches->pending, entry);
}

static void
drain_buffer (GantryKernelSwitches *switches, Buffer *buffer)
{
  /* Acquire: the kernel's contract for data_head; the records below it are whole. */
  uint64_t head = __atomic_load_n(&buffer->page->data_head, __ATOMIC_ACQUIRE);
  uint64_t tail = buffer->page->data_tail;
  char record[LONGEST_RECORD];
  while (head - tail >= sizeof(struct perf_event_header)) {
    struct perf_event_header header;
    copy_out(buffer, tail, &header, sizeof header);
    if (header.size < sizeof header || header.size > head - tail)
      break;
    if (header.size <= sizeof record) {
      copy_out(buffer, tail, record, header.size);
      take_record(switches, buffer, &header, record);
    }
    tail += header.size;
  }
  /* Release: all was read before the kernel may write over it. */
  __atomic_store_n(&buffer->page->data_tail, head, __ATOMIC_RELEASE);
}

/* What was lost after the last record that there was room for: no record tells of it. */
static void
tell_untold (GantryKernelSwitches *switches, Buffer *buffer)
{
  struct {
    uint64_t value, lost;
  } counted = {0};
  if (read(buffer->fd, &counted, sizeof counted) != sizeof counted || counted.lost <= buffer->n_told)
    return;
  GantrySwitchLoss loss = {
      .from_ns = buffer->last_ns,
      .to_ns = gantry_monotonic_ns(),
      .count = counted.lost - buffer->n_told,
      .cpu = buffer->cpu,
  };
  buffer->n_told = counted.lost;
  g_array_append_val(switches->losses, loss);
}

static int
compare_switches (gconstpointer a, gconstpointer b)
{
  const GantrySwitch *left = a, *right = b;
  if (left->monotonic_ns != right->monotonic_ns)
    return left->monotonic_ns < right->monotonic_ns ? -1 : 1;
  return (int)right->out - (int)left->out; /* one goes before the next one comes */
}

const GArray *
gantry_kernel_switches_get_losses (const GantryKernelSwitches *switches)
{
  return switches->losses;
}

void
gantry_kernel_switches_drain (GantryKernelSwitches *switches, bool last, GantrySwitchFunc func,
                              gpointer user_data)
{
  g_array_set_size(switches->losses, 0);
  g_array_set_size(switches->pending, 0);
  for (guint i = 0; i < switches->buffers->len; i++) {
    Buffer *buffer = &g_array_index(switches->buffers, Buffer, i);
    drain_buffer(switches, buffer);
    if (last)
      tell_untold(switches, buffer);
  }
  g_array_sort(switches->pending, compare_switches);
  for (guint i = 0; i < switches->pending->len; i++)
    func(&g_array_index(switches->pending, GantrySwitch, i), user_data);
}

bool
gantry_kernel_switches_available (void)
{
  g_autoptr(GantryKernelSwitches) switches = gantry_kernel_switches_new(getpid(), NULL);
  return switches != NULL;
}
