#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the build links and the tests run, with apt, where it is missing.
set -euo pipefail

declare -A probes=(
  [liblmdb-dev]="pkg-config --exists lmdb"
  [libssl-dev]="pkg-config --exists libcrypto"
  [zlib1g-dev]="pkg-config --exists zlib"
  [pkg-config]="command -v pkg-config"
)
missing=()
for package in pkg-config liblmdb-dev libssl-dev zlib1g-dev; do
  eval "${probes[$package]}" >/dev/null 2>&1 || missing+=("$package")
done

if ! command -v swift >/dev/null; then
  echo "Gridlog needs a Swift 6.3 toolchain: https://www.swift.org/install" >&2
  exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "Missing: ${missing[*]}. Install these packages with your system's package manager." >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  bash -c "$install"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo bash -c "$install"
else
  echo "Missing: ${missing[*]}. Run this once, then try again:" >&2
  echo "  sudo sh -c '$install'" >&2
  exit 1
fi
