// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// A package of its own: who builds the library need not fetch or build its yardsticks.
let package = Package(
  name: "gridlog-benchmarks",
  dependencies: [
    .package(name: "gridlog", path: "../"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Plain C on liblmdb, SQLite and a flat file: the yardsticks. No Swift runs in their loops.
    .target(
      name: "RawLMDB", cSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [
        .linkedLibrary("lmdb"), .linkedLibrary("crypto"), .linkedLibrary("sqlite3"),
      ]),
    // Counts allocations and flushes by standing in front of the C library's functions.
    .target(name: "Counters", cSettings: [.unsafeFlags(["-O2"])]),
    .executableTarget(
      name: "gridlog-bench",
      dependencies: [
        "RawLMDB", "Counters",
        .product(name: "EventSourcing", package: "gridlog"),
        .product(name: "GridGovernance", package: "gridlog"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
      ],
      // The stand-ins must be seen by the shared libraries, or their calls are not counted.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
  ],
  swiftLanguageModes: [.v6]
)
