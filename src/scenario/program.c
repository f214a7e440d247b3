/* A program as a whole: put together from a checked syntax tree, and taken apart again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/code.h"
#include "scenario/labels.h"

#include <string.h>

static void
copy_head (GantryProgram *program, const GantryHead *from)
{
  program->head = *from;
  program->head.title = g_strdup(from->title);
  program->head.about = g_strdup(from->about);
  program->head.topic = g_strdup(from->topic);
  if (program->head.models == 0)
    program->head.models = (1u << GANTRY_N_MODELS) - 1;
  program->head.models |= 1u << GANTRY_MODEL_SIMULATED;
}

static void
copy_things (GantryProgram *program, const GArray *things)
{
  program->n_things = things->len;
  program->things = g_new0(GantryThingDeclaration, things->len + 1);
  for (uint32_t i = 0; i < program->n_things; i++) {
    program->things[i] = g_array_index(things, GantryThingSyntax, i).declaration;
    program->things[i].name = g_strdup(program->things[i].name);
  }
}

static void
copy_lines (GantryProgram *program, const char *text)
{
  program->lines = g_strsplit(text, "\n", -1);
  program->n_lines = g_strv_length(program->lines);
  for (uint32_t i = 0; i < program->n_lines; i++)
    if (g_str_has_suffix(program->lines[i], "\r"))
      program->lines[i][strlen(program->lines[i]) - 1] = '\0';
}

static void
compile_tasks (GantryProgram *program, const GantrySyntax *syntax)
{
  program->n_tasks = syntax->tasks->len;
  program->tasks = g_new0(GantryTask, program->n_tasks);
  for (uint32_t i = 0; i < program->n_tasks; i++) {
    const GantryTaskSyntax *task = g_ptr_array_index(syntax->tasks, i);
    gantry_compile_task(syntax, task, program->lines, &program->tasks[i]);
    if (g_str_equal(task->name, "main"))
      program->main_task = i;
  }
}

GantryProgram *
gantry_compile (const GantrySyntax *syntax, const char *text)
{
  GantryProgram *program = g_new0(GantryProgram, 1);
  copy_head(program, &syntax->head);
  copy_things(program, syntax->things);
  copy_lines(program, text);
  program->line_labels = gantry_line_labels(syntax, program->lines, program->n_lines);
  compile_tasks(program, syntax);
  return program;
}

static void
task_clear (GantryTask *task)
{
  GantryCode *code = (GantryCode *)task->code;
  g_array_unref(code->instructions);
  g_array_unref(code->lines);
  g_array_unref(code->amounts);
  g_array_unref(code->sites);
  g_ptr_array_unref(code->literals);
  g_free(code);
  g_free((char *)task->name);
  g_strfreev((char **)task->params);
}

void
gantry_program_free (GantryProgram *program)
{
  if (!program)
    return;
  for (uint32_t i = 0; i < program->n_tasks; i++)
    task_clear(&program->tasks[i]);
  for (uint32_t i = 0; i < program->n_things; i++)
    g_free((char *)program->things[i].name);
  g_free(program->tasks);
  g_free(program->things);
  g_free(program->head.title);
  g_free(program->head.about);
  g_free(program->head.topic);
  g_strfreev(program->lines);
  g_strfreev(program->line_labels);
  g_free(program);
}
