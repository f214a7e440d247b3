/* The palettes: one visual language on five grounds.
 *
 * Every mark stands out from its ground by at least 3:1, text by 4.5:1; in the contrast palettes marks by
 * 4.5:1 and text by 7:1 (WCAG 2.1, relative luminance). What is alike in shape differs in colour for eyes
 * that lack a kind of cones, too. Tests hold them to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/theme.h"

#include <math.h>
#include <string.h>

/* clang-format off */
#define RGB(hex) {((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0, 1.0}

#define STATES(running, ready, lock, message, gil, io, sleep, blocked, join, created)                        \
  {                                                                                                          \
    [GANTRY_STATE_CREATED] = RGB(created), [GANTRY_STATE_RUNNING] = RGB(running),                            \
    [GANTRY_STATE_READY] = RGB(ready), [GANTRY_STATE_SLEEPING] = RGB(sleep),                                 \
    [GANTRY_STATE_BLOCKED] = RGB(blocked), [GANTRY_STATE_IO_FILE] = RGB(io),                                 \
    [GANTRY_STATE_IO_NETWORK] = RGB(io), [GANTRY_STATE_WAIT_LOCK] = RGB(lock),                               \
    [GANTRY_STATE_WAIT_SEMAPHORE] = RGB(lock), [GANTRY_STATE_WAIT_CONDITION] = RGB(lock),                    \
    [GANTRY_STATE_WAIT_EVENT] = RGB(lock), [GANTRY_STATE_WAIT_BARRIER] = RGB(lock),                          \
    [GANTRY_STATE_WAIT_QUEUE] = RGB(message), [GANTRY_STATE_WAIT_PIPE] = RGB(message),                       \
    [GANTRY_STATE_WAIT_JOIN] = RGB(join), [GANTRY_STATE_WAIT_POOL] = RGB(message),                           \
    [GANTRY_STATE_WAIT_MANAGER] = RGB(message), [GANTRY_STATE_WAIT_RESULT] = RGB(message),                   \
    [GANTRY_STATE_WAIT_GIL] = RGB(gil),                                                                      \
  }

/* The tasks' order (blue, orange, teal, brown, purple, green, indigo, magenta) keeps neighbours apart for all
 * common kinds of colour blindness. */
static const GantryTheme themes[GANTRY_N_THEMES] = {
    [GANTRY_THEME_LIGHT] = {
        .id = "light",
        .ground = RGB(0xfafafb), .panel = RGB(0xffffff), .border = RGB(0xdcdcdf), .grid = RGB(0xe6e6e9),
        .text = RGB(0x2e3436), .dim_text = RGB(0x62676c), .accent = RGB(0x1c71d8), .selection = RGB(0xe6eff9),
        .on_mark = RGB(0xffffff),
        .states = STATES(0x1b8553, 0xa87f00, 0xc01c28, 0xd4660c, 0x4c2600, 0x813d9c, 0x468ac9, 0x3d6b99,
                         0x77767b, 0x77767b),
        .tasks = {RGB(0x1c71d8), RGB(0xc64600), RGB(0x0e7c86), RGB(0x7d5a00),
                  RGB(0x9141ac), RGB(0x4d7a12), RGB(0x5b5fc7), RGB(0xb0276f)},
        .main_task = RGB(0x6e6d72), .on_cpu = 0.62, .in_flight = 0.18,
    },
    [GANTRY_THEME_DARK] = {
        .id = "dark",
        .ground = RGB(0x1e1e1e), .panel = RGB(0x2a2a2b), .border = RGB(0x3c3c3e), .grid = RGB(0x333335),
        .text = RGB(0xf6f5f4), .dim_text = RGB(0xa9a8ab), .accent = RGB(0x78aeed), .selection = RGB(0x25313e),
        .on_mark = RGB(0x16181a),
        .states = STATES(0x33b07a, 0xe5b93c, 0xf66151, 0xffa24d, 0xfff066, 0xc691e0, 0x6aa8ea, 0xb9d6f8,
                         0x9a9996, 0x9a9996),
        .tasks = {RGB(0x62a0ea), RGB(0xf3924a), RGB(0x4ec5c1), RGB(0xd9b84a),
                  RGB(0xc691e0), RGB(0x93c760), RGB(0xa3a7f5), RGB(0xf28cb8)},
        .main_task = RGB(0x9a9996), .on_cpu = 0.62, .in_flight = 0.18,
    },
    /* Dark enough to survive a grey printer, no large inked grounds. */
    [GANTRY_THEME_PRINT] = {
        .id = "print",
        .ground = RGB(0xffffff), .panel = RGB(0xffffff), .border = RGB(0xb4b4b6), .grid = RGB(0xdedee0),
        .text = RGB(0x000000), .dim_text = RGB(0x4a4a4d), .accent = RGB(0x1a5fb4), .selection = RGB(0xf0f0f2),
        .on_mark = RGB(0xffffff),
        .states = STATES(0x2b7a4e, 0x8f6c00, 0x9a1620, 0xc77325, 0x996100, 0x6a2f82, 0x4580ba, 0x2f5a86,
                         0x5e5e63, 0x5e5e63),
        .tasks = {RGB(0x1a5fb4), RGB(0xb04000), RGB(0x0b6b74), RGB(0x6d4e00),
                  RGB(0x7d3496), RGB(0x42690f), RGB(0x4a4eb0), RGB(0x9c1f60)},
        .main_task = RGB(0x5e5d62), .on_cpu = 0.62, .in_flight = 0.18,
    },
    /* For projectors in bright rooms, and tired eyes. */
    [GANTRY_THEME_CONTRAST] = {
        .id = "contrast",
        .ground = RGB(0xffffff), .panel = RGB(0xffffff), .border = RGB(0x5e5e62), .grid = RGB(0xc8c8cc),
        .text = RGB(0x000000), .dim_text = RGB(0x2b2b2e), .accent = RGB(0x0f4fa8), .selection = RGB(0xdbe8fa),
        .on_mark = RGB(0xffffff),
        .states = STATES(0x0b5a35, 0x806000, 0x950d18, 0x99533d, 0x8a7200, 0x5d2673, 0x2a72b5, 0x143350,
                         0x5a5a5e, 0x5a5a5e),
        .tasks = {RGB(0x0f4fa8), RGB(0x8a3d00), RGB(0x00545c), RGB(0x5c4200),
                  RGB(0x6a2783), RGB(0x33550a), RGB(0x3a3ea0), RGB(0x871650)},
        .main_task = RGB(0x48484c), .on_cpu = 1.0, .in_flight = 0.52,
    },
    /* The same for a dark room: black is what a projector can make blackest. */
    [GANTRY_THEME_CONTRAST_DARK] = {
        .id = "contrast-dark",
        .ground = RGB(0x000000), .panel = RGB(0x000000), .border = RGB(0x9a9a9e), .grid = RGB(0x3c3c40),
        .text = RGB(0xffffff), .dim_text = RGB(0xd6d6d8), .accent = RGB(0x8fc0ff), .selection = RGB(0x15263c),
        .on_mark = RGB(0x000000),
        .states = STATES(0x4fd08f, 0xffd75e, 0xff8a7d, 0xffbf66, 0xfff700, 0xd9aef0, 0x6fb4ff, 0xcfe4ff,
                         0xb5b4b1, 0xb5b4b1),
        .tasks = {RGB(0x78b2f2), RGB(0xff9f57), RGB(0x5ad6d1), RGB(0xe5c65c),
                  RGB(0xd9aef0), RGB(0x9ed66a), RGB(0xb3b7ff), RGB(0xf79ec4)},
        .main_task = RGB(0xb5b4b1), .on_cpu = 1.0, .in_flight = 0.52,
    },
};
/* clang-format on */

const GantryTheme *
gantry_theme_get (GantryThemeId id)
{
  g_assert((unsigned)id < GANTRY_N_THEMES);
  return &themes[id];
}

void
gantry_theme_areas (const GantryTheme *theme, GantryColor *on_cpu, GantryColor *in_flight)
{
  *on_cpu = gantry_color_mix(&theme->panel, &theme->states[GANTRY_STATE_RUNNING], theme->on_cpu);
  *in_flight = gantry_color_mix(&theme->panel, &theme->dim_text, theme->in_flight);
}

bool
gantry_theme_parse (const char *word, GantryThemeId *id)
{
  for (int i = 0; i < GANTRY_N_THEMES; i++) {
    if (strcmp(themes[i].id, word) == 0) {
      *id = (GantryThemeId)i;
      return true;
    }
  }
  return false;
}

GantryLegend
gantry_state_legend (GantryState state)
{
  switch (state) {
  case GANTRY_STATE_CREATED:
    return GANTRY_LEGEND_CREATED;
  case GANTRY_STATE_RUNNING:
    return GANTRY_LEGEND_RUNNING;
  case GANTRY_STATE_READY:
    return GANTRY_LEGEND_READY;
  case GANTRY_STATE_SLEEPING:
    return GANTRY_LEGEND_SLEEP;
  case GANTRY_STATE_BLOCKED:
    return GANTRY_LEGEND_BLOCKED;
  case GANTRY_STATE_IO_FILE:
  case GANTRY_STATE_IO_NETWORK:
    return GANTRY_LEGEND_IO;
  case GANTRY_STATE_WAIT_LOCK:
  case GANTRY_STATE_WAIT_SEMAPHORE:
  case GANTRY_STATE_WAIT_CONDITION:
  case GANTRY_STATE_WAIT_EVENT:
  case GANTRY_STATE_WAIT_BARRIER:
    return GANTRY_LEGEND_LOCK;
  case GANTRY_STATE_WAIT_QUEUE:
  case GANTRY_STATE_WAIT_PIPE:
  case GANTRY_STATE_WAIT_POOL:
  case GANTRY_STATE_WAIT_MANAGER:
  case GANTRY_STATE_WAIT_RESULT:
    return GANTRY_LEGEND_MESSAGE;
  case GANTRY_STATE_WAIT_JOIN:
    return GANTRY_LEGEND_JOIN;
  case GANTRY_STATE_WAIT_GIL:
    return GANTRY_LEGEND_GIL;
  case GANTRY_N_STATES:
    break;
  }
  g_assert_not_reached();
}

GantryShape
gantry_state_shape (GantryState state)
{
  static const GantryShape shapes[GANTRY_N_LEGEND] = {
      [GANTRY_LEGEND_RUNNING] = GANTRY_SHAPE_FULL,     [GANTRY_LEGEND_READY] = GANTRY_SHAPE_HATCHED,
      [GANTRY_LEGEND_LOCK] = GANTRY_SHAPE_HALF,        [GANTRY_LEGEND_MESSAGE] = GANTRY_SHAPE_HALF_DOTTED,
      [GANTRY_LEGEND_GIL] = GANTRY_SHAPE_HALF_STRIPED, [GANTRY_LEGEND_IO] = GANTRY_SHAPE_HALF_NOTCHED,
      [GANTRY_LEGEND_SLEEP] = GANTRY_SHAPE_THIN,       [GANTRY_LEGEND_BLOCKED] = GANTRY_SHAPE_RAILS,
      [GANTRY_LEGEND_JOIN] = GANTRY_SHAPE_DOTTED_LINE, [GANTRY_LEGEND_CREATED] = GANTRY_SHAPE_OUTLINE,
  };
  return shapes[gantry_state_legend(state)];
}

GantryState
gantry_legend_state (GantryLegend legend)
{
  for (int state = 0; state < GANTRY_N_STATES; state++)
    if (gantry_state_legend((GantryState)state) == legend)
      return (GantryState)state;
  g_assert_not_reached();
}

GantryColor
gantry_color_mix (const GantryColor *under, const GantryColor *over, double share)
{
  return (GantryColor){
      under->red + (over->red - under->red) * share,
      under->green + (over->green - under->green) * share,
      under->blue + (over->blue - under->blue) * share,
      1.0,
  };
}

/* Relative luminance, as WCAG defines it. */
static double
luminance (const GantryColor *color)
{
  const double parts[] = {color->red, color->green, color->blue}, weights[] = {0.2126, 0.7152, 0.0722};
  double sum = 0.0;
  for (int i = 0; i < 3; i++)
    sum += weights[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

double
gantry_color_contrast (const GantryColor *one, const GantryColor *other)
{
  double first = luminance(one) + 0.05, second = luminance(other) + 0.05;
  return MAX(first, second) / MIN(first, second);
}
