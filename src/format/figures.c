/* Figures as tables, and as text to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/figures.h"

#include "format/escape.h"
#include "timeline/statistics.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static void
column_clear (gpointer column)
{
  g_free(((GantryFigureColumn *)column)->id);
}

static void
figure_clear (gpointer figure)
{
  g_free(((GantryFigure *)figure)->text);
}

static void
add_column (GantryFigures *figures, const char *id, GantryFigureUnit unit, int state)
{
  GantryFigureColumn column = {g_strdup(id), unit, state};
  g_array_append_val(figures->columns, column);
}

static void
add_text (GantryFigures *figures, const char *text)
{
  GantryFigure figure = {.text = g_strdup(text != NULL ? text : "")};
  g_array_append_val(figures->figures, figure);
}

static void
add_number (GantryFigures *figures, int64_t number)
{
  GantryFigure figure = {.number = number};
  g_array_append_val(figures->figures, figure);
}

static const GantryLane *
lane_at (const GantryFigures *figures, const GantryTimeline *timeline, uint32_t index)
{
  return figures->kind == GANTRY_FIGURES_CORES ? gantry_timeline_get_core(timeline, index)
                                               : gantry_timeline_get_lane(timeline, index);
}

static void
sum_lane (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums)
{
  if (from == GANTRY_NO_TIME) {
    gantry_statistics_lane(lane, sums);
    return;
  }
  memset(sums, 0, GANTRY_N_STATES * sizeof *sums);
  gantry_lane_add_times(lane, from, to, sums);
}

/* The columns are those of the states that any of the lanes was in. */
static void
fill_lanes (GantryFigures *figures, const GantryTimeline *timeline, int64_t from, int64_t to)
{
  uint32_t n_lanes = figures->n_rows;
  int64_t(*sums)[GANTRY_N_STATES] = g_malloc_n(MAX(n_lanes, 1), sizeof *sums);
  bool occurs[GANTRY_N_STATES] = {false};
  add_column(figures, figures->kind == GANTRY_FIGURES_CORES ? "core" : "lane", GANTRY_FIGURE_TEXT, -1);
  add_column(figures, "total_ns", GANTRY_FIGURE_TIME, -1);
  for (uint32_t i = 0; i < n_lanes; i++) {
    sum_lane(lane_at(figures, timeline, i), from, to, sums[i]);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      occurs[state] = occurs[state] || sums[i][state] > 0;
  }
  for (int state = 0; state < GANTRY_N_STATES; state++) {
    g_autofree char *id = g_strdup_printf("%s_ns", gantry_state_id((GantryState)state));
    if (occurs[state])
      add_column(figures, id, GANTRY_FIGURE_TIME, state);
  }
  for (uint32_t i = 0; i < n_lanes; i++) {
    int64_t total = 0;
    add_text(figures, gantry_lane_get_name(lane_at(figures, timeline, i)));
    for (int state = 0; state < GANTRY_N_STATES; state++)
      total += sums[i][state];
    add_number(figures, total);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      if (occurs[state])
        add_number(figures, sums[i][state]);
  }
  g_free(sums);
}

static void
fill_things (GantryFigures *figures, const GantryTimeline *timeline, int64_t from, int64_t to)
{
  g_autoptr(GantryStatistics) statistics = from == GANTRY_NO_TIME
                                               ? gantry_statistics_new(timeline)
                                               : gantry_statistics_new_range(timeline, from, to);
  add_column(figures, "name", GANTRY_FIGURE_TEXT, -1);
  add_column(figures, "kind", GANTRY_FIGURE_TEXT, -1);
  add_column(figures, "acquired", GANTRY_FIGURE_COUNT, -1);
  add_column(figures, "contended", GANTRY_FIGURE_COUNT, -1);
  add_column(figures, "wait_ns", GANTRY_FIGURE_TIME, -1);
  add_column(figures, "held_ns", GANTRY_FIGURE_TIME, -1);
  figures->n_rows = MIN(figures->n_rows, statistics->n_things);
  for (uint32_t i = 0; i < figures->n_rows; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    const GantryThingFigures *thing_figures = &statistics->things[i];
    add_text(figures, gantry_thing_get_name(thing));
    add_text(figures, gantry_thing_kind_id(gantry_thing_get_kind(thing)));
    add_number(figures, (int64_t)thing_figures->acquired);
    add_number(figures, (int64_t)thing_figures->contended);
    add_number(figures, thing_figures->wait_ns);
    add_number(figures, thing_figures->held_ns);
  }
}

GantryFigures *
gantry_figures_new (const GantryTimeline *timeline, GantryFiguresKind kind, int64_t from, int64_t to)
{
  GantryFigures *figures = g_new0(GantryFigures, 1);
  figures->kind = kind;
  figures->columns = g_array_new(FALSE, FALSE, sizeof(GantryFigureColumn));
  figures->figures = g_array_new(FALSE, FALSE, sizeof(GantryFigure));
  g_array_set_clear_func(figures->columns, column_clear);
  g_array_set_clear_func(figures->figures, figure_clear);
  figures->n_rows = kind == GANTRY_FIGURES_LANES    ? gantry_timeline_get_n_lanes(timeline)
                    : kind == GANTRY_FIGURES_THINGS ? gantry_timeline_get_n_things(timeline)
                                                    : gantry_timeline_get_n_cores(timeline);
  if (kind == GANTRY_FIGURES_THINGS)
    fill_things(figures, timeline, from, to);
  else
    fill_lanes(figures, timeline, from, to);
  return figures;
}

void
gantry_figures_free (GantryFigures *figures)
{
  if (figures == NULL)
    return;
  g_array_unref(figures->columns);
  g_array_unref(figures->figures);
  g_free(figures);
}

const GantryFigure *
gantry_figures_get (const GantryFigures *figures, uint32_t row, guint column)
{
  return &g_array_index(figures->figures, GantryFigure, (gsize)row * figures->columns->len + column);
}

static GantryFigureUnit
unit_of (const GantryFigures *figures, guint column)
{
  return g_array_index(figures->columns, GantryFigureColumn, column).unit;
}

char *
gantry_figures_get_words (const GantryFigures *figures, uint32_t row, guint column)
{
  const GantryFigure *figure = gantry_figures_get(figures, row, column);
  switch (unit_of(figures, column)) {
  case GANTRY_FIGURE_TEXT:
    return g_strdup(figure->text);
  case GANTRY_FIGURE_COUNT:
    return g_strdup_printf("%" PRId64, figure->number);
  case GANTRY_FIGURE_TIME:
    break;
  }
  return figure->number > 0 ? gantry_format_duration(figure->number) : g_strdup("");
}

const char *
gantry_figures_get_title (const GantryFigures *figures, guint column)
{
  static const struct {
    const char *id, *title;
  } titles[] = {{"lane", N_("Lane")},           {"core", N_("Core")},      {"total_ns", N_("In all")},
                {"name", N_("Shared")},         {"kind", N_("Kind")},      {"acquired", N_("Acquired")},
                {"contended", N_("Contended")}, {"wait_ns", N_("Waited")}, {"held_ns", N_("Held")}};
  const char *id = g_array_index(figures->columns, GantryFigureColumn, column).id;
  for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
    if (strcmp(id, titles[i].id) == 0)
      return _(titles[i].title);
  return id;
}

static uint32_t
row_at (const uint32_t *order, uint32_t place)
{
  return order != NULL ? order[place] : place;
}

char *
gantry_figures_to_csv (const GantryFigures *figures, const uint32_t *order, uint32_t n_rows)
{
  GString *text = g_string_new(NULL);
  guint n_columns = figures->columns->len;
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? "," : "",
                           g_array_index(figures->columns, GantryFigureColumn, i).id);
  g_string_append_c(text, '\n');
  for (uint32_t row = 0; row < (order != NULL ? n_rows : figures->n_rows); row++) {
    for (guint i = 0; i < n_columns; i++) {
      const GantryFigure *figure = gantry_figures_get(figures, row_at(order, row), i);
      if (i > 0)
        g_string_append_c(text, ',');
      if (unit_of(figures, i) == GANTRY_FIGURE_TEXT)
        gantry_csv_append_name(text, figure->text);
      else
        g_string_append_printf(text, "%" PRId64, figure->number);
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(text, FALSE);
}

static void
append_markdown (GString *text, const char *words)
{
  gantry_markdown_append(text, words);
  g_string_append(text, " |");
}

char *
gantry_figures_to_markdown (const GantryFigures *figures, const char *const *titles, const uint32_t *order,
                            uint32_t n_rows)
{
  GString *text = g_string_new("|");
  guint n_columns = figures->columns->len;
  for (guint i = 0; i < n_columns; i++) {
    g_string_append_c(text, ' ');
    append_markdown(text, titles[i]);
  }
  g_string_append(text, "\n|");
  for (guint i = 0; i < n_columns; i++)
    g_string_append(text, unit_of(figures, i) == GANTRY_FIGURE_TEXT ? " --- |" : " ---: |");
  g_string_append_c(text, '\n');
  for (uint32_t row = 0; row < (order != NULL ? n_rows : figures->n_rows); row++) {
    g_string_append_c(text, '|');
    for (guint i = 0; i < n_columns; i++) {
      g_autofree char *words = gantry_figures_get_words(figures, row_at(order, row), i);
      g_string_append_c(text, ' ');
      append_markdown(text, words);
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(text, FALSE);
}
