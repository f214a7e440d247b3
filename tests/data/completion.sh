#!/usr/bin/env bash
# Completion offers what gantry-cli takes: commands, options, scenarios, and for each option that has words, just these.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: completion.sh GANTRY_CLI COMPLETION_FOLDER
set -euo pipefail
program=$1 folder=$2
# shellcheck source=/dev/null
source "$folder/gantry-cli"

failed() { echo "completion: $*" >&2; exit 1; }

# offer WORD…: what is offered for the last of them.
offer() {
  COMP_WORDS=("$program" "$@")
  COMP_CWORD=$#
  _gantry_cli
  printf '%s\n' "${COMPREPLY[@]}"
}
offers() { grep -xF -- "$1" >/dev/null || failed "$1 is not offered $2"; }

for command in list show check run compare render stats convert info --version; do
  offer '' | offers "$command" 'at first'
  [[ $command == --* ]] || offer "$command" -- | offers --help "after $command"
done
for option in --on --stats --output --theme --words --critical-path --no-trace; do
  offer run --"${option#--}" | offers "$option" 'after run'
done
[ -z "$(offer list --theme)" ] || failed 'list has no --theme'
offer run lock-con | offers lock-convoy 'after run'
offer run --on '' | offers simulated 'after --on'

# Each word is one that the program takes, in each shell the same; nonsense is refused, so that this tells something.
# The option is looked at before the one after it, which lacks its value.
refuses() {
  local said
  said=$("$program" "$1" hello-thread "$2" "$3" --seed 2>&1) || true
  [[ $said != *--seed* ]]
}
refuses run --on nonsense || failed 'gantry-cli takes any model'
for option in --on --on-cpu-from --theme --words --arrows --density --align --format; do
  words=$(offer run "$option" '' | tr '\n' ' ')
  [ "$(wc -w <<<"$words")" -ge 2 ] || failed "$option has no words"
  for word in $words; do
    ! refuses run "$option" "$word" || failed "gantry-cli does not take $option $word"
  done
  grep -qF -- "$option) compadd ${words% };" "$folder/_gantry-cli" || failed "zsh has other words for $option"
  grep -qF -- "__gantry_cli_after $option' -f -a '${words% }'" "$folder/gantry-cli.fish" || failed "fish has other words for $option"
done
for shell in zsh fish; do
  file=$folder/_gantry-cli
  [ $shell = zsh ] || file=$folder/gantry-cli.fish
  ! command -v $shell >/dev/null || $shell -n "$file" || failed "$file is not valid"
done
