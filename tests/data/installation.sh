#!/usr/bin/env bash
# What is installed is complete and runs where it lies: programs, scenarios, translations, settings, what the desktop knows of it.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: installation.sh BUILD_FOLDER PREFIX
set -euo pipefail
build=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
place=$root$2

failed() { echo "installation: $*" >&2; exit 1; }

DESTDIR=$root meson install -C "$build" --no-rebuild --quiet >"$root/log" 2>&1 || { cat "$root/log" >&2; failed 'meson install'; }

id=io.github.gantry.Gantry
for file in bin/gantry bin/gantry-cli libexec/gantry/gantry-runner \
  share/applications/$id.desktop share/metainfo/$id.metainfo.xml share/mime/packages/$id.xml \
  share/glib-2.0/schemas/$id.gschema.xml share/icons/hicolor/scalable/apps/$id.svg share/icons/hicolor/symbolic/apps/$id-symbolic.svg \
  share/man/man1/gantry.1 share/man/man1/gantry-cli.1 share/locale/de/LC_MESSAGES/gantry.mo share/locale/es/LC_MESSAGES/gantry.mo \
  share/bash-completion/completions/gantry-cli share/zsh/site-functions/_gantry-cli share/fish/vendor_completions.d/gantry-cli.fish; do
  [ -f "$place/$file" ] || failed "$file is missing"
done

# From here on nothing of the build folder is used.
unset GANTRY_RUNNER GANTRY_CLI
cli=$place/bin/gantry-cli
"$cli" run two-cpu-bound --on simulated --quiet -o "$root/run.gantry" || failed 'a run'
"$cli" run hello-thread --quiet -o "$root/run.png" || failed 'a run on threads'
for file in run.gantry run.png; do
  [ -s "$root/$file" ] || failed "$file was not written"
done
# From glibc 2.39 on nothing is translated in C.UTF-8, and a small system may have no other locale than that.
locale=$(locale -a | grep -iE '^[a-z]+_[^.]*\.utf-?8' | head -n 1 || true)
oldest=$(printf '%s\n' "$(getconf GNU_LIBC_VERSION)" 'glibc 2.39' | sort -V | head -n 1)
[ -n "$locale" ] || [ "$oldest" = 'glibc 2.39' ] || locale=C.UTF-8
if [ -n "$locale" ]; then
  [[ $(LC_ALL=$locale LANGUAGE=de "$cli" --help) == *Befehle:* ]] || failed 'German'
fi
msgunfmt "$place/share/locale/de/LC_MESSAGES/gantry.mo" | grep 'Befehle:' >/dev/null || failed 'the German texts'
if [ "$oldest" != 'glibc 2.39' ]; then
  [[ $(LC_ALL=es_ES.UTF-8 "$cli" --help) == *Órdenes:* ]] || failed 'Spanish, without its locale perhaps'
fi

# Both files are known by their names and by what stands in them.
if command -v update-mime-database >/dev/null; then
  update-mime-database "$place/share/mime"
  grep -qx 'application/x-gantry-trace' "$place/share/mime/types" || failed 'the MIME type of traces'
  grep -q 'application/x-gantry-scenario:\*.scenario' "$place/share/mime/globs" || failed 'the MIME type of scenarios'
  if command -v gio >/dev/null; then
    cp "$root/run.gantry" "$root/without-ending"
    told=$(XDG_DATA_HOME=$place/share XDG_DATA_DIRS=$place/share:/usr/share gio info -a standard::content-type "$root/without-ending")
    [[ $told == *application/x-gantry-trace* ]] || failed "a trace is told by its bytes: $told"
  fi
fi

# Settings: the schema beside the program is used; without one the app says so and runs all the same.
if [ -n "${DISPLAY:-}" ]; then
  glib-compile-schemas "$place/share/glib-2.0/schemas"
  export GSETTINGS_BACKEND=memory GSK_RENDERER=cairo GTK_A11Y=none
  said=$(timeout --signal=TERM 5 "$place/bin/gantry" 2>&1) || [ $? = 124 ] || failed "the window: $said"
  [[ $said != *schema* ]] || failed "the installed schema is not found: $said"
  rm "$place"/share/glib-2.0/schemas/*
  said=$(LC_ALL=C.UTF-8 timeout --signal=TERM 5 "$place/bin/gantry" 2>&1) || [ $? = 124 ] || failed "the window without a schema: $said"
  [ "$(grep -c 'schema is not installed' <<<"$said")" = 1 ] || failed "nothing is said of a missing schema: $said"
fi
