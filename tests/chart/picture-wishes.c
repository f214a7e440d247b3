/* What a picture is wished to be: as a view, and as a line of gantry-cli.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture-wishes.h"

#include "chart/picture.h"
#include "fixture.h"

#include <string.h>

#define MS INT64_C(1000000)

static void
assert_command (const GantryPictureWishes *wishes, const char *first, const char *second,
                const char *expected)
{
  const char *traces[] = {first, second, NULL};
  g_autofree char *command = gantry_picture_wishes_command(wishes, traces, "out.png");
  g_assert_cmpstr(command, ==, expected);
  g_auto(GStrv) words = NULL;
  g_assert_true(g_shell_parse_argv(command, NULL, &words, NULL)); /* a shell understands it */
}

static void
test_commands (void)
{
  GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  assert_command(&wishes, "run.gantry", NULL, "gantry-cli render run.gantry -o out.png --size=1600");
  assert_command(&wishes, "a b.gantry", "-c", "gantry-cli compare 'a b.gantry' ./-c -o out.png --size=1600");
  wishes.width = 1280;
  wishes.height = 720;
  wishes.scale = 1.5;
  wishes.theme = GANTRY_THEME_PRINT;
  wishes.from = -1500;
  wishes.to = 80 * MS;
  wishes.lanes = "cook*";
  wishes.title = "It's here";
  wishes.no_legend = wishes.no_trace = wishes.critical_path = true;
  assert_command(&wishes, "run.gantry", NULL,
                 "gantry-cli render run.gantry -o out.png --size=1280x720 --scale=1.5 --theme=print "
                 "--from=-1500ns --to=80ms '--lanes=cook*' '--title=It'\\''s here' --no-legend --no-trace "
                 "--critical-path");
  wishes = (GantryPictureWishes)GANTRY_PICTURE_WISHES_INIT;
  wishes.selected = "cook 1";
  assert_command(&wishes, "r", NULL,
                 "gantry-cli render r -o out.png --size=1600 '--select=cook 1' --arrows=none");
  wishes.arrows = GANTRY_ARROWS_SELECTED;
  wishes.dimmed = 1u << GANTRY_LEGEND_READY | 1u << GANTRY_LEGEND_SLEEP;
  wishes.align = (GantryRunAlignment){GANTRY_ALIGN_LANE, "cook 1"};
  assert_command(&wishes, "r", "s",
                 "gantry-cli compare r s -o out.png --size=1600 '--select=cook 1' --dim=ready,sleep "
                 "'--align-at=cook 1'");
}

static void
test_view (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;
  GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  GantryView view, all;
  gantry_view_init(&all);
  gantry_view_fit(&all, timeline);
  g_assert_true(gantry_picture_wishes_view(&wishes, timeline, &view, &note, &error));
  g_assert_null(note);
  g_assert_cmpint(view.from, ==, all.from);
  g_assert_cmpint(view.to, ==, all.to);
  g_assert_cmpfloat(view.height, >=, gantry_layout_natural_height(timeline, &view));
  wishes.lanes = "nobody";
  wishes.selected = gantry_lane_get_name(gantry_timeline_get_lane(timeline, 1));
  wishes.no_footer = true;
  g_assert_true(gantry_picture_wishes_view(&wishes, timeline, &view, &note, &error));
  g_assert_nonnull(strstr(note, "nobody"));
  g_assert_cmpuint(view.selected_lane, ==, gantry_lane_get_id(gantry_timeline_get_lane(timeline, 1)));
  g_assert_false(view.show_footer);
  wishes.from = INT64_C(3600000000000);
  g_clear_pointer(&note, g_free);
  g_assert_false(gantry_picture_wishes_view(&wishes, timeline, &view, &note, &error));
  g_assert_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_RANGE);
}

/* A title of one's own is in the picture in place of the run's. */
static void
test_title (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  GantryView view;
  wishes.title = "Dinner & more";
  g_assert_true(gantry_picture_wishes_view(&wishes, timeline, &view, NULL, NULL));
  g_autoptr(GBytes) picture = gantry_picture_render(timeline, &view, 1.0, GANTRY_PICTURE_SVG, NULL);
  gsize length;
  const char *data = g_bytes_get_data(picture, &length);
  g_assert_nonnull(g_strstr_len(data, (gssize)length, "Dinner &amp; more"));
  g_assert_null(g_strstr_len(data, (gssize)length, gantry_timeline_get_facts(timeline)->title));
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/picture-wishes/commands", test_commands);
  g_test_add_func("/picture-wishes/view", test_view);
  g_test_add_func("/picture-wishes/title", test_title);
  return g_test_run();
}
