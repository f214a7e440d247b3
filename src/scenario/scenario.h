/* From a scenario's text to its program, with every error of the text in one go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/program.h"

#define GANTRY_SCENARIO_MAX_BYTES (1024 * 1024)

#define GANTRY_SCENARIO_ERROR (gantry_scenario_error_quark())
GQuark gantry_scenario_error_quark (void);

typedef enum {
  GANTRY_SCENARIO_ERROR_INVALID, /* the text has errors: see the diagnostics */
  GANTRY_SCENARIO_ERROR_READ,    /* the file cannot be read */
  GANTRY_SCENARIO_ERROR_UNKNOWN, /* no built-in of that id, nor a file */
} GantryScenarioError;

/* One error in the text. Line and column count from 1; columns count characters. */
typedef struct {
  uint32_t line;
  uint32_t column;
  char *message; /* translated, with the remedy or the hint in it */
} GantryDiagnostic;

typedef struct GantryScenario GantryScenario;

/* Compiles `text` (`length` bytes, any bytes whatever). `name` is what messages call it. Where the text has
 * errors: NULL, and `diagnostics` (element GantryDiagnostic*, sorted by place, free with g_ptr_array_unref)
 * holds all of them; `error` says the first as "NAME:LINE:COLUMN: error: MESSAGE". `diagnostics` and `error`
 * may be NULL. Any thread. */
GantryScenario *gantry_scenario_new (const char *name, const char *text, gsize length,
                                     GPtrArray **diagnostics, GError **error);
/* A built-in's id or a file. As above. */
GantryScenario *gantry_scenario_load (const char *id_or_path, GPtrArray **diagnostics, GError **error);
/* Reference counted, atomically; immutable. */
GantryScenario *gantry_scenario_ref (GantryScenario *scenario);
void gantry_scenario_unref (GantryScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryScenario, gantry_scenario_unref)

const GantryProgram *gantry_scenario_get_program (const GantryScenario *scenario);
const char *gantry_scenario_get_name (const GantryScenario *scenario);
const char *gantry_scenario_get_text (const GantryScenario *scenario);

/* "NAME:LINE:COLUMN: error: MESSAGE", newly allocated. */
char *gantry_diagnostic_format (const GantryDiagnostic *diagnostic, const char *name);
