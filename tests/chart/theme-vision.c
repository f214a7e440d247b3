/* The palettes as eyes see them that lack a kind of cones: what is alike in height differs in colour.
 *
 * The eyes are those of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, A Physiologically-based Model
 * for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), 2009: their matrices for the whole loss of a
 * kind of cones, on linear light. The difference is CIEDE2000, as G. Sharma, W. Wu and E. N. Dalal wrote it
 * down in The CIEDE2000 Color-Difference Formula, Color Research and Application 30(1), 2005; their sample
 * data is what it is tested by.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/theme.h"

#include <math.h>

#define LEAST_DIFFERENCE 9.0 /* CIEDE2000; 1 is just noticeable where both lie side by side */

typedef struct {
  double lightness, a, b;
} Lab;

static const struct {
  const char *name;
  double matrix[3][3];
} eyes[] = {
    {"usual sight", {{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}},
    {"protanopia",
     {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {"deuteranopia",
     {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {"tritanopia",
     {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};

static double
to_linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double
lab_curve (double part)
{
  const double bend = 6.0 / 29.0;
  return part > bend * bend * bend ? cbrt(part) : part / (3.0 * bend * bend) + 4.0 / 29.0;
}

/* Of linear sRGB, under daylight (D65). */
static Lab
to_lab (const double *light)
{
  static const double to_xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
                                      {0.2126729, 0.7151522, 0.0721750},
                                      {0.0193339, 0.1191920, 0.9503041}};
  static const double white[3] = {0.95047, 1.0, 1.08883};
  double curved[3];
  for (int i = 0; i < 3; i++) {
    double sum = 0.0;
    for (int j = 0; j < 3; j++)
      sum += to_xyz[i][j] * light[j];
    curved[i] = lab_curve(sum / white[i]);
  }
  return (Lab){116.0 * curved[1] - 16.0, 500.0 * (curved[0] - curved[1]), 200.0 * (curved[1] - curved[2])};
}

static Lab
seen (const GantryColor *color, const double (*matrix)[3])
{
  const double light[3] = {to_linear(color->red), to_linear(color->green), to_linear(color->blue)};
  double perceived[3];
  for (int i = 0; i < 3; i++)
    perceived[i] =
        CLAMP(matrix[i][0] * light[0] + matrix[i][1] * light[1] + matrix[i][2] * light[2], 0.0, 1.0);
  return to_lab(perceived);
}

static double
degrees_cos (double degrees)
{
  return cos(degrees * G_PI / 180.0);
}

static double
hue (double a, double b)
{
  double degrees = a == 0.0 && b == 0.0 ? 0.0 : atan2(b, a) * 180.0 / G_PI;
  return degrees < 0.0 ? degrees + 360.0 : degrees;
}

/* How far from full colours grey is set off: close to 1 for strong colours. */
static double
chroma_share (double chroma)
{
  double seventh = pow(chroma, 7.0);
  return sqrt(seventh / (seventh + pow(25.0, 7.0)));
}

static double
difference (const Lab *one, const Lab *other)
{
  double stretch = 1.5 - 0.5 * chroma_share((hypot(one->a, one->b) + hypot(other->a, other->b)) / 2.0);
  double a1 = one->a * stretch, a2 = other->a * stretch;
  double chroma1 = hypot(a1, one->b), chroma2 = hypot(a2, other->b);
  double hue1 = hue(a1, one->b), hue2 = hue(a2, other->b);
  bool grey = chroma1 * chroma2 == 0.0;
  double turn = grey ? 0.0 : hue2 - hue1;
  double mean_hue = grey ? hue1 + hue2 : (hue1 + hue2) / 2.0;
  if (fabs(turn) > 180.0) {
    turn += turn > 0.0 ? -360.0 : 360.0;
    mean_hue += mean_hue < 180.0 ? 180.0 : -180.0;
  }
  double lightness = (one->lightness + other->lightness) / 2.0, chroma = (chroma1 + chroma2) / 2.0;
  double off_middle = (lightness - 50.0) * (lightness - 50.0);
  double weight = 1.0 - 0.17 * degrees_cos(mean_hue - 30.0) + 0.24 * degrees_cos(2.0 * mean_hue) +
                  0.32 * degrees_cos(3.0 * mean_hue + 6.0) - 0.20 * degrees_cos(4.0 * mean_hue - 63.0);
  double by_lightness =
      (other->lightness - one->lightness) / (1.0 + 0.015 * off_middle / sqrt(20.0 + off_middle));
  double by_chroma = (chroma2 - chroma1) / (1.0 + 0.045 * chroma);
  double by_hue =
      2.0 * sqrt(chroma1 * chroma2) * sin(turn / 2.0 * G_PI / 180.0) / (1.0 + 0.015 * chroma * weight);
  double blue = (mean_hue - 275.0) / 25.0;
  double rotation = -2.0 * chroma_share(chroma) * sin(60.0 * exp(-blue * blue) * G_PI / 180.0);
  return sqrt(by_lightness * by_lightness + by_chroma * by_chroma + by_hue * by_hue +
              rotation * by_chroma * by_hue);
}

static void
test_difference (void)
{
  static const struct {
    Lab one, other;
    double difference;
  } samples[] = {
      {{50.0, 2.6772, -79.7751}, {50.0, 0.0, -82.7485}, 2.0425},
      {{50.0, 0.0, 0.0}, {50.0, -1.0, 2.0}, 2.3669},
      {{50.0, 2.49, -0.001}, {50.0, -2.49, 0.0009}, 7.1792},
      {{50.0, 2.5, 0.0}, {73.0, 25.0, -18.0}, 27.1492},
      {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
      {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
      {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
    g_assert_cmpfloat_with_epsilon(difference(&samples[i].one, &samples[i].other), samples[i].difference,
                                   0.0001);
    g_assert_cmpfloat_with_epsilon(difference(&samples[i].other, &samples[i].one), samples[i].difference,
                                   0.0001);
  }
}

/* Whoever lacks the cones for long or middle light sees little between red and green of one lightness; grey
 * stays grey for all. */
static void
test_eyes (void)
{
  const GantryColor red = {0.75, 0.35, 0.2, 1.0}, green = {0.5, 0.5, 0.2, 1.0}, grey = {0.5, 0.5, 0.5, 1.0};
  Lab usual_red = seen(&red, eyes[0].matrix), usual_green = seen(&green, eyes[0].matrix);
  Lab weak_red = seen(&red, eyes[2].matrix), weak_green = seen(&green, eyes[2].matrix);
  g_assert_cmpfloat(difference(&weak_red, &weak_green), <, difference(&usual_red, &usual_green) / 2.0);
  for (gsize eye = 0; eye < G_N_ELEMENTS(eyes); eye++) {
    Lab usual = seen(&grey, eyes[0].matrix), weak = seen(&grey, eyes[eye].matrix);
    g_assert_cmpfloat(difference(&usual, &weak), <, 0.1);
  }
}

static void
assert_differ (const GantryTheme *theme, const char *what, const GantryColor *one, const GantryColor *other)
{
  for (gsize eye = 0; eye < G_N_ELEMENTS(eyes); eye++) {
    Lab first = seen(one, eyes[eye].matrix), second = seen(other, eyes[eye].matrix);
    double found = difference(&first, &second);
    if (found < LEAST_DIFFERENCE)
      g_error("%s, %s: %s differ by %.1f, need %.1f", theme->id, eyes[eye].name, what, found,
              LEAST_DIFFERENCE);
  }
}

/* States of one height are told apart by their pattern alone, which a short interval has no room for. */
static void
test_states_of_one_height (void)
{
  static const GantryLegend heights[][4] = {
      {GANTRY_LEGEND_RUNNING, GANTRY_LEGEND_READY, GANTRY_N_LEGEND, GANTRY_N_LEGEND},
      {GANTRY_LEGEND_LOCK, GANTRY_LEGEND_MESSAGE, GANTRY_LEGEND_GIL, GANTRY_LEGEND_IO},
      {GANTRY_LEGEND_SLEEP, GANTRY_LEGEND_BLOCKED, GANTRY_LEGEND_JOIN, GANTRY_N_LEGEND},
  };
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    for (gsize i = 0; i < G_N_ELEMENTS(heights); i++)
      for (int one = 1; one < 4 && heights[i][one] != GANTRY_N_LEGEND; one++)
        for (int other = 0; other < one; other++) {
          GantryState first = gantry_legend_state(heights[i][one]),
                      second = gantry_legend_state(heights[i][other]);
          g_autofree char *what =
              g_strdup_printf("states %d and %d", (int)heights[i][other], (int)heights[i][one]);
          assert_differ(theme, what, &theme->states[first], &theme->states[second]);
        }
  }
}

/* Tasks that are created one after the other stand side by side. */
static void
test_neighbouring_tasks (void)
{
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    for (int i = 0; i < GANTRY_N_TASK_COLORS; i++) {
      g_autofree char *what = g_strdup_printf("the colours of tasks %d and %d", i + 1, i + 2);
      assert_differ(theme, what, &theme->tasks[i], &theme->tasks[(i + 1) % GANTRY_N_TASK_COLORS]);
    }
  }
}

/* On a grey printer only lightness is left. It must keep every mark off the paper; patterns do the rest. */
static void
test_grey (void)
{
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    const GantryColor *grounds[] = {&theme->ground, &theme->panel, &theme->selection};
    for (int state = 0; state < GANTRY_N_STATES; state++)
      for (gsize i = 0; i < G_N_ELEMENTS(grounds); i++) {
        double contrast = gantry_color_contrast(&theme->states[state], grounds[i]);
        if (contrast < 3.0)
          g_error("%s: state %d has a contrast of %.2f on ground %d, needs 3", theme->id, state, contrast,
                  (int)i);
      }
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme-vision/difference", test_difference);
  g_test_add_func("/theme-vision/eyes", test_eyes);
  g_test_add_func("/theme-vision/states-of-one-height", test_states_of_one_height);
  g_test_add_func("/theme-vision/neighbouring-tasks", test_neighbouring_tasks);
  g_test_add_func("/theme-vision/grey", test_grey);
  return g_test_run();
}
