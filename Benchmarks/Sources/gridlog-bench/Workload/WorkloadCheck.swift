// SPDX-License-Identifier: Apache-2.0
import Foundation
import RawLMDB

/// Holds our records against those of the program that made the shared workload, where it lies
/// beside the repository.
enum WorkloadCheck {
  struct Difference: Error, CustomStringConvertible {
    let description: String
  }

  private static let events = 20_000

  /// Says what was found; throws if a byte differs.
  static func run(in directory: String) throws -> String {
    // Package root, then `../shared` beside the repository.
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let source = root.deletingLastPathComponent().appendingPathComponent("shared/peers/gen.c").path
    guard FileManager.default.fileExists(atPath: source) else {
      return "not held against ../shared/peers/gen.c, which is not there"
    }
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let program = directory + "/gen"
    guard try call("/usr/bin/env", ["cc", "-O1", "-w", "-o", program, source]) else {
      return "not held against ../shared/peers/gen.c, which cannot be compiled here"
    }
    let tickets = events * 12 / 100
    guard try call(program, [directory, String(events), String(tickets)]) else {
      throw Difference(description: "../shared/peers/gen.c did not run")
    }
    let theirs = try Data(contentsOf: URL(fileURLWithPath: directory + "/events.bin"))
    var mine = Tickets(events: events, tickets: tickets)
    var record = TicketRecord()
    var offset = theirs.startIndex
    for _ in 0..<events {
      mine.read(into: &record)
      let bytes = record.peerBytes
      guard offset + bytes.count <= theirs.endIndex,
        theirs[offset..<offset + bytes.count].elementsEqual(bytes)
      else {
        throw Difference(
          description: "record \(record.position) is not that of ../shared/peers/gen.c")
      }
      offset += bytes.count
    }
    guard offset == theirs.endIndex else {
      throw Difference(description: "../shared/peers/gen.c has more records")
    }
    try FileManager.default.removeItem(atPath: directory)
    return "equal to ../shared/peers/gen.c, \(events) records, every byte"
  }

  private static func call(_ program: String, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
