// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The doors of Tests/FaultShim, which is loaded before the program.
enum Shim {
  /// The next calls that fit the plan fail as it says; see Tests/FaultShim/judge.c.
  static func arm(_ plan: String) {
    typealias Arm = @convention(c) (UnsafePointer<CChar>) -> CInt
    let arm: Arm = function("shim_arm")
    precondition(arm(plan) == 0, "the plan names a library that is not loaded: \(plan)")
  }

  /// Lets all calls through; returns how many calls of the plan's sort were made.
  @discardableResult
  static func disarm() -> Int {
    let disarm: @convention(c) () -> CLong = function("shim_disarm")
    return disarm()
  }

  /// How many calls failed since arming.
  static var failures: Int {
    let failures: @convention(c) () -> CLong = function("shim_failures")
    return failures()
  }

  /// Puts a word of the program into the trace.
  static func say(_ text: String) {
    let say: @convention(c) (UnsafePointer<CChar>) -> Void = function("shim_acknowledge")
    say(text)
  }

  /// Records what `body` does below a directory.
  static func recording(_ directory: String, to file: String, _ body: () throws -> Void) rethrows {
    typealias Begin = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void
    let begin: Begin = function("shim_trace_begin")
    let end: @convention(c) () -> Void = function("shim_trace_end")
    begin(file, directory)
    defer { end() }
    try body()
  }

  private static func function<F>(_ name: String) -> F {
    guard let address = dlsym(nil, name) else {
      print("the shim is not loaded: set LD_PRELOAD to what Tests/FaultShim/build.sh made")
      exit(2)
    }
    // The symbol's type is fixed in Tests/FaultShim.
    return unsafeBitCast(address, to: F.self)
  }
}
