#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# R17: libFuzzer over the decoders of bytes that somebody else wrote.
#
#   FUZZ_SECONDS=15    how long each target runs
#   FUZZ_CONFIGURATION=release   more in the time, longer to build
#   FUZZ_TARGETS="record segment"   only these
#   FUZZ_CORPUS=DIR    keeps what was found interesting; a fresh one otherwise
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds="${FUZZ_SECONDS:-15}"
configuration="${FUZZ_CONFIGURATION:-debug}"
targets="${FUZZ_TARGETS:-record segment index checkpoint proof cloudevents}"
# A target with a planted fault, which must be found, or a green run means nothing.
planted="planted"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
corpus="${FUZZ_CORPUS:-$work/corpus}"

# Its own build directory: every module is instrumented.
export GRIDLOG_FUZZ=1
swift build -c "$configuration" --scratch-path .build/fuzz --product Fuzz \
  -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library -Xswiftc -enable-testing \
  -Xswiftc -Xclang-linker -Xswiftc -fuse-ld=lld -Xlinker --allow-multiple-definition
fuzzer="$(swift build -c "$configuration" --scratch-path .build/fuzz --show-bin-path)/Fuzz"

failed=0
for target in $targets; do
  mkdir -p "$corpus/$target"
  (
    cd "$work"
    FUZZ_TARGET="$target" FUZZ_SEEDS="$corpus/$target" "$fuzzer" "$corpus/$target" -max_total_time="$seconds" \
      -max_len=65536 -timeout=10 -rss_limit_mb=512 -print_final_stats=1 \
      -artifact_prefix="$work/$target-" >"$work/$target.log" 2>&1
  ) &
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || failed=1; done
done
while [ -n "$(jobs -rp)" ]; do wait -n || failed=1; done
for target in $targets; do
  printf '%-12s %s\n' "$target" \
    "$(grep -E 'number_of_executed_units|Done|SUMMARY' "$work/$target.log" | tr '\n' ' ')"
done
if (cd "$work" && mkdir -p planted && FUZZ_TARGET="$planted" "$fuzzer" planted \
  -max_total_time=60 -artifact_prefix="$work/planted-" >"$work/planted.log" 2>&1); then
  echo "the planted fault was not found" >&2
  exit 1
fi
echo "planted      found"
if [ "$failed" -ne 0 ]; then
  tail -40 "$work"/*.log >&2
  exit 1
fi
