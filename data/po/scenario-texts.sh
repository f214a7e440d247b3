#!/usr/bin/env bash
# Prints the texts of the built-in scenarios and lectures as C that xgettext reads: title, topic, each line of the about, and
# the notes of lectures.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: data/po/scenario-texts.sh >data/po/scenario-texts.h
set -euo pipefail
cd "$(dirname "$0")/../scenarios"

echo '/* Texts of the built-in scenarios and lectures, for translators: made by scenario-texts.sh. SPDX-License-Identifier: GPL-3.0-or-later */'
grep -vE '^(#|$)' order | while read -r id; do
  sed -nE "s|^(title\|topic\|about) (\".*\")\$|/* \1 of $id */ NC_(\"scenario\", \2)|p" "$id.scenario"
done
cd ../lectures
grep -vE '^(#|$)' order | while read -r id; do
  sed -nE "s|^(title\|about\|note) (\".*\")\$|/* \1 of the lecture $id */ NC_(\"scenario\", \2)|p" "$id.lecture"
done
