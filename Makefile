# SPDX-License-Identifier: Apache-2.0
# The two commands of the README: make demo, make test.

SHELL := /bin/bash
.DEFAULT_GOAL := help
DEMO ?= demo.gridlog
# One build of the library for the program and its tests, which look into it: what is tested is what
# runs, and histories by the ten thousand need the optimiser.
RELEASE := -c release -Xswiftc -enable-testing

.PHONY: help deps build demo test tests quickstart readme format lint races fuzz soak bench schema-check schemas clean

help:
	@echo "make demo    build, write a sample county to $(DEMO), show its views"
	@echo "make test    build and run all tests"
	@echo "make build   the release program at .build/release/gridlog"
	@echo "make bench   the measurements of docs/PERFORMANCE.md"
	@echo "make soak    the test programme at full counts"
	@echo "make lint    the format check of CI"

# What is linked or run; each with its apt package.
deps:
	@Scripts/install-dependencies.sh

build: deps
	swift build $(RELEASE) --product gridlog

demo: build
	@rm -rf "$(DEMO)"
	.build/release/gridlog demo "$(DEMO)" --events 20000 --seed 7

test: tests
	Scripts/test.sh $(RELEASE) --skip-build --parallel

tests: deps
	swift build $(RELEASE) --build-tests

# The README's Swift block, run in a package that depends on a clone of this one.
quickstart: deps
	Tests/Quickstart/run.sh

# The README's shell lines, run as printed.
readme: build
	Tests/Quickstart/shell.sh

# Decoders of foreign bytes under libFuzzer: FUZZ_SECONDS each, 15 unless told.
fuzz: deps
	Tests/Fuzz/run.sh

# What may go on at once in one process, under ThreadSanitizer.
races: deps
	Tests/Sanitizers/thread.sh

format:
	swift format --in-place --recursive Sources Tests Benchmarks Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

# GRIDLOG_SEED chooses other states; docs/TESTING.md adds the counts up.
soak: tests
	GRIDLOG_SOAK=1 Scripts/test.sh $(RELEASE) --skip-build
	FUZZ_SECONDS=900 FUZZ_CONFIGURATION=release Tests/Fuzz/run.sh
	SANITIZER_EVENTS=4000 Tests/Sanitizers/thread.sh
	Tests/Sanitizers/address.sh

bench: deps
	Benchmarks/run.sh

# Refuses a change of a released event's schema.
schema-check: build
	.build/release/gridlog schema check

schemas:
	GRIDLOG_WRITE_SCHEMAS=1 swift test $(RELEASE) --filter Schema

clean:
	rm -rf .build "$(DEMO)"
