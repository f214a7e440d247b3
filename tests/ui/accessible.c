/* The app as those know it who neither see it nor have a mouse: through the accessibility bus, as screen
 * readers do, and by keys alone. Every control has a name; a run, a selection and an export need nothing
 * else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ftw.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define REGISTRY "org.a11y.atspi.Registry"
#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define PATIENCE_S 30
/* Of the protocol: AtspiStateType, AtspiRole, AtspiKeySynthType. */
#define STATE_SENSITIVE 24
enum {
  CHECK_BOX = 7,
  COMBO_BOX = 11,
  IMAGE = 27,
  LABEL = 29,
  LIST = 31,
  LIST_ITEM = 32,
  MENU_ITEM = 35,
  PAGE_TAB = 37,
  PASSWORD_TEXT = 40,
  PUSH_BUTTON = 43,
  RADIO_BUTTON = 44,
  SCROLL_BAR = 48,
  SLIDER = 51,
  SPIN_BUTTON = 52,
  TABLE_COLUMN_HEADER = 57,
  TEXT = 61,
  TOGGLE_BUTTON = 62,
  UNKNOWN = 67,
  ENTRY = 79,
  LINK = 88,
  TABLE_ROW = 90,
};
#define KEY_PRESS 0u
#define KEY_RELEASE 1u
#define KEY_TAP 2u
#define KEY_STRING 4u
/* Places on the keyboard. */
#define CONTROL 37
#define RETURN 36
#define F5 71
#define F7 73
#define DOWN 116
#define E 26
#define A 38

typedef struct {
  char *bus, *path;
} Node;

typedef struct {
  GDBusConnection *bus;
  GPid app;
  char *state; /* the folder that the app keeps unsaved texts in */
} Fixture;

static Node *
node_new (const char *bus, const char *path)
{
  Node *node = g_new(Node, 1);
  *node = (Node){g_strdup(bus), g_strdup(path)};
  return node;
}

static void
node_free (gpointer data)
{
  Node *node = data;
  g_free(node->bus);
  g_free(node->path);
  g_free(node);
}

/* NULL where it is gone: the tree changes while it is read. */
static GVariant *
call (Fixture *fixture, const Node *node, const char *interface, const char *method, GVariant *parameters)
{
  return g_dbus_connection_call_sync(fixture->bus, node->bus, node->path, interface, method, parameters, NULL,
                                     G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL);
}

static char *
get_name (Fixture *fixture, const Node *node)
{
  g_autoptr(GVariant) reply = call(fixture, node, "org.freedesktop.DBus.Properties", "Get",
                                   g_variant_new("(ss)", ACCESSIBLE, "Name"));
  g_autoptr(GVariant) value = NULL;
  if (!reply)
    return NULL;
  g_variant_get(reply, "(v)", &value);
  return g_variant_dup_string(value, NULL);
}

static guint
get_role (Fixture *fixture, const Node *node)
{
  g_autoptr(GVariant) reply = call(fixture, node, ACCESSIBLE, "GetRole", NULL);
  guint32 role = UNKNOWN;
  if (reply)
    g_variant_get(reply, "(u)", &role);
  return role;
}

/* `roles` ends with 0. */
static bool
is_one_of (guint role, const guint8 *roles)
{
  for (gsize i = 0; roles[i]; i++)
    if (roles[i] == role)
      return true;
  return false;
}

static bool
has_state (Fixture *fixture, const Node *node, guint state)
{
  g_autoptr(GVariant) reply = call(fixture, node, ACCESSIBLE, "GetState", NULL);
  g_autoptr(GVariantIter) words = NULL;
  guint32 word = 0;
  if (!reply)
    return false;
  g_variant_get(reply, "(au)", &words);
  for (guint i = 0; g_variant_iter_next(words, "u", &word); i++)
    if (i == state / 32)
      return (word >> state % 32 & 1u) != 0;
  return false;
}

static GPtrArray *
get_children (Fixture *fixture, const Node *node)
{
  GPtrArray *children = g_ptr_array_new_with_free_func(node_free);
  g_autoptr(GVariant) reply = call(fixture, node, ACCESSIBLE, "GetChildren", NULL);
  g_autoptr(GVariantIter) iter = NULL;
  const char *bus, *path;
  if (!reply)
    return children;
  g_variant_get(reply, "(a(so))", &iter);
  while (g_variant_iter_next(iter, "(&s&o)", &bus, &path))
    g_ptr_array_add(children, node_new(bus, path));
  return children;
}

/* What it is made of is of no interest: parts of controls, and rows, of which there are many. */
static bool
is_whole (guint role)
{
  static const guint8 roles[] = {PUSH_BUTTON, TOGGLE_BUTTON, SPIN_BUTTON, COMBO_BOX, IMAGE,     TEXT,
                                 ENTRY,       LIST,          SCROLL_BAR,  LABEL,     LIST_ITEM, 0};
  return is_one_of(role, roles);
}

/* The first of that role, and of that name if one is given (GTK 4.8 puts a button’s label before it once
 * more); NULL: there is none. */
static Node *
find (Fixture *fixture, const Node *from, guint wanted_role, const char *wanted_name)
{
  guint role = get_role(fixture, from);
  if (role == wanted_role) {
    g_autofree char *name = wanted_name ? get_name(fixture, from) : NULL;
    if (!wanted_name || (name && g_str_has_suffix(name, wanted_name)))
      return node_new(from->bus, from->path);
  }
  Node *found = NULL;
  bool has_wanted_rows = role == LIST && wanted_role == TABLE_ROW;
  if (is_whole(role) && !has_wanted_rows)
    return NULL;
  g_autoptr(GPtrArray) children = get_children(fixture, from);
  for (guint i = 0; i < children->len && !found; i++)
    found = find(fixture, children->pdata[i], wanted_role, wanted_name);
  return found;
}

static Node *
find_app (Fixture *fixture)
{
  const Node root = {(char *)REGISTRY, (char *)"/org/a11y/atspi/accessible/root"};
  g_autoptr(GPtrArray) apps = get_children(fixture, &root);
  for (guint i = 0; i < apps->len; i++) {
    g_autofree char *name = get_name(fixture, apps->pdata[i]);
    if (g_strcmp0(name, "gantry") == 0)
      return node_new(((Node *)apps->pdata[i])->bus, ((Node *)apps->pdata[i])->path);
  }
  return NULL;
}

/* There is such a thing and, if wanted, it can be used. */
static bool
is_there (Fixture *fixture, guint role, const char *name, bool sensitive)
{
  Node *app = find_app(fixture);
  Node *found = app ? find(fixture, app, role, name) : NULL;
  bool there = found && (!sensitive || has_state(fixture, found, STATE_SENSITIVE));
  g_clear_pointer(&app, node_free);
  g_clear_pointer(&found, node_free);
  return there;
}

static void
await (Fixture *fixture, guint role, const char *name, bool sensitive)
{
  for (int i = 0; i < PATIENCE_S * 10; i++) {
    if (is_there(fixture, role, name, sensitive))
      return;
    g_usleep(100000);
  }
  g_error("Nothing of role %u, “%s”, came", role, name ? name : "");
}

static void
send_key (Fixture *fixture, int code, const char *text, guint type)
{
  const Node keyboard = {(char *)REGISTRY, (char *)"/org/a11y/atspi/registry/deviceeventcontroller"};
  g_autoptr(GVariant) reply = call(fixture, &keyboard, "org.a11y.atspi.DeviceEventController",
                                   "GenerateKeyboardEvent", g_variant_new("(isu)", code, text, type));
  g_assert_nonnull(reply);
  g_usleep(50000);
}

static void
tap (Fixture *fixture, int code)
{
  send_key(fixture, code, "", KEY_TAP);
}

static void
tap_with_control (Fixture *fixture, int code)
{
  send_key(fixture, CONTROL, "", KEY_PRESS);
  tap(fixture, code);
  send_key(fixture, CONTROL, "", KEY_RELEASE);
}

/* Controls, rows, and pictures that say something. */
static bool
needs_name (guint role)
{
  static const guint8 roles[] = {
      PUSH_BUTTON,   TOGGLE_BUTTON, CHECK_BOX, RADIO_BUTTON, ENTRY, TEXT,
      PASSWORD_TEXT, COMBO_BOX,     SLIDER,    SPIN_BUTTON,  LINK,  TABLE_COLUMN_HEADER,
      PAGE_TAB,      MENU_ITEM,     IMAGE,     LIST_ITEM,    0};
  return is_one_of(role, roles);
}

/* Where a widget has no name, GTK gives that of its type. */
static bool
is_name (const char *name)
{
  return *name != '\0' && !g_str_has_prefix(name, "Gtk") && !g_str_has_prefix(name, "Adw");
}

static guint
check_names (Fixture *fixture, const Node *node, const char *path, GString *unnamed)
{
  guint role = get_role(fixture, node);
  g_autofree char *name = get_name(fixture, node);
  g_autofree char *here = g_strdup_printf("%s / %u “%s”", path, role, name ? name : "");
  bool counts = needs_name(role);
  guint count = counts;
  if (counts && name && !is_name(name))
    g_string_append_printf(unnamed, "\n%s", here);
  if (name && role == UNKNOWN)
    g_string_append_printf(unnamed, "\n%s has no role", here);
  bool has_rows = role == LIST || role == COMBO_BOX;
  if (is_whole(role) && !has_rows)
    return count;
  g_autoptr(GPtrArray) children = get_children(fixture, node);
  for (guint i = 0; i < children->len; i++) /* of a combo box, the button that takes the focus */
    if (role != COMBO_BOX || get_role(fixture, children->pdata[i]) == PUSH_BUTTON)
      count += check_names(fixture, children->pdata[i], here, unnamed);
  return count;
}

static void
check_all_names (Fixture *fixture, guint at_least)
{
  g_autoptr(GString) unnamed = g_string_new(NULL);
  Node *app = find_app(fixture);
  guint count = check_names(fixture, app, "", unnamed);
  node_free(app);
  if (unnamed->len > 0)
    g_error("These have no name:%s", unnamed->str);
  g_assert_cmpuint(count, >=, at_least);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr(GDBusConnection) session = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) reply = session ? g_dbus_connection_call_sync(session, "org.a11y.Bus", "/org/a11y/bus",
                                                                    "org.a11y.Bus", "GetAddress", NULL, NULL,
                                                                    G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL)
                                      : NULL;
  const char *address = NULL;
  if (!reply)
    return NULL;
  g_variant_get(reply, "(&s)", &address);
  return g_dbus_connection_new_for_address_sync(
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
}

/* However the test ends. */
static void
die_with_parent (gpointer data)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  char *arguments[] = {(char *)g_getenv("GANTRY_PROGRAM"), NULL};
  g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "GTK_A11Y", "atspi", TRUE);
  /* Text that somebody has yet to recover is asked about at the start: nobody has any here. */
  fixture->state = g_dir_make_tmp("gantry-state-XXXXXX", NULL);
  environment = g_environ_setenv(g_steal_pointer(&environment), "XDG_STATE_HOME", fixture->state, TRUE);
  g_autoptr(GError) error = NULL;
  fixture->bus = connect_to_bus();
  g_assert_nonnull(fixture->bus);
  g_spawn_async(NULL, arguments, environment, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL, &fixture->app,
                &error);
  g_assert_no_error(error);
  await(fixture, PUSH_BUTTON, "Run", true);
}

static int
remove_one (const char *path, const struct stat *status, int kind, struct FTW *place)
{
  return remove(path);
}

/* A warning would have ended it before. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint(kill(fixture->app, 0), ==, 0);
  kill(fixture->app, SIGTERM);
  waitpid(fixture->app, NULL, 0);
  g_spawn_close_pid(fixture->app);
  g_object_unref(fixture->bus);
  nftw(fixture->state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  g_free(fixture->state);
}

/* The key means nothing yet while the window is being filled: it is pressed again then. */
static void
run_by_key (Fixture *fixture)
{
  bool has_run = false;
  for (int i = 0; i < PATIENCE_S * 10 && !has_run; i++) {
    if (i % 30 == 0)
      tap(fixture, F5);
    g_usleep(100000);
    has_run = is_there(fixture, PUSH_BUTTON, "Export", true);
  }
  g_assert_true(has_run);
  await(fixture, IMAGE, NULL, false);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  check_all_names(fixture, 10);
  run_by_key(fixture);
  check_all_names(fixture, 12);
  tap_with_control(fixture, E);
  await(fixture, PUSH_BUTTON, "Export…", true);
  check_all_names(fixture, 16);
}

/* The chart's words follow what is selected. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  run_by_key(fixture);
  tap(fixture, DOWN);
  tap(fixture, DOWN);
  await(fixture, LABEL, "printer", false);
}

/* A row of a table says what stands in it; of the scenario: main starts its thread in line 14. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  run_by_key(fixture);
  tap(fixture, F7);
  await(fixture, TABLE_ROW, "Line 14", false);
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp("gantry-export-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, "by-keys.png", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  run_by_key(fixture);
  tap_with_control(fixture, E);
  await(fixture, PUSH_BUTTON, "Export…", true);
  tap(fixture, RETURN);
  await(fixture, PUSH_BUTTON, "Cancel", false);
  g_usleep(500000);
  tap_with_control(fixture, A);
  send_key(fixture, 0, file, KEY_STRING);
  tap(fixture, RETURN);
  for (int i = 0; i < PATIENCE_S * 10 && length == 0; i++) {
    g_free(g_steal_pointer(&bytes));
    if (!g_file_get_contents(file, &bytes, &length, NULL))
      g_usleep(100000);
  }
  g_assert_cmpuint(length, >, 1000);
  g_assert_cmpmem(bytes, 4, "\x89PNG", 4);
  g_unlink(file);
  g_rmdir(folder);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GDBusConnection) bus = g_getenv("DISPLAY") ? connect_to_bus() : NULL;
  if (!bus)
    return 77; /* no display, or no accessibility bus */
  g_test_add("/accessible/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add("/accessible/selection", Fixture, NULL, set_up, test_selection, tear_down);
  g_test_add("/accessible/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add("/accessible/export", Fixture, NULL, set_up, test_export, tear_down);
  return g_test_run();
}
