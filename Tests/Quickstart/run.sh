#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The proof that an integrator can: a package of its own depends on this one by git URL (a local
# clone of what is committed here) and runs the README's Swift quickstart as printed.
#
#   Tests/Quickstart/run.sh [build]   with "build" it is compiled and not yet run
#   QUICKSTART_SCRATCH=DIR            where the package lies; a new place otherwise
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
scratch="${QUICKSTART_SCRATCH:-$(mktemp -d)}"
mkdir -p "$scratch/app/Sources/Quickstart"

rm -rf "$scratch/gridlog"
git clone --quiet --no-hardlinks "$root" "$scratch/gridlog"
branch="$(git -C "$scratch/gridlog" rev-parse --abbrev-ref HEAD)"

# The block between the README's fences, to the letter.
awk '/^```swift$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$root/README.md" \
  > "$scratch/app/Sources/Quickstart/main.swift"
test -s "$scratch/app/Sources/Quickstart/main.swift" || {
  echo "README.md has no Swift quickstart" >&2
  exit 1
}

cat > "$scratch/app/Package.swift" <<EOF
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Quickstart",
  dependencies: [.package(url: "file://$scratch/gridlog", branch: "$branch")],
  targets: [
    .executableTarget(
      name: "Quickstart",
      dependencies: [
        .product(name: "EventSourcing", package: "gridlog"),
        .product(name: "GridGovernance", package: "gridlog"),
      ])
  ],
  swiftLanguageModes: [.v6])
EOF

cd "$scratch/app"
swift build --quiet
[ "${1:-}" = build ] && exit 0
rm -rf baoying.gridlog
program="$root/.build/release/gridlog"
[ -x "$program" ] || program="$root/.build/debug/gridlog"
"$program" demo baoying.gridlog --events 20000 --seed 7 --quiet
output="$(.build/debug/Quickstart)"
printf '%s\n' "$output"
while IFS= read -r expected; do
  grep -qF -- "$expected" <<< "$output" || {
    echo "the quickstart did not print: $expected" >&2
    exit 1
  }
done < "$root/Tests/Quickstart/expected.txt"
echo "quickstart: ran as printed in the README"
