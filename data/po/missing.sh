#!/usr/bin/env bash
# Tells for each language how many texts are untranslated or fuzzy, after bringing its file up to date with the code.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: data/po/missing.sh [BUILD]          counts; the exit status is 1 if there are any
#        data/po/missing.sh [BUILD] --list   and prints them
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build list=false status=0
for argument in "$@"; do
  if [ "$argument" = --list ]; then list=true; else build=$argument; fi
done

ninja -C "$build" --quiet gantry-pot >/dev/null
while read -r language; do
  file=data/po/$language.po
  msgmerge --quiet --update --backup=none --no-wrap --add-location=file "$file" data/po/gantry.pot
  open=$(msgattrib --untranslated --no-obsolete "$file" | grep -c '^msgid' || true)
  fuzzy=$(msgattrib --only-fuzzy --no-obsolete "$file" | grep -c '^msgid' || true)
  # The head of the file counts in each that has any text.
  echo "$language: $((open > 0 ? open - 1 : 0)) untranslated, $((fuzzy > 0 ? fuzzy - 1 : 0)) fuzzy"
  [ $((open + fuzzy)) = 0 ] || status=1
  $list && { msgattrib --untranslated --no-obsolete "$file"; msgattrib --only-fuzzy --no-obsolete "$file"; }
done <data/po/LINGUAS
exit $status
