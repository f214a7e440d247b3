/* gantry-cli: what the desktop app does, without a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/command.h"
#include "cli/messages.h"
#include "scenario/nearest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run)(int argc, char **argv);
} Command;

static const Command commands[] = {
    {"list", "[--json]", N_("List the built-in scenarios"), gantry_command_list},
    {"show", "SCENARIO", N_("Print a scenario’s text"), gantry_command_show},
    {"check", "FILE…", N_("Tell every error of a scenario"), gantry_command_check},
    {"run", "SCENARIO [OPTION…] [-o FILE]…", N_("Run a scenario; draw it, count it"), gantry_command_run},
    {"compare", "SCENARIO [OPTION…] [-o FILE]…", N_("Run a scenario on each of its models"),
     gantry_command_compare},
    {"render", "TRACE -o FILE [OPTION…]", N_("Draw a saved trace"), gantry_command_render},
    {"stats", "TRACE [--json]", N_("Print the figures of a saved trace"), gantry_command_stats},
    {"convert", "TRACE OUT", N_("Turn a trace into another format"), gantry_command_convert},
    {"info", "TRACE", N_("Tell what a trace file is"), gantry_command_info},
};

static void
print_help (void)
{
  GString *help = g_string_new(_("Usage: gantry-cli COMMAND [ARGUMENT…]\n\nCommands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_autofree char *left = g_strconcat(commands[i].name, " ", commands[i].arguments, NULL);
    int missing = MAX(38 - (int)g_utf8_strlen(left, -1), 0);
    g_string_append_printf(help, "  %s%*s  %s\n", left, missing, "", _(commands[i].summary));
  }
  g_string_append(
      help, _("\n‘gantry-cli COMMAND --help’ tells a command’s options, ‘gantry-cli --version’ the version.\n"
              "Exit status: 0 done; 1 the scenario ended otherwise than it is meant to; 2 wrong usage,\n"
              "or a file that cannot be read, written or parsed.\n"));
  gantry_put(help->str, help->len);
  g_string_free(help, TRUE);
}

static int
complain_unknown (const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
    g_ptr_array_add(names, (gpointer)commands[i].name);
  const char *nearest = gantry_nearest_name(name, names);
  if (nearest != NULL)
    gantry_complain(_("unknown command ‘%s’, did you mean ‘%s’?"), name, nearest);
  else
    gantry_complain(_("unknown command ‘%s’; ‘gantry-cli --help’ lists them"), name);
  return GANTRY_EXIT_WRONG;
}

static int
run_command (int argc, char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (strcmp(argv[0], commands[i].name) == 0)
      return commands[i].run(argc, argv);
  }
  return complain_unknown(argv[0]);
}

static int
dispatch (int argc, char **argv)
{
  static const char version[] = "gantry-cli " GANTRY_VERSION "\n";
  if (argc < 2) {
    gantry_complain(_("a command is missing; ‘gantry-cli --help’ lists them"));
    return GANTRY_EXIT_WRONG;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    print_help();
    return GANTRY_EXIT_DONE;
  }
  if (strcmp(argv[1], "--version") == 0) {
    gantry_put(version, strlen(version));
    return GANTRY_EXIT_DONE;
  }
  return run_command(argc - 1, argv + 1);
}

int
main (int argc, char **argv)
{
  gantry_messages_init();
  int status = dispatch(argc, argv);
  if (status == GANTRY_EXIT_DONE)
    gantry_tell_missing_letters();
  if (!gantry_put_finish() && status == GANTRY_EXIT_DONE)
    status = GANTRY_EXIT_WRONG;
  return status;
}
