/* What a stranger wrote never gives orders to a terminal, nor breaks a file that is made of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A terminal's title and colours, control characters of two bytes, and letters turned round. */
#define ORDERS                                                                                               \
  "\x1b]0;title\x07\x1b[31mred\x7f\xc2\x9b"                                                                  \
  "1m\xc2\x85\u202eknil\u2066\u200f"

static const char trace[] =
    "[{\"ph\":\"M\",\"pid\":1,\"tid\":2,\"name\":\"thread_name\",\"args\":{\"name\":\"NAME\\r\\nsecond\"}},"
    "{\"ph\":\"X\",\"pid\":1,\"tid\":2,\"ts\":0,\"dur\":500,\"name\":\"NAME\"},"
    "{\"ph\":\"X\",\"pid\":1,\"tid\":3,\"ts\":0,\"dur\":500,\"name\":\"</text><script>NAME\"},"
    "{\"ph\":\"M\",\"pid\":1,\"tid\":3,\"name\":\"thread_name\",\"args\":{\"name\":\"=1+NAME\"}}]";

static void
assert_no_orders (const char *text)
{
  g_assert_true(g_utf8_validate(text, -1, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar character = g_utf8_get_char(at);
    if (character == '\n' || character == '\t')
      continue;
    g_assert_false(g_unichar_iscntrl(character));
    g_assert_null(g_utf8_strchr("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
                                -1, character));
  }
}

static void
write_trace (void)
{
  g_autoptr(GString) text = g_string_new(trace);
  g_string_replace(text, "NAME", ORDERS, 0);
  g_string_replace(text, "\x1b", "\\u001b", 0);
  g_string_replace(text, "\x07", "\\u0007", 0);
  cli_write("orders.json", text->str);
}

static void
test_figures (void)
{
  g_autoptr(CliResult) table = cli_run("stats", "orders.json", NULL);
  assert_no_orders(table->out);
  cli_assert_contains(table->out, "red");
  g_autoptr(CliResult) info = cli_run("info", "orders.json", NULL);
  assert_no_orders(info->out);
  g_autoptr(CliResult) json = cli_run("stats", "--json", "orders.json", NULL);
  assert_no_orders(json->out);
  g_autoptr(JsonObject) object = cli_json_object(json);
  JsonArray *lanes = json_object_get_array_member(object, "lanes");
  guint n_whole = 0; /* nothing is lost by it */
  for (guint i = 0; i < json_array_get_length(lanes); i++) {
    JsonObject *lane = json_array_get_object_element(lanes, i);
    n_whole += strstr(json_object_get_string_member(lane, "name"), ORDERS) != NULL;
  }
  g_assert_cmpuint(n_whole, ==, 2);
}

static void
test_messages (void)
{
  g_autoptr(CliResult) missing = cli_run("info", ORDERS ".json", NULL);
  g_assert_cmpint(missing->status, ==, 2);
  assert_no_orders(missing->err);
  cli_write("orders.scenario", "main:\n    print \"" ORDERS "\"\n    fail \"" ORDERS "\"\n");
  g_autoptr(CliResult) run = cli_run("run", "orders.scenario", NULL);
  assert_no_orders(run->out);
  assert_no_orders(run->err);
  cli_write("wrong.scenario", "main:\n    " ORDERS "\n");
  g_autoptr(CliResult) wrong = cli_run("check", "wrong.scenario", NULL);
  g_assert_cmpint(wrong->status, ==, 2);
  assert_no_orders(wrong->err);
  assert_no_orders(wrong->out);
}

/* A strict reader takes the picture, and finds no element in it that is not ours. */
static void
ignore_element (GMarkupParseContext *context, const char *name, const char **names, const char **values,
                gpointer user_data, GError **error)
{
  g_assert_cmpstr(name, !=, "script");
}

static void
test_picture (void)
{
  const GMarkupParser parser = {.start_element = ignore_element};
  g_autoptr(CliResult) render = cli_run("render", "orders.json", "--no-trace", "-o", "orders.svg", NULL);
  g_assert_cmpint(render->status, ==, 0);
  gsize length;
  g_autofree char *picture = cli_read("orders.svg", &length);
  g_autoptr(GError) error = NULL;
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
  g_markup_parse_context_parse(context, picture, (gssize)length, &error);
  g_assert_no_error(error);
  assert_no_orders(picture);
  g_assert_null(strstr(picture, "&#x")); /* GLib takes "&#x1b;", but XML does not */
}

/* A spreadsheet does not take a name for a formula. */
static void
test_spreadsheet (void)
{
  gsize length;
  g_autoptr(CliResult) convert = cli_run("convert", "orders.json", "orders.csv", NULL);
  g_assert_cmpint(convert->status, ==, 0);
  g_autofree char *table = cli_read("orders.csv", &length);
  cli_assert_contains(table, ",'=1+");
  g_assert_null(strstr(table, ",=1+"));
}

/* What is a file's bytes to others is text to a terminal. */
static void
test_terminal (void)
{
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0) {
    g_test_skip("there are no terminals here");
    close(terminal);
    return;
  }
  g_assert_cmpint(unlockpt(terminal), ==, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_stdout_fd(launcher, open(ptsname(terminal), O_RDWR | O_NOCTTY));
  g_autoptr(GSubprocess) show =
      g_subprocess_launcher_spawn(launcher, &error, g_getenv("GANTRY_CLI"), "show", "orders.scenario", NULL);
  g_assert_no_error(error);
  g_clear_object(&launcher); /* and with it our end of the terminal's other side */
  char text[4096];
  ssize_t length = 0, got;
  while ((got = read(terminal, text + length, sizeof text - 1 - (size_t)length)) > 0)
    length += got;
  text[length] = '\0';
  g_assert_true(g_subprocess_wait_check(show, NULL, NULL));
  close(terminal);
  g_autoptr(GString) seen = g_string_new(text);
  g_string_replace(seen, "\r\n", "\n", 0); /* the terminal's own doing */
  assert_no_orders(seen->str);
  cli_assert_contains(seen->str, "␛[31mred");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  write_trace();
  g_test_add_func("/strangers/figures", test_figures);
  g_test_add_func("/strangers/messages", test_messages);
  g_test_add_func("/strangers/picture", test_picture);
  g_test_add_func("/strangers/spreadsheet", test_spreadsheet);
  g_test_add_func("/strangers/terminal", test_terminal);
  return g_test_run();
}
