#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the README's shell lines as printed: shell.sh [README]. `make` lines run where the README
# stands, `gridlog` lines in a directory that holds what the lines name. Which program `gridlog`
# is, the README's own line says.
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
readme="${1:-$root/README.md}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export DEMO="$scratch/demo.gridlog"
sample="$root/../shared/data/baltimore-311/baltimore311_sample.csv.gz"

# The layout that the lines speak of. An application's events are those of docs/CLOUDEVENTS.md.
prepare() {
  ln -s "$root/docs" "$root/schemas" "$scratch/"
  [ ! -f "$sample" ] || ln -s "$sample" "$scratch/"
  grep '^{"specversion"' "$root/docs/CLOUDEVENTS.md" > "$scratch/events.ndjson"
}

# The lines between the fences, with their numbers.
lines() {
  awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside && NF { print NR "\t" $0 }' "$1"
}

# Runs the lines of a README in order; stops at the first that fails.
run_all() {
  local number line here status done=0
  while IFS=$'\t' read -r number line <&3; do
    case "$line" in
      "make test"*) echo "line $number: left out, CI runs it by itself: make test" && continue ;;
      "git clone"*) echo "line $number: left out, it needs the network: git clone" && continue ;;
      *baltimore*)
        if [ ! -f "$sample" ]; then
          echo "line $number: left out, ../shared/data/baltimore-311 is missing: $line"
          continue
        fi
        ;;
    esac
    case "$line" in
      "export PATH="*)
        cd "$root" && eval "$line"
        continue
        ;;
      "make "*) here="$root" ;;
      "gridlog "*) here="$scratch" ;;
      *) echo "line $number: neither make nor gridlog: $line" >&2 && return 1 ;;
    esac
    status=0
    # What follows a log does so until Ctrl-C: it gets one, and must end as such.
    local program=(bash -euo pipefail -c "$line") expected=0
    case "$line" in
      *" --follow"*)
        program=(timeout --preserve-status -s INT 5 bash -c "exec $line")
        expected=130
        ;;
    esac
    (cd "$here" && "${program[@]}") > "$scratch/output" 2>&1 < /dev/null || status=$?
    if [ "$expected" -ne 0 ]; then
      [ "$status" -eq "$expected" ] && status=0 || status=1
    fi
    # Like diff(1), which says by 1 that there is a difference.
    [[ "$line" =~ ^gridlog\ (diff|what-if|rules\ diff)\  && "$status" -eq 1 ]] && status=0
    if [ "$status" -ne 0 ]; then
      echo "line $number failed: $line" >&2
      tail -n 20 "$scratch/output" >&2
      return 1
    fi
    echo "line $number: $line"
    done=$((done + 1))
  done 3< <(lines "$1")
  [ "$done" -gt 0 ] || { echo "$1 has no shell lines" >&2; return 1; }
  echo "$done lines ran as printed"
}

# A check that cannot fail is none: each of these must be refused.
must_fail() {
  printf '%s\n' '```sh' "$1" '```' > "$scratch/planted.md"
  if run_all "$scratch/planted.md" > /dev/null 2>&1; then
    echo "the check let this line pass: $1" >&2
    exit 1
  fi
}

prepare
run_all "$readme"
must_fail "gridlog view demo.gridlog no-such-view"
must_fail "gridlog diff demo.gridlog no-such-view --as-of 1 --as-of 2"
must_fail "gridlog verify no-such-log.gridlog | cat"
must_fail "make no-such-target"
must_fail "rm -rf /tmp/no-such-thing"
echo "planted faults were found"
