// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Glibc
import ParcelSamples
import Testing

import class LMDB.Environment
import struct LMDB.EnvironmentOptions

@testable import EventSourcing

/// Counts parcels sent by depot; its second version counts express ones twice, and a third
/// program says version 1 and counts otherwise: a bug.
private protocol SentCount: Projection where Vocabulary == Parcels {
  var count: Table<ObjectID, Int> { get }
  static var express: Int { get }
}

extension SentCount {
  static var name: String { "sent" }

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    guard event.type == .parcelSent, let depot = event.reference(.depot) else { return }
    count[depot, default: 0] += event.enumeration(2) == 2 ? Self.express : 1
  }
}

private struct SentV1: SentCount {
  static let version = 1, express = 1
  let count = Table<ObjectID, Int>()
}

private struct SentV2: SentCount {
  static let version = 2, express = 2
  let count = Table<ObjectID, Int>()
}

private struct SentV1WithABug: SentCount {
  static let version = 1, express = 3
  let count = Table<ObjectID, Int>()
}

/// A new version is folded beside the old one, compared with it, and takes its place in one step.
@Suite struct RebuildTests {
  private let directory = TemporaryDirectory("rebuild")

  private func log(_ count: Int = 60) throws -> EventLog {
    let log = try StoredViewTests.log(directory)
    let history = SeededParcels.history(seed: 3, count: count).events
    try StoredViewTests.append(history[...], to: log)
    return log
  }

  private func counts(_ log: EventLog) throws -> [Int] {
    let (view, _) = try log.storedRows(of: "sent")
    return view.rows.map { $0["value"] == nil ? 0 : Int(plainValue: $0["value"]!) ?? -1 }
  }

  @Test func `another version is compared row by row before it serves, and can be taken back`()
    throws
  {
    let log = try log()
    try log.project([SentV1.self])
    let before = try log.storedView(SentV1.self)
    let expected = before.changes(toVersion: try log.replay(SentV2.self))
    #expect(!expected.isEmpty, "the versions must differ for this test to say anything")

    #expect(throws: ProjectionError.self) { try log.project([SentV2.self]) }
    var asked: [RebuildComparison] = []
    let kept = try log.rebuild(SentV2.self) { comparison in
      asked.append(comparison)
      return false
    }
    #expect(kept.outcome == .kept)
    #expect(asked.map(\.total) == [expected.count])
    // Programs without the old code know it by its name alone.
    let lines = expected.map { "sent " + $0.description.dropFirst("SentV1 ".count) }
    #expect(asked.first?.lines == lines)
    #expect(try log.storedRows(of: "sent").view.rows == before.rows, "no means no")

    let switched = try log.rebuild(SentV2.self)
    #expect(switched.outcome == .switched && switched.generation == kept.generation)
    #expect(switched.comparison == asked.first, "the comparison is kept with what was built")
    let after = try log.storedView(SentV2.self)
    #expect(after.digest == (try log.replay(SentV2.self)).digest)

    let back = try log.rollback("sent")
    #expect(back.version == 1 && back.isFrozen)
    #expect(try log.storedView(SentV1.self).digest == before.digest)
    #expect(try log.rollback("sent").version == 2)
    #expect(try log.storedView(SentV2.self).digest == after.digest)
  }

  @Test func `two generations are compared as of where the old one stopped`() throws {
    let log = try log()
    try log.project([SentV1.self])
    #expect(throws: ProjectionError.self) { _ = try log.compareGenerations(of: SentV1.self) }
    let expected = try log.replay(SentV1.self).changes(toVersion: log.replay(SentV2.self))
    _ = try log.rebuild(SentV2.self)
    let stopped = try log.head
    // What happens afterwards changes the new one only, and is no difference of the two.
    try StoredViewTests.append(SeededParcels.history(seed: 3, count: 90).events[60...], to: log)
    try log.project([SentV2.self])
    let found = try log.compareGenerations(of: SentV2.self)
    #expect(try found.serving.position == log.head && found.position == stopped)
    #expect(found.previous.version == 1 && found.serving.version == 2)
    #expect(found.changes.map(\.kind) == expected.map(\.kind))
    // A program with the old code alone cannot see the new rows as of then.
    #expect(throws: ProjectionError.self) { _ = try log.compareGenerations(of: SentV1.self) }
  }

  @Test func `the same version with other rows is an error, and nothing is switched`() throws {
    let log = try log()
    try log.project([SentV1.self])
    let before = try counts(log)
    do {
      _ = try log.rebuild(SentV1WithABug.self) { _ in true }
      Issue.record("a changed digest with the same version went through")
    } catch {
      guard case .digestDiffers(let found) = error else { throw error }
      #expect(found.changed > 0 && found.lines.count == found.total)
    }
    #expect(try counts(log) == before)
    #expect(try log.rebuild(SentV1.self).comparison?.total == 0, "the right code still rebuilds")
  }

  @Test func `an empty log is projected, rebuilt and planned like any other`() throws {
    let log = try log(0)
    #expect(try log.plan([SentV1.self]).map(\.need) == [.build])
    #expect(try log.project([SentV1.self]).map(\.outcome) == [.built])
    #expect(try log.storedView(SentV1.self).rows.isEmpty)
    #expect(try log.rebuild(SentV2.self).outcome == .switched)
    #expect(try log.plan([SentV2.self]).map(\.need) == [.nothing])
  }

  @Test func `one rebuild at a time, and the second is told who holds it`() throws {
    let log = try log()
    try log.project([SentV1.self])
    let hold = try ProjectionHold(.rebuild, of: "sent", in: log)
    do {
      _ = try log.rebuild(SentV2.self)
      Issue.record("two rebuilds at a time")
    } catch {
      guard case .busy("sent", let holder) = error else { throw error }
      #expect(holder.contains("PID \(getpid())"))
    }
    #expect(try log.plan([SentV2.self])[0].rebuilding != nil)
    withExtendedLifetime(hold) {}
  }

  @Test func `what processes that ended half-way left is removed by the next one that builds`()
    throws
  {
    let log = try log()
    try log.project([SentV1.self])
    let directory = Generations.directory("sent", in: log)
    for name in ["7", ".8.creating-1-2"] {
      var options = EnvironmentOptions(tables: ["blocks"])
      options.createsMissingTables = true
      _ = try Environment.create(at: "\(directory)/\(name)", options: options)
    }
    _ = try log.rebuild(SentV2.self)
    let known = try #require(try Catalogue(lookingAt: log)?.generations(of: "sent"))
    let wanted = [known.serving, known.previous].compactMap { $0.map { "\($0.number)" } }
    #expect(wanted.count == 2)
    let left = try FileManager.default.contentsOfDirectory(atPath: directory)
    #expect(left.filter { !$0.hasSuffix(".lock") }.sorted() == wanted.sorted())
    #expect(try log.rollback("sent").version == 1, "what can be gone back to is no leaving")
  }

  @Test func `a plan says what is needed and why`() throws {
    let log = try log()
    let types: [any Projection.Type] = [SentV1.self, DepotWorkload.self]
    #expect(try log.plan(types).map(\.need) == [.build, .build])
    try log.project(types)
    #expect(try log.plan(types).map(\.need) == [.nothing, .nothing])
    #expect(try log.plan([SentV2.self]).map(\.need) == [.rebuild])

    let last = try #require(try log.events().last)
    var late = NewEvent.sentV1("parcel/1", "depot/1", grams: 1)
    late.occurred = "2021-07-01T00:00:00+08:00"
    _ = try log.append([late])
    let plans = try log.plan(types)
    #expect(plans.map(\.need) == [.catchUp, .rewind])
    #expect(plans.map(\.events) == [1, last.position.rawValue + 1])
    #expect(try log.project(types).map(\.outcome) == [.caughtUp, .built])
    #expect(
      try log.storedView(DepotWorkload.self).digest == (try log.replay(DepotWorkload.self)).digest)
  }

  @Test func `rows that a power failure may have torn are not served but folded again`() throws {
    let path = directory.path(of: "log")
    do {
      let log = try log()
      try log.project([SentV1.self])
    }
    let log = try EventLog(at: path, options: EventLogOptions(catalogue: Parcels.catalogue))
    let mark = try #require(
      try Catalogue(lookingAt: log)?.generations(of: "sent")?.serving
        .map { Generations.path($0.number, of: "sent", in: log) + "/DIRTY" })
    var file = try DraftFile(mark)
    try file.write(Array("another boot".utf8))
    try file.finish()
    #expect(throws: ProjectionError.self) { try log.storedView(SentV1.self) }
    #expect(try log.plan([SentV1.self]).map(\.need) == [.rebuild])
    #expect(try log.project([SentV1.self]).map(\.outcome) == [.built])
    #expect(try log.storedView(SentV1.self).digest == (try log.replay(SentV1.self)).digest)
  }

  /// Puts an empty store where a generation lies, as a process killed while it made one left it.
  private func empty(_ generation: Generations.Generation?, _ log: EventLog) throws {
    let path = Generations.path(try #require(generation).number, of: "sent", in: log)
    FileTree.remove(path)
    var options = EnvironmentOptions(tables: ["blocks", "meta", "snapshots"])
    options.createsMissingTables = true
    _ = try Environment.create(at: path, options: options)
  }

  @Test func `a generation without a state is given up, whether it serves or is being built`()
    throws
  {
    let log = try log()
    try log.project([SentV1.self])
    #expect(try log.rebuild(SentV2.self) { _ in false }.outcome == .kept)
    try empty(Catalogue(lookingAt: log)?.generations(of: "sent")?.building, log)
    #expect(try log.rebuild(SentV2.self).outcome == .switched)
    let expected = try log.replay(SentV2.self).digest
    #expect(try log.storedView(SentV2.self).digest == expected)

    try empty(Catalogue(lookingAt: log)?.generations(of: "sent")?.serving, log)
    do throws(ProjectionError) {
      _ = try log.storedView(SentV2.self)
      Issue.record("an empty store was read")
    } catch {
      // Not the log is damaged: the next step is to rebuild, never to restore a backup.
      guard case .unusable("sent", _, _) = error else { throw error }
    }
    #expect(try log.plan([SentV2.self]).map(\.need) == [.rebuild])
    #expect(try log.project([SentV2.self]).map(\.outcome) == [.built])
    #expect(try log.storedView(SentV2.self).digest == expected)
  }
}
