#!/usr/bin/env bash
# The Debian packages that Gantry needs, in one place; installs those that are missing.
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: data/install-packages.sh          what building and running needs
#        data/install-packages.sh check    and what the tests and checks need
set -euo pipefail

packages=(
  # to build
  gcc libc6-dev meson ninja-build pkg-config gettext libglib2.0-dev-bin libxml2-utils desktop-file-utils
  libgtk-4-dev libadwaita-1-dev libgtksourceview-5-dev libjson-glib-dev libxxhash-dev libcairo2-dev libpango1.0-dev
  libprotobuf-c-dev protobuf-c-compiler libseccomp-dev linux-libc-dev
  # to be seen: letters and icons
  fonts-cantarell fonts-dejavu-core adwaita-icon-theme librsvg2-common shared-mime-info
)
check_packages=(
  # layout, analysis, sanitizers and fuzzing
  shellcheck clang clang-format clang-tidy cppcheck libclang-rt-dev
  # a display and a session bus for the window's tests
  xvfb xauth dbus at-spi2-core
  # validity of what is installed and exported
  appstream poppler-utils mandoc
)
[ "${1:-}" = check ] && packages+=("${check_packages[@]}")

if ! command -v apt-get >/dev/null; then
  echo "This is no Debian: install by hand what corresponds to ${packages[*]}" >&2
  exit 0
fi
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing ${missing[*]}" >&2
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
