// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The library of this repository's tests that makes calls fail and clocks go wrong
/// (Tests/FaultShim): C, no part of the package, loaded into a program with LD_PRELOAD.
package enum FaultShim {
  /// Where it lies; it is built once a test run.
  package static func path() throws -> String { try built.get() }

  private static let built = Result {
    let path = BuiltProducts.directory.appendingPathComponent("libfault.so").path
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Tests/FaultShim/build.sh").standardized
    let build = Process()
    build.executableURL = script
    build.arguments = [path]
    try build.run()
    build.waitUntilExit()
    guard build.terminationStatus == 0 else { throw NotBuilt() }
    return path
  }

  private struct NotBuilt: Error {}
}
