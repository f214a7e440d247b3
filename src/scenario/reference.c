/* The table, and scenarios made of its examples.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/reference.h"

#include "scenario/lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const GantryReferenceEntry entries[] = {
    {"title", GANTRY_REFERENCE_HEAD, "title \"TEXT\"",
     N_("The heading of the picture and of the gallery’s row."), "title \"Two cooks\""},
    {"about", GANTRY_REFERENCE_HEAD, "about \"TEXT\"",
     N_("A paragraph on what is to be seen; the line may recur."), "about \"Look for: who waits.\""},
    {"topic", GANTRY_REFERENCE_HEAD, "topic \"TEXT\"", N_("The group in the gallery."),
     "topic \"Sharing data\""},
    {"on", GANTRY_REFERENCE_HEAD, "on MODEL, MODEL",
     N_("The models that it makes sense on; the first one is chosen at the start."), "on threads, async"},
    {"seed", GANTRY_REFERENCE_HEAD, "seed NUMBER",
     N_("Where every draw comes from: the same seed gives the same times."), "seed 42"},
    {"cores", GANTRY_REFERENCE_HEAD, "cores NUMBER", N_("The run’s processors; without it all there are."),
     "cores 1"},
    {"gil", GANTRY_REFERENCE_HEAD, "gil [TIME]",
     N_("An interpreter lock: only one task of a process runs at a time, for at most that long."), "gil 5ms"},
    {"ends", GANTRY_REFERENCE_HEAD, "ends OUTCOME",
     N_("The outcome that it is meant to have: ok, deadlock, failed, crashed or limit."), "ends ok"},
    {"limit", GANTRY_REFERENCE_HEAD, "limit TIME", N_("The run is stopped after this long."), "limit 30s"},

    {"variable", GANTRY_REFERENCE_THINGS, "variable NAME = NUMBER",
     N_("A plain global; each process has a copy of its own."), "variable tips = 0"},
    {"shared", GANTRY_REFERENCE_THINGS, "shared variable NAME = NUMBER",
     N_("A variable in memory that all tasks share, whatever the model."), "shared variable guests = 0"},
    {"lock", GANTRY_REFERENCE_THINGS, "lock NAME", N_("One task holds it, the others wait."), "lock oven"},
    {"rlock", GANTRY_REFERENCE_THINGS, "rlock NAME", N_("A lock that its holder may take again."),
     "rlock pantry"},
    {"rwlock", GANTRY_REFERENCE_THINGS, "rwlock NAME", N_("Held by many who read, or by one who writes."),
     "rwlock menu"},
    {"semaphore", GANTRY_REFERENCE_THINGS, "semaphore NAME(NUMBER)", N_("So many may hold it at once."),
     "semaphore tables(4)"},
    {"condition", GANTRY_REFERENCE_THINGS, "condition NAME",
     N_("A lock whose holder can wait until another one notifies it."), "condition order_changed"},
    {"event", GANTRY_REFERENCE_THINGS, "event NAME", N_("A flag that tasks wait for until it is set."),
     "event open"},
    {"barrier", GANTRY_REFERENCE_THINGS, "barrier NAME(NUMBER)",
     N_("Lets tasks go on when so many of them have arrived."), "barrier table(2)"},
    {"queue", GANTRY_REFERENCE_THINGS, "queue NAME[(NUMBER)]",
     N_("Numbers, first in, first out; with a number: at most so many at once."), "queue plates(3)"},
    {"pipe", GANTRY_REFERENCE_THINGS, "pipe NAME", N_("The kernel’s own pipe, for numbers."), "pipe hatch"},
    {"manager", GANTRY_REFERENCE_THINGS, "manager NAME",
     N_("A server with a lane of its own that keeps numbers by name."), "manager register"},
    {"pool", GANTRY_REFERENCE_THINGS, "pool NAME(NUMBER) [of threads | of processes]",
     N_("Workers that take calls which are submitted to it."), "pool crew(4) of threads"},

    {"task", GANTRY_REFERENCE_TASKS,
     "task NAME(ARGUMENT, …):", N_("What each one that is started as it does."),
     "task guest(courses):\n    repeat courses:\n        compute 10ms"},
    {"main", GANTRY_REFERENCE_TASKS, "main:", N_("Where the run begins; there is exactly one."),
     "main:\n    start cook(2) x 2\n    join"},

    {"compute", GANTRY_REFERENCE_WORK, "compute TIME", N_("Burns so much processor time."),
     "compute 20..25ms"},
    {"sleep", GANTRY_REFERENCE_WORK, "sleep TIME", N_("Waits, and lets the others go on meanwhile."),
     "sleep 20ms"},
    {"block", GANTRY_REFERENCE_WORK, "block TIME",
     N_("Waits in a call that holds the thread, and under async the whole loop."), "block 20ms"},
    {"read", GANTRY_REFERENCE_WORK, "read SIZE", N_("Reads so much from a file of its own."), "read 64KB"},
    {"write", GANTRY_REFERENCE_WORK, "write SIZE",
     N_("Writes so much to a file of its own, down to the disk."), "write 64KB"},
    {"fetch", GANTRY_REFERENCE_WORK, "fetch TIME [SIZE]",
     N_("Asks a server that answers after that time with so many bytes."), "fetch 30ms 8KB"},
    {"yield", GANTRY_REFERENCE_WORK, "yield", N_("Lets others run, then goes on."), "yield"},
    {"print", GANTRY_REFERENCE_WORK, "print \"TEXT\"",
     N_("A line of output and a mark on the lane; {…} stands for a value, {name} for the task’s name."),
     "print \"{name} has {served}\""},
    {"note", GANTRY_REFERENCE_WORK, "note \"TEXT\":", N_("A named span around the block."),
     "note \"cooking\":\n    compute 10ms"},

    {"start", GANTRY_REFERENCE_STARTING, "start [daemon] TASK(VALUES) [x NUMBER] [as NAME]",
     N_("Creates a task, or as many as behind ‘x’; a name makes it known to join and cancel."),
     "start cook(3) as helper"},
    {"daemon", GANTRY_REFERENCE_STARTING, "start daemon TASK(VALUES)",
     N_("A task that nobody waits for: it is killed when the others have ended."), "start daemon cook(1)"},
    {"join", GANTRY_REFERENCE_STARTING, "join [TASK | NAME | POOL] [as NAME]",
     N_("Waits for what was started: for all, for a task’s, for one, and takes its result."),
     "join chef as result"},
    {"cancel", GANTRY_REFERENCE_STARTING, "cancel NAME", N_("Asks a task to end where it waits next."),
     "cancel chef"},
    {"submit", GANTRY_REFERENCE_STARTING, "submit POOL TASK(VALUES)", N_("Gives a call to a pool."),
     "submit workers cook(1)\njoin workers"},
    {"offload", GANTRY_REFERENCE_STARTING, "offload TASK(VALUES) to thread | to process [as NAME]",
     N_("Runs the call there and waits for its result; under async the others go on."),
     "offload cook(1) to thread as result"},
    {"run", GANTRY_REFERENCE_STARTING,
     "run async:", N_("Starts an event loop in this thread, with the block as a task on it."),
     "run async:\n    start cook(1)\n    join cook"},

    {"acquire", GANTRY_REFERENCE_LOCKS, "acquire [reading | writing] LOCK",
     N_("Takes a lock, or waits for it."), "acquire kitchen\nrelease kitchen"},
    {"release", GANTRY_REFERENCE_LOCKS, "release LOCK", N_("Gives a lock back."),
     "acquire spots\nrelease spots"},
    {"with", GANTRY_REFERENCE_LOCKS, "with [reading | writing] LOCK:",
     N_("Holds a lock for the block, and gives it back however the block ends."),
     "with kitchen:\n    compute 5ms"},
    {"reading", GANTRY_REFERENCE_LOCKS, "with reading RWLOCK:", N_("Together with others who read."),
     "with reading book:\n    compute 5ms"},
    {"writing", GANTRY_REFERENCE_LOCKS, "with writing RWLOCK:", N_("Alone."),
     "with writing book:\n    compute 5ms"},
    {"wait", GANTRY_REFERENCE_LOCKS, "wait EVENT | CONDITION | BARRIER",
     N_("Until it is set, notified, or all have arrived; a condition’s lock must be held."), "wait go"},
    {"set", GANTRY_REFERENCE_LOCKS, "set EVENT", N_("Lets all go on that wait for it."), "set go"},
    {"clear", GANTRY_REFERENCE_LOCKS, "clear EVENT", N_("From now on tasks wait for it again."), "clear go"},
    {"notify", GANTRY_REFERENCE_LOCKS, "notify CONDITION [NUMBER | all]",
     N_("Wakes one, so many, or all that wait for it; its lock must be held."),
     "with ready:\n    notify ready all"},

    {"put", GANTRY_REFERENCE_MESSAGES, "put QUEUE VALUE", N_("Adds a number, or waits for room."),
     "put orders 1"},
    {"get", GANTRY_REFERENCE_MESSAGES, "get QUEUE [as NAME]", N_("Takes a number, or waits for one."),
     "get orders as order"},
    {"send", GANTRY_REFERENCE_MESSAGES, "send PIPE VALUE", N_("Writes a number into a pipe."),
     "send channel 1"},
    {"receive", GANTRY_REFERENCE_MESSAGES, "receive PIPE [as NAME]",
     N_("Reads a number from a pipe, or waits for one."), "receive channel as number"},
    {"store", GANTRY_REFERENCE_MESSAGES, "store MANAGER.KEY = VALUE",
     N_("Has a manager keep a number: a message there and back."), "store shop.total = 1"},
    {"load", GANTRY_REFERENCE_MESSAGES, "load MANAGER.KEY as NAME",
     N_("Asks a manager for a number it keeps."), "load shop.total as total"},

    {"repeat", GANTRY_REFERENCE_CONTROL, "repeat NUMBER | forever [as NAME]:",
     N_("The block so many times; the name counts from 1."), "repeat 3 as round:\n    print \"{round}\""},
    {"forever", GANTRY_REFERENCE_CONTROL, "repeat forever:", N_("Without end, until a break or a return."),
     "repeat forever:\n    break"},
    {"while", GANTRY_REFERENCE_CONTROL, "while VALUE:", N_("The block as long as the value is not 0."),
     "while served < 3:\n    served = served + 1"},
    {"if", GANTRY_REFERENCE_CONTROL,
     "if VALUE:", N_("The block where the value is not 0, else that of ‘else’."),
     "if served == 0:\n    print \"none\"\nelse:\n    print \"some\""},
    {"else", GANTRY_REFERENCE_CONTROL, "else:", N_("What is done otherwise, below an ‘if’ or a ‘within’."),
     "if served > 3:\n    yield\nelse:\n    sleep 1ms"},
    {"break", GANTRY_REFERENCE_CONTROL, "break", N_("Ends the loop around it."),
     "repeat 9:\n    if served > 2:\n        break\n    served = served + 1"},
    {"within", GANTRY_REFERENCE_CONTROL,
     "within TIME:", N_("A deadline: a wait that would outlast it is given up, and ‘else’ runs."),
     "within 50ms:\n    get orders as order\nelse:\n    print \"too late\""},
    {"return", GANTRY_REFERENCE_CONTROL, "return [VALUE]", N_("Ends the task, with a result."),
     "return served * 2"},
    {"fail", GANTRY_REFERENCE_CONTROL, "fail \"TEXT\"", N_("Ends the task as failed, with the reason."),
     "if served < 0:\n    fail \"only {served}\""},
    {"crash", GANTRY_REFERENCE_CONTROL, "crash", N_("Kills its whole process on the spot."),
     "if served < 0:\n    crash"},
    {"expect", GANTRY_REFERENCE_CONTROL, "expect VALUE \"TEXT\"",
     N_("Records whether it holds; where it does not, the run counts as failed."),
     "expect served >= 0 \"none is lost\""},

    {"=", GANTRY_REFERENCE_VALUES, "NAME = VALUE",
     N_("Sets a variable; reading and writing are two steps, so updates can be lost."),
     "served = served + 1"},
    {"atomically", GANTRY_REFERENCE_VALUES, "atomically VARIABLE = VALUE",
     N_("The same as one step that no other task can split."), "atomically served = served + 1"},
    {"index", GANTRY_REFERENCE_VALUES, "index", N_("The number of this one among those started, from 1."),
     "served = index"},
    {"len", GANTRY_REFERENCE_VALUES, "len(QUEUE)", N_("How many numbers are in a queue or pipe."),
     "print \"{len(orders)} to do\""},
    {"random", GANTRY_REFERENCE_VALUES, "random(LOW, HIGH)", N_("A number drawn from low to high."),
     "served = random(1, 6)"},
    {"name", GANTRY_REFERENCE_VALUES, "{name}", N_("The task’s own name, in a text."), "print \"{name}\""},
    {"and", GANTRY_REFERENCE_VALUES, "VALUE and VALUE", N_("1 where both are not 0."),
     "if served > 0 and served < 9:\n    yield"},
    {"or", GANTRY_REFERENCE_VALUES, "VALUE or VALUE", N_("1 where one of them is not 0."),
     "if served < 1 or served > 9:\n    yield"},
    {"not", GANTRY_REFERENCE_VALUES, "not VALUE", N_("1 where it is 0, else 0."),
     "if not served:\n    yield"},
};

const GantryReferenceEntry *
gantry_reference_entries (gsize *n)
{
  *n = G_N_ELEMENTS(entries);
  return entries;
}

const GantryReferenceEntry *
gantry_reference_find (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
    if (gantry_is_same_word(entries[i].word, word))
      return &entries[i];
  return NULL;
}

const char *
gantry_reference_group_title (GantryReferenceGroup group)
{
  static const char *const titles[] = {
      N_("About the scenario"),
      N_("Shared things"),
      N_("Tasks"),
      N_("Working and waiting"),
      N_("Starting and joining"),
      N_("Locks and events"),
      N_("Messages"),
      N_("Blocks and endings"),
      N_("Values"),
  };
  G_STATIC_ASSERT(G_N_ELEMENTS(titles) == GANTRY_N_REFERENCE_GROUPS);
  return _(titles[group]);
}

bool
gantry_reference_is_at_margin (GantryReferenceGroup group)
{
  return group <= GANTRY_REFERENCE_TASKS;
}

bool
gantry_reference_matches (const GantryReferenceEntry *entry, const char *query)
{
  g_autofree char *all = g_strjoin(" ", entry->form, entry->word, _(entry->help), entry->example,
                                   gantry_reference_group_title(entry->group), NULL);
  g_autofree char *folded = g_utf8_casefold(all, -1);
  g_autofree char *wanted = g_utf8_casefold(query, -1);
  g_auto(GStrv) words = g_strsplit(wanted, " ", -1);
  for (guint i = 0; words[i]; i++)
    if (!strstr(folded, words[i]))
      return false;
  return true;
}

/* What the examples of statements use. */
static const char context[] = "shared variable served = 0\nlock kitchen\nrwlock book\nsemaphore spots(3)\n"
                              "condition ready\nevent go\nqueue orders(3)\npipe channel\nmanager shop\n"
                              "pool workers(4)\n";
static const char cook[] = "task cook(meals):\n    repeat meals:\n        compute 8ms\n";

char *
gantry_reference_example_text (const GantryReferenceEntry *entry)
{
  g_autoptr(GString) text = g_string_new(context);
  bool has_title = entry->group == GANTRY_REFERENCE_HEAD;
  if (!has_title)
    g_string_append_printf(text, "title \"%s\"\n", entry->word);
  if (gantry_reference_is_at_margin(entry->group)) {
    g_string_append_printf(text, "\n%s\n\n%s", entry->example, cook);
    if (!g_str_equal(entry->word, "main"))
      g_string_append(text, "\nmain:\n    start cook(2) x 2\n    join\n");
    return g_strdup(text->str);
  }
  g_auto(GStrv) lines = g_strsplit(entry->example, "\n", -1);
  g_string_append_printf(text,
                         "\n%s\nmain:\n    start cook(2) as chef\n    put orders 7\n    send channel 7\n"
                         "    set go\n",
                         cook);
  for (guint i = 0; lines[i]; i++)
    g_string_append_printf(text, "    %s\n", lines[i]);
  return g_strdup(text->str);
}

const char *
gantry_reference_template (void)
{
  return "title \"My scenario\"\n"
         "about \"What is to be seen in it.\"\n"
         "\n"
         "lock kitchen\n"
         "shared variable served = 0\n"
         "\n"
         "task cook(meals):\n"
         "    repeat meals:\n"
         "        compute 20..25ms\n"
         "        with kitchen:\n"
         "            compute 5ms\n"
         "            served = served + 1\n"
         "    print \"{name} is done\"\n"
         "\n"
         "main:\n"
         "    start cook(3) x 2\n"
         "    join\n"
         "    expect served == 6 \"every meal is served\"\n";
}
