// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import SampleCounty

/// A sample county in a directory that goes away with it.
final class SampleLog: Sendable {
  private let directory = TemporaryDirectory("sample")
  let log: EventLog
  let summary: SampleSummary

  init(seed: UInt64, events: Int) throws {
    (log, summary) = try SampleCounty.create(
      at: directory.path(of: "sample.gridlog"), seed: seed, events: events)
  }

  /// SHA-256 over the records of the log, in order.
  func digest() throws -> String {
    var digester = Digester(.sha256)
    for event in try log.events() { digester.update(event.record) }
    return Hex.text(digester.finish())
  }
}

/// A month of the sample, written and decoded once for all tests that only read.
struct SampleMonth: Sendable {
  let sample: SampleLog
  let events: [StoredEvent]
  /// The same events typed.
  let typed: [any Event]
  /// The tickets in the order of their reports: each with its events in recorded order.
  let tickets: [(name: ObjectName, facts: [TicketFact])]

  private static let shared = Result { try SampleMonth() }

  static func get() throws -> SampleMonth { try shared.get() }

  var log: EventLog { sample.log }
  var summary: SampleSummary { sample.summary }

  private init() throws {
    sample = try SampleLog(seed: 7, events: 20_000)
    events = try sample.log.events()
    typed = try events.map { try Typed.event($0) }
    tickets = SampleMonth.tickets(events, typed)
  }

  private static func tickets(
    _ events: [StoredEvent], _ typed: [any Event]
  ) -> [(name: ObjectName, facts: [TicketFact])] {
    var levels: [ObjectName: Level] = [:]
    var order: [ObjectName] = []
    var facts: [ObjectName: [TicketFact]] = [:]
    for (stored, event) in zip(events, typed) {
      let stream = stored.content.stream
      if let body = event as? BodyRegistered { levels[body.body] = body.level }
      guard stream.kind == .ticket, let ticket = TicketEvent(event) else { continue }
      if facts[stream] == nil { order.append(stream) }
      let actor = stored.content.actor
      facts[stream, default: []].append(
        TicketFact(
          ticket, actor: actor, actorLevel: actor.body.flatMap { levels[$0] },
          occurred: stored.content.occurred, id: stored.content.id))
    }
    return order.map { ($0, facts[$0] ?? []) }
  }
}

/// Typed events by the name of their type.
enum Typed {
  private static let types = Dictionary(
    uniqueKeysWithValues: Module.allCases.flatMap(\.events).map { ($0.type, $0) })

  static func event(_ stored: StoredEvent) throws -> any Event {
    guard let type = types[stored.content.type] else {
      throw CocoaError(.coderReadCorrupt)
    }
    return try decode(type, stored)
  }

  private static func decode<E: Event>(_ type: E.Type, _ stored: StoredEvent) throws -> any Event {
    try stored.decode(type)
  }
}

/// Files beside the repository.
enum SharedFile {
  static func url(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
      .appending(path: path)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path(percentEncoded: false))
  }

  /// The rows of a comma-separated table without quotes, its header left out.
  static func rows(_ path: String) throws -> [[String]] {
    try String(contentsOf: url(path), encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").map(String.init) }
  }
}
