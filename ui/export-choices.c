/* The export dialog's choices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-choices.h"

#include "timeline/units.h"
#include "ui/export-rows.h"
#include "ui/settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef enum { RANGE_SHOWN, RANGE_WHOLE, RANGE_FIELDS, RANGE_SELECTED } RangeChoice;

enum { SIZE_AS_SHOWN, SIZE_OWN = 5 };

/* Logical pixels: what is written at 11 points is read as well on a slide as on the screen. */
static const struct {
  const char *name;
  int width, height;
  double scale;
} sizes[] = {
    [SIZE_AS_SHOWN] = {N_("As on screen"), 0, 0, 0},
    {N_("Slide, 16:9"), 1280, 720, 1.5},
    {N_("A4 landscape"), 1123, 794, 2},
    {N_("A4 portrait"), 794, 1123, 2},
    {N_("As high as it needs"), 1600, 0, 1},
    [SIZE_OWN] = {N_("Own size"), 0, 0, 0},
};

struct _GantryExportChoices {
  AdwBin parent_instance;
  GantryView view; /* on the screen */
  GantryView fitted;
  GantryRunAlignment align;
  bool compares;
  bool updating; /* fields follow a preset */
  AdwComboRow *format, *size, *theme, *words, *range, *arranged, *arrows;
  GtkSpinButton *width, *height, *scale, *text_scale;
  GtkEditable *from, *to, *lanes, *title_text;
  GtkSwitch *title, *legend, *footer, *cores, *counters, *things, *path, *trace;
  GantryLaneArrangement *arrangement; /* of the lanes on the screen, NULL: none */
  char *lanes_value, *title_value, *selected, *align_lane;
  char *fault;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GantryExportChoices, gantry_export_choices, ADW_TYPE_BIN)

static void
on_changed (GantryExportChoices *self)
{
  if (!self->updating)
    g_signal_emit(self, signals[CHANGED], 0);
}

GantryPictureFormat
gantry_export_choices_get_format (GantryExportChoices *self)
{
  return (GantryPictureFormat)adw_combo_row_get_selected(self->format);
}

void
gantry_export_choices_set_format (GantryExportChoices *self, GantryPictureFormat format)
{
  adw_combo_row_set_selected(self->format, format);
}

/* A whole number of nanoseconds from "1.5 ms", "-20us" or, without a unit, milliseconds. */
static bool
parse_moment (const char *text, int64_t *ns)
{
  static const struct {
    const char *name;
    double ns;
  } units[] = {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"", 1e6}};
  char *end;
  double number = g_strtod(text, &end);
  while (g_ascii_isspace(*end))
    end++;
  for (gsize i = 0; end != text && i < G_N_ELEMENTS(units); i++) {
    double moment = round(number * units[i].ns);
    if (strcmp(end, units[i].name) == 0 && fabs(moment) < 1e18) {
      *ns = (int64_t)moment;
      return true;
    }
  }
  return false;
}

/* An empty field: the run's own end of that side. */
static void
read_moment (GantryExportChoices *self, GtkEditable *field, int64_t *ns)
{
  g_autofree char *text = g_strstrip(g_strdup(gtk_editable_get_text(field)));
  bool is_read = *text == '\0' || parse_moment(text, ns);
  if (is_read)
    gtk_widget_remove_css_class(GTK_WIDGET(field), "error");
  else
    gtk_widget_add_css_class(GTK_WIDGET(field), "error");
  if (!is_read && !self->fault)
    self->fault = g_strdup_printf(_("“%s” is no time: write it with its unit, as in 20 ms or 1.5 s"), text);
}

static void
read_range (GantryExportChoices *self, GantryPictureWishes *wishes)
{
  const GantryView *view = &self->view;
  g_clear_pointer(&self->fault, g_free);
  switch ((RangeChoice)adw_combo_row_get_selected(self->range)) {
  case RANGE_SHOWN:
    if (view->from == self->fitted.from && view->to == self->fitted.to)
      break; /* shorter said by saying nothing */
    wishes->from = view->from;
    wishes->to = view->to;
    break;
  case RANGE_SELECTED:
    wishes->from = view->selection_from;
    wishes->to = view->selection_to;
    break;
  case RANGE_FIELDS:
    read_moment(self, self->from, &wishes->from);
    read_moment(self, self->to, &wishes->to);
    break;
  case RANGE_WHOLE:
    break;
  }
}

static const char *
text_or_null (GtkEditable *field, char **value)
{
  g_free(*value);
  *value = g_strstrip(g_strdup(gtk_editable_get_text(field)));
  return **value != '\0' ? *value : NULL;
}

static GantryThemeId
read_theme (const GantryExportChoices *self)
{
  guint chosen = adw_combo_row_get_selected(self->theme);
  return chosen == 0 ? self->view.theme : (GantryThemeId)(chosen - 1);
}

void
gantry_export_choices_get (GantryExportChoices *self, GantryPictureWishes *wishes)
{
  *wishes = (GantryPictureWishes)GANTRY_PICTURE_WISHES_INIT;
  wishes->width = gtk_spin_button_get_value_as_int(self->width);
  wishes->height = gtk_spin_button_get_value_as_int(self->height);
  wishes->scale = gtk_spin_button_get_value(self->scale);
  wishes->text_scale = gtk_spin_button_get_value(self->text_scale);
  wishes->theme = read_theme(self);
  wishes->vocabulary = (GantryVocabulary)adw_combo_row_get_selected(self->words);
  read_range(self, wishes);
  wishes->lanes = text_or_null(self->lanes, &self->lanes_value);
  wishes->title = text_or_null(self->title_text, &self->title_value);
  wishes->selected = self->selected;
  wishes->dimmed = self->view.dimmed;
  wishes->density = self->view.density;
  if (self->arranged && adw_combo_row_get_selected(self->arranged) == 0)
    wishes->arrangement = self->arrangement;
  wishes->no_title = !gtk_switch_get_active(self->title);
  wishes->no_legend = !gtk_switch_get_active(self->legend);
  wishes->no_footer = !gtk_switch_get_active(self->footer);
  wishes->no_cores = !gtk_switch_get_active(self->cores);
  wishes->no_counters = !gtk_switch_get_active(self->counters);
  wishes->no_things = !gtk_switch_get_active(self->things);
  wishes->no_trace = self->compares || !gtk_switch_get_active(self->trace);
  wishes->critical_path = gtk_switch_get_active(self->path);
  wishes->arrows = (GantryArrows)adw_combo_row_get_selected(self->arrows);
  if (wishes->arrows == GANTRY_ARROWS_SELECTED && !wishes->selected)
    wishes->arrows = GANTRY_ARROWS_NONE;
  wishes->align = self->align;
}

const char *
gantry_export_choices_get_fault (GantryExportChoices *self)
{
  return self->fault;
}

static void
apply_size (GantryExportChoices *self)
{
  guint size = adw_combo_row_get_selected(self->size);
  bool as_shown = size == SIZE_AS_SHOWN;
  if (size == SIZE_OWN)
    return;
  self->updating = true;
  gtk_spin_button_set_value(self->width, as_shown ? self->view.width : sizes[size].width);
  gtk_spin_button_set_value(self->height, as_shown ? self->view.height : sizes[size].height);
  gtk_spin_button_set_value(self->scale,
                            as_shown ? gtk_widget_get_scale_factor(GTK_WIDGET(self)) : sizes[size].scale);
  gtk_spin_button_set_value(self->text_scale, as_shown ? self->view.text_scale : 1.0);
  self->updating = false;
}

static void
on_size_chosen (GantryExportChoices *self)
{
  apply_size(self);
  on_changed(self);
}

static void
on_size_edited (GantryExportChoices *self)
{
  if (self->updating)
    return;
  self->updating = true;
  adw_combo_row_set_selected(self->size, SIZE_OWN);
  self->updating = false;
  on_changed(self);
}

static void
on_range_chosen (GantryExportChoices *self)
{
  bool fields = adw_combo_row_get_selected(self->range) == RANGE_FIELDS;
  gtk_widget_set_visible(GTK_WIDGET(self->from), fields);
  gtk_widget_set_visible(GTK_WIDGET(self->to), fields);
  on_changed(self);
}

static void
on_format_chosen (GantryExportChoices *self)
{
  gtk_widget_set_sensitive(gantry_export_row_of(self->scale),
                           gantry_export_choices_get_format(self) == GANTRY_PICTURE_PNG);
  on_changed(self);
}

/* "0": as high as it needs. */
static gboolean
show_height (GtkSpinButton *spin, gpointer data)
{
  if (gtk_spin_button_get_value_as_int(spin) != 0)
    return FALSE;
  gtk_editable_set_text(GTK_EDITABLE(spin), _("Auto"));
  return TRUE;
}

static int
read_height (GtkSpinButton *spin, double *value, gpointer data)
{
  const char *text = gtk_editable_get_text(GTK_EDITABLE(spin));
  if (strcmp(text, _("Auto")) != 0 && *text != '\0')
    return FALSE;
  *value = 0.0;
  return TRUE;
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP(adw_preferences_group_new());
  adw_preferences_group_set_title(group, title);
  adw_preferences_page_add(page, group);
  return group;
}

static void
add_file (GantryExportChoices *self, AdwPreferencesPage *page)
{
  const char *formats[] = {"PNG", "SVG", "PDF", NULL};
  const char *names[G_N_ELEMENTS(sizes) + 1] = {NULL};
  AdwPreferencesGroup *group = add_group(page, _("File"));
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
    names[i] = _(sizes[i].name);
  self->format = gantry_export_add_list(group, _("Format"), formats);
  self->size = gantry_export_add_list(group, _("Size"), names);
  self->width = gantry_export_add_number(group, _("Width"), NULL, 100, GANTRY_PICTURE_MOST_PIXELS, 10, 0);
  self->height = gantry_export_add_number(group, _("Height"), NULL, 0, GANTRY_PICTURE_MOST_PIXELS, 10, 0);
  gtk_spin_button_set_numeric(self->height, FALSE);
  gtk_editable_set_width_chars(GTK_EDITABLE(self->height), (int)g_utf8_strlen(_("Auto"), -1));
  self->scale =
      gantry_export_add_number(group, _("Scale"), _("Pixels of a PNG for each of these"), 0.25, 8, 0.25, 2);
  self->text_scale = gantry_export_add_number(group, _("Text size"), NULL, 0.25, 8, 0.1, 2);
  if (!self->compares)
    self->trace =
        gantry_export_add_switch(group, _("Trace inside"), _("Gantry opens the picture as a chart again"));
  g_signal_connect(self->height, "output", G_CALLBACK(show_height), NULL);
  g_signal_connect(self->height, "input", G_CALLBACK(read_height), NULL);
}

static void
add_what (GantryExportChoices *self, AdwPreferencesPage *page)
{
  bool has_selection = !self->compares && self->view.selection_from != GANTRY_NO_TIME;
  const char *ranges[] = {_("As shown"), _("Whole run"), _("From and to"),
                          has_selection ? _("Selected range") : NULL, NULL};
  const char *lanes[] = {_("As arranged on screen"), _("All"), NULL};
  const char *arrows[] = {_("Of the chosen lane"), _("All"), _("None"), NULL};
  AdwPreferencesGroup *group = add_group(page, _("What is drawn"));
  self->range = gantry_export_add_list(group, _("Range"), ranges);
  self->from = gantry_export_add_entry(group, _("From, such as 10 ms"));
  self->to = gantry_export_add_entry(group, _("To, such as 80 ms"));
  if (self->arrangement)
    self->arranged = gantry_export_add_list(group, _("Lanes"), lanes);
  self->lanes = gantry_export_add_entry(group, _("Only lanes named, such as cook*"));
  self->arrows = gantry_export_add_list(group, _("Arrows"), arrows);
  gtk_editable_set_text(self->lanes, self->view.lanes_glob ? self->view.lanes_glob : "");
  adw_combo_row_set_selected(self->arrows, self->view.arrows == GANTRY_ARROWS_SELECTED && !self->selected
                                               ? GANTRY_ARROWS_NONE
                                               : self->view.arrows);
  if (has_selection)
    adw_combo_row_set_selected(self->range, RANGE_SELECTED);
}

static void
add_looks (GantryExportChoices *self, AdwPreferencesPage *page)
{
  const char *themes[] = {_("As on screen"),        _("Light"), _("Dark"), _("Print"), _("High contrast"),
                          _("High contrast, dark"), NULL};
  const char *words[] = {_("Plain words"), _("The textbook’s"), _("Linux’s"), NULL};
  AdwPreferencesGroup *group = add_group(page, _("Looks"));
  self->theme = gantry_export_add_list(group, _("Theme"), themes);
  self->words = gantry_export_add_list(group, _("Names of states"), words);
  adw_combo_row_set_selected(self->words, self->view.vocabulary);
}

static void
add_parts (GantryExportChoices *self, AdwPreferencesPage *page)
{
  AdwPreferencesGroup *group = add_group(page, _("Parts"));
  self->title = gantry_export_add_switch(group, _("Title"), NULL);
  self->title_text = gantry_export_add_entry(group, _("Own title"));
  self->legend = gantry_export_add_switch(group, _("Legend"), NULL);
  self->footer = gantry_export_add_switch(
      group, self->compares ? _("The sentence at the foot") : _("Figures at the foot"), NULL);
  self->counters = gantry_export_add_switch(group, _("On CPU and in flight"), NULL);
  self->cores = gantry_export_add_switch(group, _("Cores"), NULL);
  self->things = gantry_export_add_switch(group, _("Locks, queues, variables"), NULL);
  self->path = gantry_export_add_switch(group, _("Critical path"), NULL);
  gtk_switch_set_active(self->path, self->view.show_critical_path);
  if (self->view.title)
    gtk_editable_set_text(self->title_text, self->view.title);
}

/* What was chosen last is chosen again; what hangs on the run is not. */
static void
bind_settings (GantryExportChoices *self)
{
  const struct {
    const char *key;
    gpointer widget;
    const char *property;
  } bound[] = {
      {"export-format", self->format, "selected"}, {"export-size", self->size, "selected"},
      {"export-theme", self->theme, "selected"},   {"export-width", self->width, "value"},
      {"export-height", self->height, "value"},    {"export-scale", self->scale, "value"},
      {"export-text", self->text_scale, "value"},  {"export-title", self->title, "active"},
      {"export-legend", self->legend, "active"},   {"export-footer", self->footer, "active"},
      {"export-cores", self->cores, "active"},     {"export-counters", self->counters, "active"},
      {"export-things", self->things, "active"},   {"export-trace", self->trace, "active"},
  };
  self->updating = true;
  for (gsize i = 0; i < G_N_ELEMENTS(bound); i++)
    if (bound[i].widget)
      g_settings_bind(gantry_settings_get(), bound[i].key, bound[i].widget, bound[i].property,
                      G_SETTINGS_BIND_DEFAULT);
  self->updating = false;
}

static void
follow (GantryExportChoices *self)
{
  gpointer lists[] = {self->theme, self->words, self->arrows, self->arranged};
  gpointer fields[] = {self->from, self->to, self->lanes, self->title_text};
  gpointer numbers[] = {self->width, self->height, self->scale, self->text_scale};
  gpointer toggles[] = {self->title,    self->legend, self->footer, self->cores,
                        self->counters, self->things, self->path,   self->trace};
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
    if (lists[i])
      g_signal_connect_swapped(lists[i], "notify::selected", G_CALLBACK(on_changed), self);
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    g_signal_connect_swapped(fields[i], "changed", G_CALLBACK(on_changed), self);
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
    g_signal_connect_swapped(numbers[i], "value-changed", G_CALLBACK(on_size_edited), self);
  for (gsize i = 0; i < G_N_ELEMENTS(toggles); i++)
    if (toggles[i])
      g_signal_connect_swapped(toggles[i], "notify::active", G_CALLBACK(on_changed), self);
  g_signal_connect_swapped(self->format, "notify::selected", G_CALLBACK(on_format_chosen), self);
  g_signal_connect_swapped(self->size, "notify::selected", G_CALLBACK(on_size_chosen), self);
  g_signal_connect_swapped(self->range, "notify::selected", G_CALLBACK(on_range_chosen), self);
}

/* The chosen lane, where its name alone finds it again. */
static char *
name_of_selected (const GantryTimeline *timeline, uint32_t id)
{
  const GantryLane *lane = id != GANTRY_NO_LANE ? gantry_timeline_find_lane(timeline, id) : NULL;
  if (!lane)
    return NULL;
  const char *name = gantry_lane_get_name(lane);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *other = gantry_timeline_get_lane(timeline, i);
    if (other != lane && strcmp(gantry_lane_get_name(other), name) == 0)
      return NULL;
  }
  return g_strdup(name);
}

static void
take_subject (GantryExportChoices *self, const GantryExportSubject *subject, const GantryRunAlignment *align)
{
  GantryTimeline *const *timelines = (GantryTimeline *const *)subject->timelines->pdata;
  self->compares = subject->verdict != NULL;
  if (align)
    self->align = *align;
  self->align.lane = self->align_lane = g_strdup(self->align.lane);
  self->fitted = self->view;
  if (self->compares)
    gantry_comparison_fit(&self->fitted, timelines, subject->timelines->len, &self->align);
  else
    gantry_view_fit(&self->fitted, timelines[0]);
  if (!self->compares)
    self->arrangement = gantry_lane_arrangement_ref(self->view.arrangement);
  self->view.arrangement = NULL;
  if (!self->compares)
    self->selected = name_of_selected(timelines[0], self->view.selected_lane);
}

static void
finalize (GObject *object)
{
  GantryExportChoices *self = GANTRY_EXPORT_CHOICES(object);
  g_free(self->lanes_value);
  g_free(self->title_value);
  g_free(self->selected);
  g_free(self->align_lane);
  g_free(self->fault);
  gantry_lane_arrangement_unref(self->arrangement);
  G_OBJECT_CLASS(gantry_export_choices_parent_class)->finalize(object);
}

static void
gantry_export_choices_class_init (GantryExportChoicesClass *class)
{
  G_OBJECT_CLASS(class)->finalize = finalize;
  signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
gantry_export_choices_init (GantryExportChoices *self)
{
}

GtkWidget *
gantry_export_choices_new (const GantryExportSubject *subject, const GantryView *view,
                           const GantryRunAlignment *align)
{
  GantryExportChoices *self = g_object_new(GANTRY_TYPE_EXPORT_CHOICES, NULL);
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE(adw_preferences_page_new());
  self->view = *view;
  take_subject(self, subject, align);
  add_file(self, page);
  add_what(self, page);
  add_looks(self, page);
  add_parts(self, page);
  self->view.lanes_glob = self->view.title = NULL; /* borrowed for this call */
  bind_settings(self);
  follow(self);
  on_size_chosen(self);
  on_range_chosen(self);
  on_format_chosen(self);
  adw_bin_set_child(ADW_BIN(self), GTK_WIDGET(page));
  return GTK_WIDGET(self);
}
