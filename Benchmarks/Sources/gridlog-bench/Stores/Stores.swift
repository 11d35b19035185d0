// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation

/// The same events in every store, grown together.
final class Stores {
  let directory: String
  private(set) var log: EventLog?
  private(set) var same: RawLog?
  let keyValue: RawKeyValue
  let flat: RawFlatFile
  let sqlite: RawSQLite
  var workload: Workload
  /// Events in every store.
  private(set) var count = 0

  static let options = EventLogOptions(catalogue: TicketVocabulary.catalogue)

  /// - Parameter events: How many the workload has in all.
  init(in directory: String, events: Int) throws {
    self.directory = directory
    for part in ["/kv", "/same"] {
      try FileManager.default.createDirectory(
        atPath: directory + part, withIntermediateDirectories: true)
    }
    // The source's clock, so that recorded times are the same in every store.
    let log = try EventLog.create(
      at: directory + "/ours", options: Stores.options, clock: .source)
    self.log = log
    same = try RawLog(in: directory + "/same")
    keyValue = try RawKeyValue(in: directory + "/kv")
    flat = try RawFlatFile(at: directory + "/flat")
    sqlite = try RawSQLite(at: directory + "/sqlite")
    workload = Workload(events: events, for: log)
  }

  func next(_ count: Int) -> Batch {
    self.count += count
    return workload.next(count)
  }

  func openLog() -> EventLog {
    guard let log else { preconditionFailure("the log is closed") }
    return log
  }

  func openSame() -> RawLog {
    guard let same else { preconditionFailure("C same puts is closed") }
    return same
  }

  /// Bytes on disk of a store's data file.
  func bytes(_ path: String) throws -> Double {
    let attributes = try FileManager.default.attributesOfItem(atPath: directory + path)
    return Double((attributes[.size] as? NSNumber)?.intValue ?? 0)
  }

  /// Bytes of all files in a directory.
  func bytes(in path: String) throws -> Double {
    try FileManager.default.subpathsOfDirectory(atPath: directory + path)
      .reduce(0) { try $0 + ($1.hasSuffix(".mdb") ? bytes("\(path)/\($1)") : 0) }
  }

  /// Closes both and throws unless they hold the same bytes.
  ///
  /// A process must not have one LMDB file open twice.
  func compare() throws {
    log = nil
    same = nil
    try RawLog.compare(directory + "/ours/log", directory + "/same")
  }
}

/// Throws where two stores answer differently.
func expectEqual<T: Equatable>(_ ours: T, _ theirs: T, _ what: String) throws {
  guard ours == theirs else {
    throw RawFailure(description: "\(what): ours says \(ours), the yardstick \(theirs)")
  }
}

/// Uses a result, so that no compiler leaves its making out.
@inline(never) @discardableResult
func keep<T>(_ value: T) -> Int { MemoryLayout.size(ofValue: value) }
