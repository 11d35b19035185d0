#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the shim that tests load into a program with LD_PRELOAD: build.sh FILE.so
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
compiler="$(command -v clang || command -v cc)"
draft="$1.$$"
"$compiler" -O1 -g -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden \
  -o "$draft" "$here"/*.c -ldl -lpthread
mv -f "$draft" "$1"
