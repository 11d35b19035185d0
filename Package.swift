// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
  name: "gridlog",
  products: [
    .library(name: "EventSourcing", targets: ["EventSourcing"]),
    .library(name: "EventSourcingTestSupport", targets: ["EventSourcingTestSupport"]),
    .library(name: "GridGovernance", targets: ["GridGovernance"]),
    .library(name: "Interchange", targets: ["Interchange"]),
    .library(name: "Reports", targets: ["Reports"]),
    .executable(name: "gridlog", targets: ["gridlog"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The one door to C: liblmdb, and a shim for what must not cross a Swift frame.
    .target(name: "CLMDB", linkerSettings: [.linkedLibrary("lmdb")]),
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "LMDB", dependencies: ["CLMDB"]),
    // swift-log and swift-metrics are interfaces only: without a backend nothing is said.
    .target(
      name: "EventSourcing",
      dependencies: [
        "LMDB", "CLMDB", "CLibCrypto", "CZlib", .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ]),
    .target(name: "EventSourcingTestSupport", dependencies: ["EventSourcing"]),
    .target(name: "GridGovernance", dependencies: ["EventSourcing"]),
    .target(
      name: "Interchange",
      dependencies: [
        "EventSourcing", "GridGovernance", "CZlib", .product(name: "Yams", package: "Yams"),
      ]),
    // A period of a county as a page to print.
    .target(name: "Reports", dependencies: ["GridGovernance", "EventSourcing"]),
    .target(name: "TerminalText"),
    // What `gridlog demo` writes: a seeded county, the same bytes on every machine.
    .target(name: "SampleCounty", dependencies: ["GridGovernance", "EventSourcing"]),
    .executableTarget(
      name: "gridlog",
      dependencies: [
        "Interchange", "Reports", "SampleCounty", "GridGovernance", "EventSourcing",
        "TerminalText", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Killed by the crash tests; not a product.
    .executableTarget(
      name: "CrashWriter",
      dependencies: ["EventSourcing", "GridGovernance", "Interchange", "LMDB"],
      path: "Tests/CrashWriter"),
    // Run under Tests/FaultShim by the tests of crashes and failing calls; not a product.
    .executableTarget(
      name: "StorageTrials", dependencies: ["EventSourcing", "LMDB"], path: "Tests/StorageTrials"),
    // A small application to test with; its projections, and its answers by a second way.
    .target(
      name: "ParcelSamples", dependencies: ["EventSourcing", "EventSourcingTestSupport"],
      path: "Tests/ParcelSamples"),
    // Seeded histories against the second way, built for release by `make test`; not a product.
    .executableTarget(
      name: "ReplayTrials",
      dependencies: ["EventSourcing", "EventSourcingTestSupport", "ParcelSamples"],
      path: "Tests/ReplayTrials"),
    .testTarget(name: "LMDBTests", dependencies: ["LMDB", "CLMDB"]),
    .testTarget(
      name: "EventSourcingTests",
      dependencies: [
        "EventSourcing", "EventSourcingTestSupport", "LMDB", "CrashWriter", "ParcelSamples",
        "ReplayTrials", "StorageTrials",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ]),
    .testTarget(
      name: "GridGovernanceTests", dependencies: ["GridGovernance", "EventSourcingTestSupport"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "InterchangeTests",
      dependencies: ["Interchange", "EventSourcingTestSupport", "CrashWriter", "ParcelSamples"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "SampleCounty", "GridGovernance", "EventSourcingTestSupport"]),
    .testTarget(name: "TerminalTextTests", dependencies: ["TerminalText"]),
    // Runs the built program; it stands beside the test bundle.
    .testTarget(
      name: "GridlogTests",
      dependencies: [
        "gridlog", "Interchange", "GridGovernance", "EventSourcing", "TerminalText", "LMDB",
        "EventSourcingTestSupport",
      ],
      exclude: ["Goldens"]),
    .testTarget(
      name: "SampleCountyTests",
      dependencies: ["SampleCounty", "GridGovernance", "EventSourcingTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// Decoders under libFuzzer (Tests/Fuzz/run.sh): has no main of its own, so only where it is asked for.
if Context.environment["GRIDLOG_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["EventSourcing", "GridGovernance", "Interchange", "LMDB"],
      path: "Tests/Fuzz", exclude: ["run.sh"]))
}

// One rule of the language for every target of ours (style.md, example 3).
for target in package.targets where target.type != .system {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
  ]
  // Spans and views that cannot outlive their owner (reference: swift.md §2): engine only.
  if ["LMDB", "EventSourcing"].contains(target.name) {
    settings.append(.enableExperimentalFeature("Lifetimes"))
  }
  // `make test` runs the tests of a release build; themselves they need no optimiser, which would
  // take as long over them as over the library.
  if target.type == .test {
    settings.append(.unsafeFlags(["-Onone"], .when(configuration: .release)))
  }
  target.swiftSettings = settings
}
