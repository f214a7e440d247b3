/* A table of options over getopt_long(): values, near misses, help.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"

#include "cli/command.h"
#include "cli/messages.h"
#include "scenario/nearest.h"
#include "trace/quark.h"

#include <getopt.h>
#include <glib/gi18n-lib.h>
#include <string.h>

GANTRY_DEFINE_QUARK("gantry-usage-error", gantry_usage_error)

#define FIRST_CODE 256 /* above all letters */

static const GantryOption help_option = {"help", 'h', false, NULL, N_("Show this help"), NULL};

/* The options of all groups in one row, each beside the struct it is stored in. */
typedef struct {
  GPtrArray *options; /* const GantryOption * */
  GPtrArray *targets;
  GArray *long_options; /* struct option, zero-terminated; val: FIRST_CODE + index */
  GString *letters;
} Table;

static void
table_add (Table *table, const GantryOption *option, gpointer target)
{
  int has_value = option->value == NULL ? no_argument
                  : option->may_lack    ? optional_argument
                                        : required_argument;
  struct option long_option = {option->name, has_value, NULL, FIRST_CODE + (int)table->options->len};
  g_array_append_val(table->long_options, long_option);
  if (option->letter != 0)
    g_string_append_printf(table->letters, "%c%s", option->letter, has_value == no_argument ? "" : ":");
  g_ptr_array_add(table->options, (gpointer)option);
  g_ptr_array_add(table->targets, target);
}

static void
table_init (Table *table, const GantrySyntax *syntax)
{
  table->options = g_ptr_array_new();
  table->targets = g_ptr_array_new();
  table->long_options = g_array_new(TRUE, TRUE, sizeof(struct option));
  /* "-": other arguments come in their place, as values of option 1. ":": a missing value is told apart. */
  table->letters = g_string_new("-:");
  for (const GantryOptionGroup *group = syntax->groups; group != NULL && group->options != NULL; group++)
    for (const GantryOption *option = group->options; option->name != NULL; option++)
      table_add(table, option, group->target);
  table_add(table, &help_option, NULL);
}

static void
table_clear (Table *table)
{
  g_ptr_array_unref(table->options);
  g_ptr_array_unref(table->targets);
  g_array_unref(table->long_options);
  g_string_free(table->letters, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Table, table_clear)

static int
table_find (const Table *table, int code)
{
  if (code >= FIRST_CODE)
    return code - FIRST_CODE;
  if (code == 0)
    return -1;
  for (guint i = 0; i < table->options->len; i++)
    if (((const GantryOption *)table->options->pdata[i])->letter == code)
      return (int)i;
  return -1;
}

static void
print_help (const GantrySyntax *syntax, const Table *table)
{
  GString *help = g_string_new(NULL);
  g_string_append_printf(help, _("Usage: %s\n\n%s\n\nOptions:\n"), syntax->usage, _(syntax->summary));
  for (guint i = 0; i < table->options->len; i++) {
    const GantryOption *option = table->options->pdata[i];
    g_autofree char *value = option->value == NULL ? g_strdup("")
                             : option->may_lack    ? g_strdup_printf("[=%s]", option->value)
                                                   : g_strdup_printf(" %s", option->value);
    g_autofree char *letter = option->letter != 0 ? g_strdup_printf("-%c,", option->letter) : g_strdup("");
    g_autofree char *left = g_strdup_printf("  %3s --%s%s", letter, option->name, value);
    g_string_append_printf(help, "%-32s %s\n", left, _(option->help));
  }
  gantry_put(help->str, help->len);
  g_string_free(help, TRUE);
}

/* "--sed=3" without its value. */
static char *
option_name (const char *argument)
{
  return g_strndup(argument, strcspn(argument, "="));
}

static void
set_unknown_error (const Table *table, const char *name, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (guint i = 0; i < table->options->len; i++)
    g_ptr_array_add(names, (gpointer)((const GantryOption *)table->options->pdata[i])->name);
  const char *nearest = gantry_nearest_name(name + strspn(name, "-"), names);
  if (nearest != NULL)
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION,
                _("unknown option ‘%s’, did you mean ‘--%s’?"), name, nearest);
  else
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION,
                _("unknown option ‘%s’; ‘--help’ lists those that there are"), name);
}

/* What getopt refused: optopt holds the option's code or an unknown letter, or 0 for an unknown word. */
static void
set_refused_error (const Table *table, int refusal, const char *argument, GError **error)
{
  int index = table_find(table, optopt);
  bool is_letter = optopt != 0 && optopt < FIRST_CODE;
  g_autofree char *name = is_letter ? g_strdup_printf("-%c", optopt) : option_name(argument);
  if (index < 0) {
    set_unknown_error(table, name, error);
    return;
  }
  const GantryOption *option = table->options->pdata[index];
  if (refusal == ':')
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION, _("‘%s’ needs a value: %s %s"), name,
                name, option->value);
  else
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION, _("‘%s’ takes no value"), name);
}

/* One option with its value. */
static bool
take_option (const Table *table, int code, GError **error)
{
  int index = table_find(table, code);
  const GantryOption *option = table->options->pdata[index];
  if (option->take(optarg, table->targets->pdata[index], error))
    return true;
  g_prefix_error(error, "--%s: ", option->name);
  return false;
}

static bool
take_all (const Table *table, int argc, char **argv, GPtrArray *others, bool *help, GError **error)
{
  int code;
  optind = 0; /* begins anew, with all of its inner state */
  opterr = 0;
  while ((code = getopt_long(argc, argv, table->letters->str,
                             (const struct option *)table->long_options->data, NULL)) != -1) {
    if (code == 1) {
      g_ptr_array_add(others, optarg);
    } else if (code == '?' || code == ':') {
      set_refused_error(table, code, argv[optind - 1], error);
      return false;
    } else if (table->options->pdata[table_find(table, code)] == &help_option) {
      *help = true;
      return true;
    } else if (!take_option(table, code, error)) {
      return false;
    }
  }
  for (; optind < argc; optind++)
    g_ptr_array_add(others, argv[optind]);
  return true;
}

static bool
check_others (const GantrySyntax *syntax, const GPtrArray *others, guint fewest, guint most, GError **error)
{
  if (others->len < fewest)
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION, _("something is missing; usage: %s"),
                syntax->usage);
  else if (others->len > most)
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_OPTION, _("‘%s’ is one too many; usage: %s"),
                (const char *)others->pdata[most], syntax->usage);
  return others->len >= fewest && others->len <= most;
}

bool
gantry_arguments_take (const GantrySyntax *syntax, int argc, char **argv, guint fewest, guint most,
                       GPtrArray **others, int *status)
{
  g_auto(Table) table = {0};
  g_autoptr(GPtrArray) taken = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  bool help = false;

  table_init(&table, syntax);
  if (!take_all(&table, argc, argv, taken, &help, &error) ||
      (!help && !check_others(syntax, taken, fewest, most, &error))) {
    gantry_complain("%s", error->message);
    *status = GANTRY_EXIT_WRONG;
    return false;
  }
  if (help) {
    print_help(syntax, &table);
    *status = GANTRY_EXIT_DONE;
    return false;
  }
  *others = g_steal_pointer(&taken);
  return true;
}
