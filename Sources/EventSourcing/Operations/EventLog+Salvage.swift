// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What a salvage saved.
public struct SalvageReport: Hashable, Sendable {
  /// The identity of the new log; its parent is the damaged one.
  public let identity: LogIdentity
  /// The position of its last event.
  public let head: Position
  /// How far the damaged log had been acknowledged, by its `HEAD`; `nil` if that cannot be read.
  public let acknowledged: Position?
  /// Why the next event was not saved; `nil` if nothing is known to be missing.
  public let ending: String?
  /// Pages and values that could not be used.
  public let damagedPages: Int
  public let damagedValues: Int
  /// Whether the keys of sealed text could be copied. The signing key is always a new one.
  public let hasKeys: Bool
  /// What verifying the new log counted.
  public let verified: VerifyReport
}

extension EventLog {
  /// Makes a new log of the longest verified prefix of a damaged one.
  ///
  /// The damaged store is read page by page, without liblmdb and without the map, so nothing in it
  /// can end the process; it is not changed, locked or opened. What is sound is gathered beside the
  /// new log; its events are taken from the first one on until one is missing, cannot be read, or
  /// is not what its hash in the log's tree says; they are written as an append writes them and
  /// verified. The new log has an id of its own and names its parent.
  ///
  /// - Throws: ``EventLogError/Kind/nothingToSave(what:)``, or why the new log cannot be written.
  public static func salvage(
    from damaged: String, to path: String, options: EventLogOptions, id: EventID? = nil,
    now: Instant? = nil, progress: OperationListener = { _ in true }
  ) throws(EventLogError) -> SalvageReport {
    guard LogDirectory(damaged).exists else { throw EventLogError(.missing, path: damaged) }
    guard !FileTree.exists(path) else { throw EventLogError(.alreadyExists, path: path) }
    let scratch = try ScratchLog(for: path + ".gathered")
    let gathered = try withoutActuallyEscaping(progress) { progress throws(EventLogError) in
      try Gathering.gather(damaged, into: scratch.path, progress)
    }
    var source = try SalvageSource(
      EventLog(path: scratch.path, options: readOnly(options)), missing: gathered.missing)
    let (end, root) = try source.measure(progress)
    guard end > 0 || gathered.missing == nil else {
      throw EventLogError(
        .nothingToSave(what: source.ending ?? gathered.missing ?? "no event"), path: damaged)
    }
    var generator = SystemRandomNumberGenerator()
    let created = now ?? SystemClock.now()
    let identity = gathered.identity.child(
      id ?? EventID.version7(at: created, using: &generator), created: created,
      parent: LogParent(
        id: gathered.identity.id, position: Position(end), cause: .salvaged, root: root))
    let keys = soundKeys(of: damaged)
    let assembly = LogAssembly(
      target: path, identity: identity, options: options, keys: keys, keepsID: false, total: end)
    let made = try assembly.make(
      root: root, from: { () throws(EventLogError) in try source.next(through: end) }, progress)
    let acknowledged = HeadFile(path: damaged + "/HEAD").read().map { Position($0.position) }
    _ = consume scratch
    // Damage elsewhere in the store cost no event if all that was acknowledged is here.
    let isAll = source.ending == nil && acknowledged.map { $0.rawValue <= end } == true
    return SalvageReport(
      identity: identity, head: Position(end), acknowledged: acknowledged,
      ending: isAll ? nil : source.ending ?? gathered.missing,
      damagedPages: gathered.damagedPages,
      damagedValues: gathered.damagedValues, hasKeys: keys != nil, verified: made.verified)
  }

  private static func readOnly(_ options: EventLogOptions) -> EventLogOptions {
    var options = options
    options.isReadOnly = true
    return options
  }

  /// The keys are a store of their own, which may well be whole.
  private static func soundKeys(of path: String) -> String? {
    let keys = path + "/keys"
    guard (try? KeyStore.open(at: keys, readOnly: true).walkPages()) != nil else { return nil }
    return keys
  }
}

/// The events of what was gathered, in order, until one is no use.
struct SalvageSource {
  private let log: EventLog
  private var reader: EntryReader
  private var next: UInt64 = 1
  private var recorded = Instant.earliest
  private var versions: [ObjectName: UInt64] = [:]
  /// Why there is no more; what the gathering missed if nothing else is wrong.
  private(set) var ending: String?
  private let head: UInt64

  init(_ log: EventLog, missing: String?) throws(EventLogError) {
    self.log = log
    reader = EntryReader(log.dictionary)
    head = try log.head.rawValue
  }

  /// How far the events are whole, and the root over them; begins again from the first one.
  mutating func measure(
    _ progress: OperationListener
  ) throws(EventLogError) -> (end: UInt64, root: [UInt8]) {
    var tree = RootBuilder(log.identity.digestAlgorithm)
    var end: UInt64 = 0
    while let block = try next(through: head) {
      tree.add(leaves: block.leaves)
      end = block.last
      guard progress(OperationProgress(.checking, done: Int(end), total: Int(head))) else {
        throw EventLogError(.stopped, path: log.path)
      }
    }
    next = 1
    recorded = .earliest
    versions = [:]
    return (end, tree.root())
  }

  /// The next block, as far as its events are whole; `nil` behind the last one.
  mutating func next(through last: UInt64) throws(EventLogError) -> ShippedBlock? {
    let size = UInt64(SegmentLayout.events)
    guard next <= last else { return nil }
    let end = min(last, SegmentLayout.segment(of: next) * size + size)
    let first = next
    var events: [StoredEvent] = []
    let transaction = try store { () throws(LMDBError) in try log.environment.beginRead() }
    while next <= end, let event = take(transaction) { events.append(event) }
    guard !events.isEmpty else { return nil }
    let block = ShippedBlock(first: first, events: events, log.identity.digestAlgorithm)
    guard events.count == SegmentLayout.events else { return block }
    let root = try log.segmentRoot(SegmentLayout.segment(of: first))
    guard root == nil || root == block.root else {
      ending = "an event from #\(first) on is not what its hash in the tree says"
      next = first
      return nil
    }
    return block
  }

  /// The event at `next`, if it is one; then it follows the ones before it.
  private mutating func take(_ transaction: borrowing ReadTransaction) -> StoredEvent? {
    do {
      guard let event = try reader.event(at: next, transaction) else {
        ending = "event #\(next) is missing"
        return nil
      }
      let stream = event.content.stream
      guard event.recorded >= recorded,
        event.streamVersion == versions[stream, default: 0] + 1
      else {
        ending = "event #\(next) does not follow the ones before it"
        return nil
      }
      versions[stream] = event.streamVersion
      recorded = event.recorded
      next += 1
      return event
    } catch {
      ending = "event #\(next): \(error)"
      return nil
    }
  }
}
