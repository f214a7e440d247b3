/* Loading and compiling a scenario's text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/scenario.h"

#include "scenario/lexer.h"
#include "scenario/library.h"
#include "scenario/read-text.h"
#include "scenario/syntax.h"
#include "trace/quark.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct GantryScenario {
  gatomicrefcount references;
  char *name;
  char *text;
  GantryProgram *program;
};

GANTRY_DEFINE_QUARK("gantry-scenario-error", gantry_scenario_error)

static const char *const model_ids[GANTRY_N_MODELS] = {"threads", "processes", "async", "simulated"};

const char *
gantry_model_id (GantryModel model)
{
  return (unsigned)model < GANTRY_N_MODELS ? model_ids[model] : NULL;
}

bool
gantry_model_parse (const char *word, GantryModel *model)
{
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    if (g_str_equal(word, model_ids[i])) {
      *model = (GantryModel)i;
      return true;
    }
  return false;
}

static void
diagnose_bad_byte (const char *text, const char *bad, uint32_t line, GPtrArray *diagnostics)
{
  const char *start = bad;
  while (start > text && start[-1] != '\n')
    start--;
  gantry_diagnose(diagnostics, line, (uint32_t)g_utf8_strlen(start, bad - start) + 1,
                  *bad ? _("this is not UTF-8; save the file as UTF-8 text")
                       : _("a zero byte; a scenario is plain text"));
}

/* A copy that is valid UTF-8 without zero bytes: what is neither is told, once a line, and blanked, so that
 * the other errors are found in the same go. */
static char *
sound_copy (const char *text, gsize length, GPtrArray *diagnostics)
{
  char *copy = g_strndup(text, length); /* stops at a zero byte, but has room for all */
  memcpy(copy, text, length);
  uint32_t line = 1, told = 0;
  const char *bad, *counted = copy;
  char *at = copy;
  while (!g_utf8_validate(at, (gssize)(length - (gsize)(at - copy)), &bad)) {
    for (; counted < bad; counted++)
      line += *counted == '\n';
    if (told != line)
      diagnose_bad_byte(copy, bad, line, diagnostics);
    told = line;
    at = copy + (bad - copy);
    *at++ = ' ';
  }
  return copy;
}

static char *
title_of_name (const char *name)
{
  char *title = g_path_get_basename(name);
  if (g_str_has_suffix(title, ".scenario"))
    title[strlen(title) - strlen(".scenario")] = '\0';
  return title;
}

static GantryProgram *
compile (const char *name, const char *text, GPtrArray *diagnostics)
{
  g_autofree char *title = title_of_name(name);
  g_autoptr(GPtrArray) tokens = gantry_lex(text, diagnostics);
  g_autoptr(GantrySyntax) syntax = gantry_parse(tokens, title, diagnostics);
  gantry_check(syntax, diagnostics);
  return diagnostics->len == 0 ? gantry_compile(syntax, text) : NULL;
}

static GantryScenario *
scenario_new_from_program (const char *name, char *text, GantryProgram *program)
{
  GantryScenario *scenario = g_new0(GantryScenario, 1);
  g_atomic_ref_count_init(&scenario->references);
  scenario->name = g_strdup(name);
  scenario->text = text;
  scenario->program = program;
  return scenario;
}

GantryScenario *
gantry_scenario_new (const char *name, const char *text, gsize length, GPtrArray **diagnostics,
                     GError **error)
{
  g_autoptr(GPtrArray) found = gantry_diagnostics_new();
  g_autofree char *copy = NULL;
  g_autofree char *shown = g_utf8_make_valid(name, -1); /* a file's may be any bytes */
  GantryScenario *scenario = NULL;
  if (length > GANTRY_SCENARIO_MAX_BYTES) {
    gantry_diagnose(found, 1, 1, _("a scenario has at most 1 MiB; split it"));
  } else {
    copy = sound_copy(text, length, found);
    GantryProgram *program = compile(shown, copy, found);
    if (program)
      scenario = scenario_new_from_program(shown, g_steal_pointer(&copy), program);
  }
  gantry_diagnostics_sort(found);
  if (!scenario) {
    g_autofree char *first = gantry_diagnostic_format(g_ptr_array_index(found, 0), shown);
    g_set_error_literal(error, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_INVALID, first);
  }
  if (diagnostics)
    *diagnostics = g_steal_pointer(&found);
  return scenario;
}

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr(GError) reason = NULL;
  GBytes *bytes = gantry_read_text(path, GANTRY_SCENARIO_MAX_BYTES, &reason);
  if (bytes)
    return bytes;
  if (g_error_matches(reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error(
        error, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_UNKNOWN,
        _("%s: no built-in scenario of that name, nor a file; ‘gantry-cli list’ shows the built-in ones"),
        path);
  else
    g_set_error(error, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_READ, _("%s: cannot be read: %s"), path,
                reason->message);
  return NULL;
}

GantryScenario *
gantry_scenario_load (const char *id_or_path, GPtrArray **diagnostics, GError **error)
{
  g_autoptr(GBytes) bytes = gantry_library_get(id_or_path);
  if (diagnostics)
    *diagnostics = NULL;
  if (!bytes)
    bytes = read_file(id_or_path, error);
  if (!bytes)
    return NULL;
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  return gantry_scenario_new(id_or_path, text ? text : "", length, diagnostics, error);
}

GantryScenario *
gantry_scenario_ref (GantryScenario *scenario)
{
  g_atomic_ref_count_inc(&scenario->references);
  return scenario;
}

void
gantry_scenario_unref (GantryScenario *scenario)
{
  if (!scenario || !g_atomic_ref_count_dec(&scenario->references))
    return;
  gantry_program_free(scenario->program);
  g_free(scenario->name);
  g_free(scenario->text);
  g_free(scenario);
}

const GantryProgram *
gantry_scenario_get_program (const GantryScenario *scenario)
{
  return scenario->program;
}

const char *
gantry_scenario_get_name (const GantryScenario *scenario)
{
  return scenario->name;
}

const char *
gantry_scenario_get_text (const GantryScenario *scenario)
{
  return scenario->text;
}
