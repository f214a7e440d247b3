/* Facts and results as dictionaries, whose order is the same everywhere, so that a timeline's file is, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-variants.h"

#define MOST_THINGS 65536

static GVariant *
things_of (const GantryTimeline *timeline)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(usx)"));
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    g_variant_builder_add(&builder, "(usx)", (guint32)gantry_thing_get_kind(thing),
                          gantry_thing_get_name(thing), (gint64)gantry_thing_get_capacity(thing));
  }
  return g_variant_builder_end(&builder);
}

GVariant *
gantry_variant_of_facts (const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GVariantBuilder dict;
  g_variant_builder_init(&dict, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add(&dict, "{sv}", "title", g_variant_new("s", facts->title));
  g_variant_builder_add(&dict, "{sv}", "model", g_variant_new("s", facts->model));
  g_variant_builder_add(&dict, "{sv}", "seed", g_variant_new("x", (gint64)facts->seed));
  g_variant_builder_add(&dict, "{sv}", "cores", g_variant_new("i", (gint32)facts->cores));
  g_variant_builder_add(&dict, "{sv}", "gil", g_variant_new("b", (gboolean)facts->gil));
  g_variant_builder_add(&dict, "{sv}", "on-cpu-from", g_variant_new("u", (guint32)facts->on_cpu_from));
  if (facts->source_name)
    g_variant_builder_add(&dict, "{sv}", "source-name", g_variant_new("s", facts->source_name));
  if (facts->source_lines)
    g_variant_builder_add(&dict, "{sv}", "source-lines", g_variant_new_strv(facts->source_lines, -1));
  if (facts->line_labels)
    g_variant_builder_add(&dict, "{sv}", "line-labels", g_variant_new_strv(facts->line_labels, -1));
  g_variant_builder_add(&dict, "{sv}", "things", things_of(timeline));
  return g_variant_builder_end(&dict);
}

GVariant *
gantry_variant_of_result (const GantryRunResult *result)
{
  GVariantBuilder dict;
  g_variant_builder_init(&dict, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add(&dict, "{sv}", "outcome", g_variant_new("u", (guint32)result->outcome));
  if (result->reason)
    g_variant_builder_add(&dict, "{sv}", "reason", g_variant_new("s", result->reason));
  g_variant_builder_add(&dict, "{sv}", "wall-ns", g_variant_new("x", (gint64)result->wall_ns));
  g_variant_builder_add(&dict, "{sv}", "cpu-ns", g_variant_new("x", (gint64)result->cpu_ns));
  g_variant_builder_add(&dict, "{sv}", "peak-rss-bytes", g_variant_new("x", (gint64)result->peak_rss_bytes));
  g_variant_builder_add(&dict, "{sv}", "context-switches",
                        g_variant_new("x", (gint64)result->context_switches));
  g_variant_builder_add(&dict, "{sv}", "events", g_variant_new("t", (guint64)result->events));
  g_variant_builder_add(&dict, "{sv}", "lost", g_variant_new("t", (guint64)result->lost));
  g_variant_builder_add(&dict, "{sv}", "record-ns", g_variant_new("d", result->record_ns));
  return g_variant_builder_end(&dict);
}

static void
add_things (GantryTimeline *timeline, GVariantDict *dict)
{
  g_autoptr(GVariant) things = g_variant_dict_lookup_value(dict, "things", G_VARIANT_TYPE("a(usx)"));
  gsize n_things = things ? MIN(g_variant_n_children(things), MOST_THINGS) : 0;
  for (gsize i = 0; i < n_things; i++) {
    guint32 kind;
    const char *name;
    gint64 capacity;
    g_autoptr(GVariant) thing = g_variant_get_child_value(things, i);
    g_variant_get(thing, "(u&sx)", &kind, &name, &capacity);
    gantry_timeline_add_thing(timeline, MIN(kind, GANTRY_N_THING_KINDS - 1), name, capacity);
  }
}

GantryTimeline *
gantry_timeline_of_facts (GVariant *variant)
{
  g_auto(GVariantDict) dict;
  GantryRunFacts facts = {0};
  gint64 seed = 0;
  gint32 cores = 0;
  gboolean gil = FALSE;
  guint32 from = 0;
  g_autofree const char **lines = NULL, **labels = NULL;
  g_variant_dict_init(&dict, variant);
  g_variant_dict_lookup(&dict, "title", "&s", &facts.title);
  g_variant_dict_lookup(&dict, "model", "&s", &facts.model);
  g_variant_dict_lookup(&dict, "seed", "x", &seed);
  g_variant_dict_lookup(&dict, "cores", "i", &cores);
  g_variant_dict_lookup(&dict, "gil", "b", &gil);
  g_variant_dict_lookup(&dict, "on-cpu-from", "u", &from);
  g_variant_dict_lookup(&dict, "source-name", "&s", &facts.source_name);
  g_variant_dict_lookup(&dict, "source-lines", "^a&s", &lines);
  g_variant_dict_lookup(&dict, "line-labels", "^a&s", &labels);
  facts.seed = seed;
  facts.cores = CLAMP(cores, 0, GANTRY_MAX_CPUS);
  facts.gil = gil;
  facts.on_cpu_from = (GantryOnCpuFrom)MIN(from, GANTRY_ON_CPU_FROM_VIRTUAL);
  facts.source_lines = lines;
  facts.line_labels = labels;
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  add_things(timeline, &dict);
  return timeline;
}

void
gantry_result_of_variant (GVariant *variant, GantryRunResult *result)
{
  g_auto(GVariantDict) dict;
  guint32 outcome = 0;
  *result = (GantryRunResult){0};
  g_variant_dict_init(&dict, variant);
  g_variant_dict_lookup(&dict, "outcome", "u", &outcome);
  g_variant_dict_lookup(&dict, "reason", "s", &result->reason);
  g_variant_dict_lookup(&dict, "wall-ns", "x", &result->wall_ns);
  g_variant_dict_lookup(&dict, "cpu-ns", "x", &result->cpu_ns);
  g_variant_dict_lookup(&dict, "peak-rss-bytes", "x", &result->peak_rss_bytes);
  g_variant_dict_lookup(&dict, "context-switches", "x", &result->context_switches);
  g_variant_dict_lookup(&dict, "events", "t", &result->events);
  g_variant_dict_lookup(&dict, "lost", "t", &result->lost);
  g_variant_dict_lookup(&dict, "record-ns", "d", &result->record_ns);
  result->outcome = outcome < GANTRY_N_RUN_OUTCOMES ? (GantryRunOutcome)outcome : GANTRY_RUN_UNFINISHED;
}
