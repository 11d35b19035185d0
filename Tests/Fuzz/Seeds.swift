// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import LMDB

@testable import EventSourcing

/// Sound bytes for each decoder, made by the code that writes them.
enum Seeds {
  /// An event of the fuzzer's own.
  private struct Weighed: PlainEvent {
    static let type: EventType = "Weighed"
    static let harmless = "weights"
    static let references: [Field] = [.reference("parcel", "parcel")]
    var parcel: ObjectName
    var grams: Int
  }

  static func make(_ target: String) throws -> [[UInt8]] {
    switch target {
    case "record", "segment", "index", "checkpoint", "proof": try fromLog(target)
    case "cloudevents": [Array(cloudEvent.utf8)]
    default: []
    }
  }

  private static let cloudEvent = """
    {"specversion":"1.0","id":"00000000-0000-4000-8000-000000000001","source":"system/12345",\
    "type":"GridRetired","time":"2021-08-01T08:00:00+08:00","actorbody":"body/321023-zzb",\
    "data":{"grid":"grid/321023101-v-0043-1001","effectiveFrom":"2021-08-01"}}
    """

  /// A log of two segments and a run, and what it writes of itself.
  private static func fromLog(_ target: String) throws -> [[UInt8]] {
    let path = NSTemporaryDirectory() + "fuzz-\(ProcessInfo.processInfo.processIdentifier).gridlog"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = EventLogOptions(catalogue: SchemaCatalogue([Weighed.schema]))
    options.runEvents = 512
    let log = try EventLog.create(at: path, options: options)
    for first in stride(from: 0, to: 600, by: 100) {
      _ = log.appendTogether(
        try (first..<first + 100).map { number in
          let parcel = ObjectName("parcel", "p\(number % 9)")
          return [try NewEvent(Weighed(parcel: parcel, grams: number), stream: parcel)]
        })
    }
    while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
    switch target {
    case "record": return try log.events(limit: 2).flatMap { [$0.content.bytes, $0.record] }
    case "checkpoint": return [Array("\(try log.checkpoint().checkpoint)".utf8)]
    case "proof":
      let size = try log.checkpoint().checkpoint.head.size
      return [
        Array("\(try log.proof(of: 300))".utf8),
        Array("\(try log.growthProof(from: size))".utf8),
      ]
    default: return try stored(log, target)
    }
  }

  private static func stored(_ log: EventLog, _ target: String) throws -> [[UInt8]] {
    let transaction = try log.environment.beginRead()
    if target == "segment" {
      return [try transaction.bytes(log.tables.segments, key: [0, 0, 0, 0, 0, 0, 0, 0]) ?? []]
    }
    var cursor = try transaction.cursor(log.tables.postings)
    _ = try cursor.first()
    let runs = try transaction.runs(log.tables).bytes
    return [runs, cursor.key.array + cursor.value.array]
  }
}
