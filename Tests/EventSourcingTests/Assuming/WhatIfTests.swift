// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import ParcelSamples
import Testing

@testable import EventSourcing

/// What-if asked of a log on disk.
struct WhatIfTests {
  /// Every event in the order of the fold, by position.
  struct Seen: Projection {
    static let name = "seen", version = 1
    let types = Table<Position, String>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      let depot = event.reference(.depot).map { " \(event.name(of: $0))" } ?? ""
      types[event.position] = "\(types.count + 1). \(event.type)\(depot) v\(event.streamVersion)"
    }
  }

  private let directory = TemporaryDirectory("what-if")

  private func log(_ events: [NewEvent]) throws -> EventLog {
    let log = try EventLog.create(
      at: directory.path(of: "log"), options: EventLogOptions(catalogue: Parcels.catalogue),
      clock: .source)
    for event in events { try log.append([event]) }
    return log
  }

  private func scan(
    _ parcel: ObjectName, _ depot: ObjectName, _ time: Instant?, id: EventID? = nil
  ) throws -> NewEvent {
    try NewEvent(ParcelScanned(parcel: parcel, depot: depot), id: id, occurred: time)
  }

  private func three() throws -> EventLog {
    try log([
      scan("parcel/1", "depot/a", "2021-08-01T01:00:00Z"),
      scan("parcel/1", "depot/b", "2021-08-02T01:00:00Z"),
      scan("parcel/2", "depot/a", "2021-08-03T01:00:00Z"),
    ])
  }

  private func seen(_ view: some AnyView) -> [String] {
    view.rows.map { "\($0.key.text) \($0["value"]?.description ?? "")" }
  }

  @Test func `an event that is left out was never there`() throws {
    let log = try three()
    var assumptions = Assumptions()
    assumptions.leaveOut(.position(1))
    let view = try log.replay(Seen.self, assuming: assumptions)
    #expect(
      seen(view) == ["2 1. ParcelScanned depot/b v1", "3 2. ParcelScanned depot/a v1"])
    #expect(view.assumptions?.leftOut.map(\.position) == [1])
    #expect(try log.replay(Seen.self).assumptions == nil)
  }

  @Test func `an added event takes its place by recorded time and is called +1`() throws {
    let log = try three()
    var assumptions = Assumptions()
    // Given in the wrong order; the second speaks of objects that the log does not know.
    assumptions.add(try scan("parcel/9", "depot/new", "2021-08-02T12:00:00Z"))
    assumptions.add(try scan("parcel/1", "depot/c", "2021-08-01T12:00:00Z"))
    let view = try log.replay(Seen.self, assuming: assumptions)
    #expect(
      seen(view) == [
        "1 1. ParcelScanned depot/a v1", "2 3. ParcelScanned depot/b v3",
        "3 5. ParcelScanned depot/a v1", "+1 2. ParcelScanned depot/c v2",
        "+2 4. ParcelScanned depot/new v1",
      ])
    let key = try view.row(matching: "+2").key
    #expect(try view.explain(key).all.contains(.assumed(2)))
    #expect(try view.explain(key).wroteDirectly(.assumed(2)))
    #expect(view.assumptions?.event(at: .assumed(1))?.recorded == "2021-08-01T12:00:00Z")
    #expect(view.moment.position == 3)
  }

  @Test func `an event that was recorded late is known from then on`() throws {
    let log = try three()
    var assumptions = Assumptions()
    assumptions.add(
      try scan("parcel/1", "depot/c", "2021-08-01T02:00:00Z"), recorded: "2021-08-02T02:00:00Z")
    func count(_ asOf: AsOf) throws -> Int {
      try log.replay(Seen.self, asOf: asOf, assuming: assumptions).rows.count
    }
    #expect(try count(.recorded("2021-08-02T01:59:00Z")) == 2)
    #expect(try count(.recorded("2021-08-02T02:00:00Z")) == 3)
    #expect(try count(.position(2)) == 2, "as of #2 it is not known yet")
    #expect(try count(.position(3)) == 4)
    #expect(try count(.head) == 4)
  }

  @Test func `an event is replaced in its very place, and its corrections follow it`() throws {
    let log = try log([
      scan("parcel/1", "depot/a", "2021-08-01T01:00:00Z", id: EventID(high: 1, low: 1)),
      scan("parcel/1", "depot/b", "2021-08-01T01:00:00Z"),
      .correction(of: EventID(high: 1, low: 1), "depot", .object("depot/z")),
    ])
    var assumptions = Assumptions()
    assumptions.replace(.id(EventID(high: 1, low: 1)), by: try scan("parcel/1", "depot/q", nil))
    let view = try log.replay(Seen.self, assuming: assumptions)
    #expect(view.row(of: "+1") == "1. ParcelScanned depot/q v1")
    #expect(view.assumptions?.replaced == [.assumed(1): 1])
    let happened = try log.replay(AmendmentTests.Seen.self, assuming: assumptions)
    #expect(happened.row(of: "1") == "+1 ParcelScanned depot/z")
  }

  @Test func `nothing is written`() throws {
    let log = try three()
    let before = try bytes(log.path)
    var assumptions = Assumptions()
    assumptions.leaveOut(.position(2))
    assumptions.add(try scan("parcel/77", "depot/77", "2021-08-01T01:00:00Z"))
    let (real, assumed) = try log.whatIf(Seen.self, assuming: assumptions)
    #expect(
      try real.changes(toAny: assumed).map { $0.key.text } == ["2", "+1"], "one gone, one new")
    #expect(try bytes(log.path) == before)
    #expect(try log.head == 3)
    #expect(try log.replay(Seen.self).digest == real.digest)
  }

  @Test func `what is not there cannot be left out, and what does not fit cannot be added`() throws
  {
    let log = try three()
    func error(_ change: (inout Assumptions) throws -> Void) throws -> ReplayError.Reason? {
      var assumptions = Assumptions()
      try change(&assumptions)
      do {
        _ = try log.replay(Seen.self, assuming: assumptions)
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(
      try error { $0.leaveOut(.position(4)) } == .assumption(.noSuchEvent(.position(4))))
    let id = EventID(high: 5, low: 5)
    #expect(try error { $0.leaveOut(.id(id)) } == .assumption(.noSuchEvent(.id(id))))
    let known = try #require(try log.event(at: 1)).content.id
    #expect(
      try error { $0.add(try scan("parcel/1", "depot/a", nil, id: known)) }
        == .assumption(.idTaken(number: 1, id: known, by: 1)))
    #expect(
      try error {
        $0.leaveOut(.position(1))
        $0.add(try scan("parcel/1", "depot/a", nil, id: known))
      } == nil)
    let twice = try error {
      $0.add(try scan("parcel/1", "depot/a", nil, id: id))
      $0.add(try scan("parcel/1", "depot/a", nil, id: id))
    }
    #expect(twice == .assumption(.idTaken(number: 2, id: id, by: nil)))
    let stranger = NewEvent(
      type: "Stranger", version: 1, stream: "parcel/1",
      body: EventBody(references: [], payload: [], clear: []))
    guard case .assumption(.invalid(number: 1, _))? = try error({ $0.add(stranger) }) else {
      Issue.record("a type that nobody knows was added")
      return
    }
  }

  @Test func `a sealed field that is added is sealed to the fold`() throws {
    let log = try three()
    var assumptions = Assumptions()
    assumptions.add(
      try NewEvent(
        ParcelNoted(parcel: "parcel/1", recipient: "person/p1", urgency: 3, words: "secret")))
    let view = try log.replay(Seen.self, assuming: assumptions)
    let added = try #require(view.assumptions?.added.first)
    #expect(added.content.sealed.map(\.purpose) == ["delivery"])
    #expect(!"\(added.content)".contains("secret"))
    #expect(view.row(of: "+1") == "4. ParcelNoted v3")
  }

  private func bytes(_ path: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let found = FileManager.default.enumerator(atPath: path)
    while let name = found?.nextObject() as? String {
      // LMDB's table of readers is a lock, not the log.
      guard !name.hasSuffix("lock.mdb") else { continue }
      files[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
    }
    return files
  }
}

extension AnyView {
  /// The one value of the row with that key.
  fileprivate func row(of key: String) -> String? {
    rows.first { $0.key.text == key }?["value"]?.description
  }
}
