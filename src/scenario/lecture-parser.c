/* From a lecture's text to its steps, with every error of the text in one go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lecture.h"
#include "scenario/lexer.h"
#include "scenario/library.h"
#include "scenario/nearest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char *text; /* of strings: what stands between the quotes, unescaped */
  bool quoted;
  uint32_t column; /* from 1, in characters */
} Word;

typedef struct {
  GantryLecture *lecture;
  GPtrArray *diagnostics;
  uint32_t line;
  GArray *words; /* Word, of the line */
  guint at;      /* the next of them */
  bool has_title;
  uint32_t first_run; /* line of the first `run`, good or not; 0: none yet */
} Reader;

static void
word_clear (gpointer data)
{
  g_free(((Word *)data)->text);
}

static const Word *
peek (const Reader *reader)
{
  return reader->at < reader->words->len ? &g_array_index(reader->words, Word, reader->at) : NULL;
}

/* Where the next word stands, or would stand. */
static uint32_t
column (const Reader *reader)
{
  const Word *word = peek(reader);
  if (word)
    return word->column;
  const Word *last = &g_array_index(reader->words, Word, reader->words->len - 1);
  return last->column + (uint32_t)g_utf8_strlen(last->text, -1) + (last->quoted ? 2 : 0);
}

/* NULL, after an error, where the closing quote is missing. */
static const char *
read_string (Reader *reader, const char *at, GString *text, uint32_t start)
{
  for (at++; *at != '"'; at++) {
    if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
      at++;
    if (*at == '\0') {
      gantry_diagnose(reader->diagnostics, reader->line, start,
                      _("this text has no end; put a \" behind it, in the same line"));
      return NULL;
    }
    g_string_append_c(text, *at);
  }
  return at + 1;
}

/* The line's words, up to a comment; false after an error. */
static bool
split (Reader *reader, const char *line)
{
  const char *at = line, *counted = line; /* columns are, up to there: once through the line in all */
  uint32_t letters = 0;
  g_array_set_size(reader->words, 0);
  reader->at = 0;
  for (;;) {
    while (g_ascii_isspace(*at))
      at++;
    if (*at == '\0' || *at == '#')
      return true;
    g_autoptr(GString) text = g_string_new(NULL);
    letters += (uint32_t)g_utf8_strlen(counted, at - counted);
    counted = at;
    Word word = {.quoted = *at == '"', .column = letters + 1};
    if (word.quoted)
      at = read_string(reader, at, text, word.column);
    else
      while (*at && !g_ascii_isspace(*at) && *at != '"' && *at != '#')
        g_string_append_c(text, *at++);
    if (!at)
      return false;
    g_array_append_val(reader->words, word);
    g_array_index(reader->words, Word, reader->words->len - 1).text = g_strdup(text->str);
  }
}

static bool
accept (Reader *reader, const char *keyword)
{
  const Word *word = peek(reader);
  if (!word || word->quoted || !g_str_equal(word->text, keyword))
    return false;
  reader->at++;
  return true;
}

/* The one text behind a keyword; NULL after an error. */
static const char *
take_text (Reader *reader, const char *keyword)
{
  const Word *word = peek(reader);
  if (!word || !word->quoted) {
    gantry_diagnose(reader->diagnostics, reader->line, column(reader),
                    _("‘%s’ needs a text in quotes, such as %s \"…\""), keyword, keyword);
    return NULL;
  }
  if (g_utf8_strlen(word->text, -1) > GANTRY_LECTURE_MAX_LETTERS) {
    gantry_diagnose(reader->diagnostics, reader->line, word->column,
                    _("a text has at most %d letters; shorten it"), GANTRY_LECTURE_MAX_LETTERS);
    return NULL;
  }
  reader->at++;
  return word->text;
}

static void
add_paragraph (char **text, const char *paragraph)
{
  char *longer = **text ? g_strconcat(*text, "\n\n", paragraph, NULL) : g_strdup(paragraph);
  g_free(*text);
  *text = longer;
}

static void
read_title (Reader *reader)
{
  const char *text = take_text(reader, "title");
  if (text && reader->has_title)
    gantry_diagnose(reader->diagnostics, reader->line, 1, _("‘%s’ is said twice; keep one of the lines"),
                    "title");
  else if (text)
    gantry_lecture_set_title(reader->lecture, text);
  reader->has_title = true;
}

static void
read_note (Reader *reader)
{
  const char *text = take_text(reader, "note");
  GPtrArray *steps = reader->lecture->steps;
  if (text && reader->first_run == 0)
    gantry_diagnose(reader->diagnostics, reader->line, 1,
                    _("a note belongs to the ‘run’ line before it; put it behind one, or say ‘about’"));
  else if (text && steps->len > 0)
    add_paragraph(&((GantryLectureStep *)steps->pdata[steps->len - 1])->note, text);
}

static void
tell_unknown (Reader *reader, const Word *word)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (const char *const *id = gantry_library_list(); *id; id++)
    g_ptr_array_add(names, (gpointer)*id);
  const char *nearest = gantry_nearest_name(word->text, names);
  if (nearest)
    gantry_diagnose(reader->diagnostics, reader->line, word->column,
                    _("no built-in scenario is called ‘%s’; did you mean ‘%s’?"), word->text, nearest);
  else
    gantry_diagnose(reader->diagnostics, reader->line, word->column,
                    _("no built-in scenario is called ‘%s’; see ‘gantry-cli list’, or name a file that ends "
                      "in .scenario"),
                    word->text);
}

/* What follows the scenario's name; GANTRY_N_MODELS: nothing about a model. */
static bool
read_conditions (Reader *reader, GantryModel *model, GantryLectureLock *lock)
{
  *model = GANTRY_N_MODELS;
  *lock = GANTRY_LECTURE_LOCK_AS_SCENARIO;
  while (peek(reader)) {
    uint32_t where = column(reader);
    const Word *word;
    if (*model == GANTRY_N_MODELS && accept(reader, "on")) {
      word = peek(reader);
      if (!word || !gantry_model_parse(word->text, model)) {
        gantry_diagnose(reader->diagnostics, reader->line, column(reader),
                        _("‘on’ needs a model: threads, processes, async or simulated"));
        return false;
      }
      reader->at++;
      continue;
    }
    bool with = *lock == GANTRY_LECTURE_LOCK_AS_SCENARIO && accept(reader, "with");
    bool without = *lock == GANTRY_LECTURE_LOCK_AS_SCENARIO && !with && accept(reader, "without");
    if ((!with && !without) || !accept(reader, "gil")) {
      gantry_diagnose(reader->diagnostics, reader->line, where,
                      _("expected ‘on MODEL’, ‘with gil’, ‘without gil’ or the line’s end, each once"));
      return false;
    }
    *lock = with ? GANTRY_LECTURE_LOCK_ON : GANTRY_LECTURE_LOCK_OFF;
  }
  return true;
}

/* The models that a built-in one runs on, a bit set. Compiled once for all the lines and lectures that name
 * it: it never changes. */
static unsigned
models_of_builtin (const char *id)
{
  static GMutex mutex;
  static GHashTable *known; /* models by id */
  gpointer models;
  g_mutex_lock(&mutex);
  if (!known)
    known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_lookup_extended(known, id, NULL, &models)) {
    g_autoptr(GantryScenario) scenario = gantry_scenario_load(id, NULL, NULL);
    models = GUINT_TO_POINTER(scenario ? gantry_scenario_get_program(scenario)->head.models : 0);
    g_hash_table_insert(known, g_strdup(id), models);
  }
  g_mutex_unlock(&mutex);
  return GPOINTER_TO_UINT(models);
}

/* That a built-in one exists, and runs on the model. Files are looked at when their turn comes. */
static bool
check_scenario (Reader *reader, const Word *word, GantryModel model)
{
  if (strchr(word->text, '/') || g_str_has_suffix(word->text, ".scenario"))
    return true;
  if (!g_strv_contains(gantry_library_list(), word->text)) {
    tell_unknown(reader, word);
    return false;
  }
  if (model == GANTRY_N_MODELS)
    return true;
  if ((models_of_builtin(word->text) & (1u << model)) != 0)
    return true;
  gantry_diagnose(reader->diagnostics, reader->line, word->column,
                  _("‘%s’ does not run on %s; leave out ‘on’, or name a model that it runs on"), word->text,
                  gantry_model_id(model));
  return false;
}

static void
read_run (Reader *reader)
{
  const Word *word = peek(reader);
  GantryModel model;
  GantryLectureLock lock;
  if (reader->first_run == 0)
    reader->first_run = reader->line;
  if (!word || *word->text == '\0') {
    gantry_diagnose(reader->diagnostics, reader->line, column(reader),
                    _("‘run’ needs a scenario, such as run hello-thread"));
    return;
  }
  reader->at++;
  if (!read_conditions(reader, &model, &lock) || !check_scenario(reader, word, model))
    return;
  if (!gantry_lecture_add(reader->lecture, word->text, model, lock))
    gantry_diagnose(reader->diagnostics, reader->line, 1, _("a lecture has at most %d steps; split it"),
                    GANTRY_LECTURE_MAX_STEPS);
}

static void
read_line (Reader *reader, const char *line)
{
  guint errors = reader->diagnostics->len;
  if (!split(reader, line) || reader->words->len == 0)
    return;
  if (accept(reader, "title")) {
    read_title(reader);
  } else if (accept(reader, "about")) {
    const char *text = take_text(reader, "about");
    if (text)
      add_paragraph(&reader->lecture->about, text);
  } else if (accept(reader, "run")) {
    read_run(reader);
  } else if (accept(reader, "note")) {
    read_note(reader);
  } else {
    gantry_diagnose(reader->diagnostics, reader->line, column(reader),
                    _("a line begins with title, about, run or note, not with ‘%s’"), peek(reader)->text);
  }
  if (peek(reader) && reader->diagnostics->len == errors)
    gantry_diagnose(reader->diagnostics, reader->line, column(reader),
                    _("nothing may follow here; put it on a line of its own"));
}

static void
read_lines (Reader *reader, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    reader->line++;
    read_line(reader, *line);
  }
  if (reader->first_run == 0)
    gantry_diagnose(reader->diagnostics, MAX(reader->line, 1), 1,
                    _("this lecture has no ‘run’ line; add one, such as run hello-thread"));
}

/* Text that is none is refused as a whole: there are no lines to be spoken of. */
static bool
check_bytes (GPtrArray *diagnostics, const char *text, gsize length)
{
  const char *bad;
  uint32_t line = 1;
  if (length > GANTRY_LECTURE_MAX_BYTES) {
    gantry_diagnose(diagnostics, 1, 1, _("a lecture has at most 256 KiB; split it"));
    return false;
  }
  if (g_utf8_validate_len(text, length, &bad))
    return true;
  for (const char *at = text; at < bad; at++)
    line += *at == '\n';
  gantry_diagnose(diagnostics, line, 1, _("this is not UTF-8 text; save the file as UTF-8 text"));
  return false;
}

GantryLecture *
gantry_lecture_parse (const char *name, const char *folder, const char *text, gsize length,
                      GPtrArray **diagnostics, GError **error)
{
  g_autoptr(GPtrArray) found = gantry_diagnostics_new();
  g_autoptr(GantryLecture) lecture = gantry_lecture_new();
  lecture->folder = g_strdup(folder);
  if (check_bytes(found, text, length)) {
    g_autofree char *copy = g_strndup(text, length);
    Reader reader = {
        .lecture = lecture, .diagnostics = found, .words = g_array_new(FALSE, FALSE, sizeof(Word))};
    g_array_set_clear_func(reader.words, word_clear);
    read_lines(&reader, copy);
    g_array_unref(reader.words);
  }
  bool is_good = found->len == 0;
  gantry_diagnostics_sort(found);
  if (!is_good) {
    g_autofree char *first = gantry_diagnostic_format(g_ptr_array_index(found, 0), name);
    g_set_error_literal(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_INVALID, first);
  }
  if (diagnostics)
    *diagnostics = g_steal_pointer(&found);
  return is_good ? g_steal_pointer(&lecture) : NULL;
}
