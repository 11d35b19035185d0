#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests; what failed among a thousand is told again at the end, above the closing line.
#
#   Scripts/test.sh [arguments of swift test]
set -uo pipefail
cd "$(dirname "$0")/.."
output="$(mktemp)"
trap 'rm -f "$output"' EXIT

swift test "$@" 2>&1 | tee "$output"
status="${PIPESTATUS[0]}"
if [ "$status" -ne 0 ]; then
  echo
  echo "What failed:"
  # An issue stands in a line with a cross; what is known of it, in the lines with arrows below it.
  grep -aE -A4 '✘|error:|Fatal error|signal code' "$output" |
    grep -aE '✘|↳|error:|Fatal error|signal code' | cut -c1-600 | tail -n 60
  grep -aE 'Test run with' "$output" | tail -n 1
fi
exit "$status"
