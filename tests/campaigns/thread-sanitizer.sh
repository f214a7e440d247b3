#!/usr/bin/env bash
# The whole suite under ThreadSanitizer, the window's tests included: some of them wait for frames, so that ./check.sh leaves them out.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/campaigns/thread-sanitizer.sh [ROUNDS [SUITE…]]      1 round of all suites; build-check-thread is built where it is missing
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-1}
shift || true
suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=(trace timeline format chart scenario run cli fuzz ui)

folder=build-check-thread
[ -f $folder/build.ninja ] || meson setup $folder -Doptimization=1 -Dwerror=false -Db_lundef=false -Db_sanitize=thread >/dev/null
ninja -C $folder --quiet

XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
log=$folder/meson-logs/campaign
rm -f "$log"*
status=0
for ((round = 1; round <= rounds; round++)); do
  xvfb-run -a -s '-screen 0 1600x1000x24 -noreset' dbus-run-session -- \
    meson test -C $folder --no-rebuild --logbase "campaign-$round" --setup threadwindow "${suites[@]/#/--suite=}" || status=$?
done

# A report ends its test badly; it is counted once more, for a test that ends well in spite of one.
tests=$(cat "$log"*.json | grep -c '"result": "OK"' || true)
reports=$(cat "$log"*.txt | grep -c 'WARNING: ThreadSanitizer' || true)
printf '%d rounds of %s: %d tests passed, %d reports\n' "$rounds" "${suites[*]}" "$tests" "$reports"
grep -h 'SUMMARY: ThreadSanitizer' "$log"*.txt | sort | uniq -c || true
[ "$status" = 0 ] && [ "$reports" = 0 ]
