#!/usr/bin/env bash
# data/po/POTFILES names each file that holds text for users, in order; all of it is translated.
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$1"

{
  grep -rlE '\<(_|N_|C_|Q_|NC_) ?\("|\<n?gettext \("|\<g_dngettext ?\(' --include='*.c' src ui
  grep -rlE 'translatable="yes"' --include='*.ui' --include='*.xml' ui || true
  ls data/*.desktop.in data/*.metainfo.xml.in data/po/scenario-texts.h
} | LC_ALL=C sort | diff data/po/POTFILES - || { echo "data/po/POTFILES is not complete (<: listed, >: should be)" >&2; exit 1; }

# xgettext reads PRId64 and its like, and would end the text at a macro of GLib's.
if grep -rnE '\<G_G(S?SIZE|OFFSET|U?INT[0-9]+)_FORMAT' --include='*.[ch]' src ui; then
  echo "use PRId64, PRIu64 (inttypes.h) or %zu: texts with these cannot be translated" >&2
  exit 1
fi

# The program sets no domain of its own for all: a library's texts are looked up in theirs.
if grep -rnE '(^|[^d_])ngettext ?\(' --include='*.[ch]' src ui; then
  echo "use g_dngettext(GETTEXT_PACKAGE, …): the other one finds no translation" >&2
  exit 1
fi

data/po/scenario-texts.sh | diff data/po/scenario-texts.h - || { echo "make data/po/scenario-texts.h again: data/po/scenario-texts.sh" >&2; exit 1; }

# Valid; data/po/missing.sh tells what is still to be translated.
while read -r language; do
  msgfmt --check --output-file=/dev/null "data/po/$language.po"
done <data/po/LINGUAS

# Every text is translated to every language; data/po/missing.sh lists those that are not.
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
xgettext --files-from=data/po/POTFILES --from-code=UTF-8 --output="$pot" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dngettext:2,3 --keyword=dngettext:2,3
while read -r language; do
  msgfmt --check --output-file=/dev/null "data/po/$language.po"
  msgcmp "data/po/$language.po" "$pot"
done <data/po/LINGUAS
