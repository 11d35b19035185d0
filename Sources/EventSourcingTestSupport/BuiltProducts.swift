// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Where the programs of this build lie, beside the running test bundle.
public enum BuiltProducts {
  public static var directory: URL {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    // swift test runs either the bundle itself or a helper that was given the bundle's path.
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      return URL(fileURLWithPath: argument).deletingLastPathComponent()
    }
    return executable.deletingLastPathComponent()
  }
}
