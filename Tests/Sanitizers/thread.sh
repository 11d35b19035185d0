#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything that may go on at once in one process, under ThreadSanitizer (docs/TESTING.md, R18).
#
#   SANITIZER_EVENTS   events of each of the five appenders (200)
set -euo pipefail
cd "$(dirname "$0")/../.."
events="${SANITIZER_EVENTS:-200}"
build=.build/thread-sanitizer
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT

swift build --sanitize=thread --product StorageTrials --scratch-path "$build"
clang -O1 -Wall -Wextra -Werror -fPIC -shared -o "$place/mutex.so" Tests/Sanitizers/mutex.c -ldl

trial() {
  LD_PRELOAD="$place/mutex.so" TSAN_OPTIONS="exitcode=66" timeout 1800 \
    "$build/debug/StorageTrials" concurrent "$@" >"$place/output" 2>&1
}

# A sanitizer that sees nothing would find nothing wrong.
status=0
trial "$place/planted" 1 race || status=$?
if [[ $status -ne 66 ]]; then
  echo "the planted race was not found: status $status" >&2
  tail -n 50 "$place/output" >&2
  exit 1
fi

if ! trial "$place/log" "$events"; then
  head -c 20000 "$place/output" >&2
  exit 1
fi
cat "$place/output"
echo "ThreadSanitizer: no race in $((events * 5)) events; the planted one was found"
