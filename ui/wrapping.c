/* Words that go on in the next line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/wrapping.h"

void
gantry_wrap (GtkLabel *label)
{
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  gtk_label_set_wrap(label, TRUE);
  gtk_label_set_wrap_mode(label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_attributes(label, attributes);
  pango_attr_list_unref(attributes);
}
