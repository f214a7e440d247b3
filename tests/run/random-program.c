/* Random programs: the frame, and the statements that fill it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "random-program.h"

#include "random-writer.h"

#define MOST_PLOTS 5
#define MOST_HOSTS 3
#define N_LOCKS 5

int
roll (Writer *writer, int low, int high)
{
  return g_rand_int_range(writer->random, low, high + 1);
}

bool
once_in (Writer *writer, int times)
{
  return roll(writer, 1, times) == 1;
}

void
say (GString *into, int depth, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_string_append_printf(into, "%*s", 4 * depth, "");
  g_string_append_vprintf(into, format, arguments);
  g_string_append_c(into, '\n');
  va_end(arguments);
}

/* All tasks take the common locks in the order of their numbers; `above` is the highest one held. */
static void write_statements (Writer *writer, GString *into, int depth, int above);

static void
write_locked (Writer *writer, GString *into, int depth, int above)
{
  static const char *const modes[][2] = {{"", ""}, {"", ""}, {"reading ", "writing "}, {"", ""}, {"", ""}};
  int lock = roll(writer, above + 1, N_LOCKS);
  say(into, depth, "with %scommon_%d:", modes[lock - 1][roll(writer, 0, 1)], lock);
  if (lock == 2 && once_in(writer, 2)) /* the rlock, once more */
    say(into, ++depth, "with common_2:");
  write_statements(writer, into, depth + 1, lock);
}

static void
write_draw (Writer *writer, GString *into, int depth)
{
  int local = ++writer->n_locals;
  say(into, depth, "n%d = random(1, %d)", local, roll(writer, 1, 1000));
  if (writer->anonymous)
    say(into, depth, "print \"draws {n%d}\"", local);
  else
    say(into, depth, "print \"{name} draws {n%d}\"", local);
}

static void
write_choice (Writer *writer, GString *into, int depth, int above)
{
  say(into, depth, "if random(0, 3) %s %d:", once_in(writer, 2) ? "<" : "!=", roll(writer, 0, 3));
  write_statements(writer, into, depth + 1, above);
  if (once_in(writer, 2)) {
    say(into, depth, "else:");
    write_statements(writer, into, depth + 1, above);
  }
}

/* A wait that surely is given up, with a lock that others want too. */
static void
write_expiring (Writer *writer, GString *into, int depth, int above)
{
  static const char *const waits[] = {"get nothing", "wait never", "acquire no_place", "sleep 30s",
                                      "put full 2"};
  bool locked = above < 1 && once_in(writer, 3);
  say(into, depth, "within %dus:", roll(writer, 0, 400));
  if (locked)
    say(into, depth + 1, "with common_1:");
  say(into, depth + 1 + locked, "%s", waits[roll(writer, 0, G_N_ELEMENTS(waits) - 1)]);
  say(into, depth + 1 + locked, "print \"this never came\"");
  say(into, depth, "else:");
  write_statements(writer, into, depth + 1, above);
}

static void
write_in_time (Writer *writer, GString *into, int depth, int above)
{
  say(into, depth, "within 50s:");
  write_statements(writer, into, depth + 1, above);
  say(into, depth, "else:");
  say(into, depth + 1, "print \"this was late\"");
}

static void
write_loop (Writer *writer, GString *into, int depth, int above)
{
  int local = ++writer->n_locals;
  if (once_in(writer, 2)) {
    say(into, depth, "repeat %d as n%d:", roll(writer, 0, 3), local);
  } else {
    say(into, depth, "n%d = 0", local);
    say(into, depth, "while n%d < %d:", local, roll(writer, 0, 3));
    say(into, depth + 1, "n%d = n%d + 1", local, local);
  }
  say(into, depth + 1, "atomically total = total + n%d", local);
  write_statements(writer, into, depth + 1, above);
  if (once_in(writer, 4))
    say(into, depth + 1, "break");
}

static void
write_block (Writer *writer, GString *into, int depth, int above)
{
  switch (roll(writer, 0, 5)) {
  case 0:
    write_choice(writer, into, depth, above);
    break;
  case 1:
    write_expiring(writer, into, depth, above);
    break;
  case 2:
    write_in_time(writer, into, depth, above);
    break;
  case 3:
    write_loop(writer, into, depth, above);
    break;
  case 4:
    say(into, depth, "note \"block %d\":", roll(writer, 1, 9));
    write_statements(writer, into, depth + 1, above);
    break;
  default:
    if (above < N_LOCKS)
      write_locked(writer, into, depth, above);
    else
      say(into, depth, "yield");
    break;
  }
}

static void
write_simple (Writer *writer, GString *into, int depth)
{
  switch (roll(writer, 0, 8)) {
  case 0:
    say(into, depth, "compute %d..%dus", roll(writer, 0, 20), roll(writer, 20, 100));
    break;
  case 1:
    say(into, depth, "sleep %d..%dus", roll(writer, 0, 50), roll(writer, 50, 500));
    break;
  case 2:
    say(into, depth, "block %dus", roll(writer, 1, 100));
    break;
  case 3:
    say(into, depth, "yield");
    break;
  case 4:
  case 5:
    write_draw(writer, into, depth);
    break;
  case 6:
    say(into, depth, "atomically total = total + random(0, %d) * 2", roll(writer, 1, 9));
    break;
  case 7:
    say(into, depth, "expect total >= 0 \"nothing is taken away\"");
    break;
  default:
    say(into, depth, "atomically total = total + %d", roll(writer, 1, 9));
    break;
  }
}

static void
write_statements (Writer *writer, GString *into, int depth, int above)
{
  for (int left = roll(writer, 1, 2); left > 0; left--)
    if (depth < 6 && once_in(writer, 3))
      write_block(writer, into, depth, above);
    else
      write_simple(writer, into, depth);
}

void
write_filler (Writer *writer, GString *into, int depth)
{
  if (!once_in(writer, 3))
    write_statements(writer, into, depth, 0);
}

static const char common_things[] = "shared variable total = 0\n"
                                    "lock common_1\n"
                                    "rlock common_2\n"
                                    "rwlock common_3\n"
                                    "semaphore common_4(2)\n"
                                    "condition common_5\n"
                                    "queue nothing\n"
                                    "queue full(1)\n"
                                    "event never\n"
                                    "semaphore no_place(0)\n";

static void
write_head (Writer *writer, GString *head)
{
  say(head, 0, "seed %d", roll(writer, -1000, 1000));
  if (writer->no_loop)
    say(head, 0, "on threads, processes");
  if (once_in(writer, 3))
    say(head, 0, "cores 1");
  if (once_in(writer, 6))
    say(head, 0, "gil %dus", roll(writer, 50, 5000));
}

static void
write_on_loop (GString *into, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line)
      say(into, 1, "%s", *line);
}

static void
write_host_task (Writer *writer, int number, GString *main_starts)
{
  Host *host = writer->host;
  if (host->starts->len + host->ends->len == 0)
    return;
  say(writer->tasks, 0, "task host_%d:", number);
  write_filler(writer, writer->tasks, 1);
  if (host->is_loop) {
    say(writer->tasks, 1, "run async:");
    write_on_loop(writer->tasks, host->starts->str);
    write_on_loop(writer->tasks, host->ends->str);
  } else {
    g_string_append_printf(writer->tasks, "%s%s", host->starts->str, host->ends->str);
  }
  say(writer->tasks, 1, "return %d\n", roll(writer, 0, 99));
  say(main_starts, 1, "start host_%d", number);
}

static char *
put_together (Writer *writer, Host *hosts)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) main_starts = g_string_new(NULL);
  g_autoptr(GString) bad_end = g_string_new(NULL);
  write_head(writer, text);
  writer->host = &(Host){main_starts, bad_end, false};
  if (writer->ends_badly)
    write_bad_end(writer, text);
  for (int i = 1; i < MOST_HOSTS; i++) {
    writer->host = &hosts[i];
    write_host_task(writer, i, main_starts);
  }
  g_string_append_printf(text, "\n%s%s\n%s", common_things, writer->things->str, writer->tasks->str);
  g_string_append_printf(text, "main:\n    put full 1\n%s%s%s    join\n", main_starts->str,
                         hosts[0].starts->str, hosts[0].ends->str);
  g_string_append_printf(text, "    print \"the total is {total}\"\n%s", bad_end->str);
  return g_strdup(text->str);
}

char *
random_program (guint32 seed)
{
  g_autoptr(GString) things = g_string_new(NULL);
  g_autoptr(GString) tasks = g_string_new(NULL);
  GRand *random = g_rand_new_with_seed(seed);
  Host hosts[MOST_HOSTS];
  for (int i = 0; i < MOST_HOSTS; i++)
    hosts[i] = (Host){g_string_new(NULL), g_string_new(NULL), false};
  Writer writer = {.random = random, .things = things, .tasks = tasks};
  writer.ends_badly = once_in(&writer, 5);
  if (once_in(&writer, 4))
    hosts[roll(&writer, 1, MOST_HOSTS - 1)].is_loop = writer.no_loop = true;
  for (int left = roll(&writer, 1, MOST_PLOTS); left > 0; left--) {
    writer.plot++;
    writer.host = &hosts[roll(&writer, 0, MOST_HOSTS - 1)];
    write_plot(&writer);
  }
  char *text = put_together(&writer, hosts);
  for (int i = 0; i < MOST_HOSTS; i++) {
    g_string_free(hosts[i].starts, TRUE);
    g_string_free(hosts[i].ends, TRUE);
  }
  g_rand_free(random);
  return text;
}

bool
random_program_is_anonymous (const char *lane_name)
{
  return g_str_has_prefix(lane_name, "node_") || g_str_has_prefix(lane_name, "call_") ||
         g_str_has_prefix(lane_name, "daemon_");
}
