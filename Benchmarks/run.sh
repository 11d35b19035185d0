#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the measurements of docs/PERFORMANCE.md and runs them; fails if a floor is missed.
#
#   BENCH_JSON=FILE        the lines as JSON too
#   BENCH_DIRECTORY=DIR    where the stores stand: on the disk that is to be measured
#   BENCH_SCALE=0.2        fewer events: a share of a million
#   BENCH_LARGE=1          the memory of a scan of ten million events too; some minutes more
#
# For a profiler: .build/release/gridlog-bench profile import|append-1000|append-1|scan|history|
# verify EVENTS does only that, only with ours.
set -euo pipefail
cd "$(dirname "$0")"

if ! pkg-config --exists sqlite3; then
  echo "The SQLite yardstick needs a package: apt-get install libsqlite3-dev" >&2
  exit 1
fi
# Relative paths are the caller's.
[ -z "${BENCH_JSON:-}" ] || export BENCH_JSON="$(cd "$OLDPWD" && realpath -m "$BENCH_JSON")"
[ -z "${BENCH_DIRECTORY:-}" ] ||
  export BENCH_DIRECTORY="$(cd "$OLDPWD" && realpath -m "$BENCH_DIRECTORY")"
export BENCH_DIRECTORY="${BENCH_DIRECTORY:-$PWD/.build/bench-stores}"
commit="$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)"
git diff --quiet HEAD -- ../Sources . 2>/dev/null || commit="$commit, with changes"
export BENCH_COMMIT="$commit"

swift build -c release --product gridlog-bench
exec "$(swift build -c release --show-bin-path)/gridlog-bench"
