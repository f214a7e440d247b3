#!/usr/bin/env bash
# The manual page of gantry-cli tells of each command and each option that there is, and of no others.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: manual.sh GANTRY_CLI MANUAL_FOLDER
set -euo pipefail
program=$1 page=$2/gantry-cli.1 broken=0
export LC_ALL=C

complain() { echo "$page: $*" >&2; broken=1; }

commands=$("$program" --help | sed -nE 's/^  ([a-z]+) .*/\1/p')
[ "$(wc -l <<<"$commands")" -ge 8 ] || complain 'gantry-cli --help lists too few commands'
options=$(for command in $commands; do "$program" "$command" --help | sed -nE 's/^  (-[a-z], |    )(--[a-z-]+).*/\2/p'; done | sort -u)
for command in $commands; do
  grep -qE "^\.(It )?Cm $command( |\$)" "$page" || complain "nothing of the command $command"
done
# In mdoc, --on is "Fl \-on".
told=$(grep -oE '\\-[a-z][a-z\\-]+' "$page" | sed -E 's/^\\-/--/; s/\\//g' | sort -u)
for option in $options; do
  grep -xF -- "$option" <<<"$told" >/dev/null || complain "nothing of $option"
done
mapfile -t described < <(grep -E '^\.(It|Fl|Op)' "$page" | grep -oE '\\-[a-z][a-z\\-]+' | sed -E 's/^\\-/--/; s/\\//g' | sort -u)
for option in "${described[@]}"; do
  grep -xF -- "$option" <<<"$options"$'\n--help\n--version' >/dev/null || complain "there is no $option"
done
if command -v mandoc >/dev/null; then
  mandoc -T lint -W warning "$2"/*.1 || complain 'mandoc warns'
fi
exit $broken
