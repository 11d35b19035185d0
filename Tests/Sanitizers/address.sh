#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All tests in this process under AddressSanitizer (docs/TESTING.md, R18). What runs under Tests/FaultShim
# is the release program instead: the shim has a malloc of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
swift build -c release --product StorageTrials
# Leaks are left out: Swift's runtime keeps what it makes once until the process ends.
GRIDLOG_TRIALS="$PWD/.build/release" ASAN_OPTIONS=detect_leaks=0 \
  swift test --sanitize=address --scratch-path .build/address-sanitizer \
  --skip CrashStateTests --skip FailingCallTests
