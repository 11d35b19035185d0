// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Enumerates crash states of a recorded trace and recovers each.
struct StatesTrial {
  private let enumeration: Enumeration

  init(_ arguments: [String]) throws {
    guard arguments.count >= 4, let count = Int(arguments[2]), let seed = UInt64(arguments[3])
    else { throw Misuse("states TRACE ROOT COUNT SEED [only STATE | no-sync | no-dsync]") }
    var enumeration = Enumeration(
      trace: try Trace(arguments[0], root: arguments[1]), count: count, seed: seed,
      scratch: Files.scratch("states"))
    switch arguments.dropFirst(4).first {
    case "only": enumeration.only = arguments.dropFirst(5).first.flatMap { Int($0) }
    case "no-sync": enumeration.disk.fault = .noSync
    case "no-dsync": enumeration.disk.fault = .noDurableWrites
    default: break
    }
    self.enumeration = enumeration
  }

  func run() throws {
    print("seed:", enumeration.seed)
    var tally = Tally()
    try enumeration.check(&tally)
    tally.show()
    if enumeration.only == nil { Files.remove(enumeration.scratch) }
    if tally.wrong > 0 { exit(1) }
  }
}
