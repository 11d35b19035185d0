// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What is done to a log's store beside leaving its free pages out.
public struct CompactOptions: Hashable, Sendable {
  /// Deflates the payloads of segments.
  public var compresses = false
  /// How many of the newest segments of 256 events stay as they are, for they are read most.
  public var plainSegments = 256
  /// How long to wait for another program's commit, in milliseconds.
  public var lockTimeout = 30_000

  public init() {}
}

/// What a compaction did.
public struct CompactReport: Hashable, Sendable {
  public internal(set) var head: Position = .origin
  /// Bytes of the store before and after.
  public internal(set) var bytesBefore = 0
  public internal(set) var bytesAfter = 0
  /// Segments that were deflated now, and those that are not.
  public internal(set) var deflated = 0
  public internal(set) var plain = 0
}

extension EventLog {
  /// Writes a log's store anew, without free pages, and puts it in the place of the old one.
  ///
  /// The writer's lock is held all the while, so nothing is appended meanwhile. The new store is
  /// made beside the old one, flushed, walked, and compared with it entry by entry; only then, and
  /// only if no other program has the log open, the two change places in one step of the file
  /// system. A crash at any moment leaves one whole store under the name; what an interrupted
  /// compaction left is removed by the next. A program that opened the log in the last moment
  /// finds at its next append that the file it has is not the log's any more, and is refused.
  ///
  /// - Throws: ``EventLogError``: another program has the log open (nothing was changed), the disk
  ///   is full, the store is damaged.
  public static func compact(
    at path: String, options: CompactOptions = CompactOptions(),
    progress: OperationListener = { _ in true }
  ) throws(EventLogError) -> CompactReport {
    guard LogDirectory(path).exists else { throw EventLogError(.missing, path: path) }
    return try WriterLock(path: path + "/writer.lock")
      .held(waitingMilliseconds: options.lockTimeout) { () throws(EventLogError) in
        let isOpen = try store { () throws(LMDBError) in
          try Environment.isOpenHere(path + "/log")
        }
        guard !isOpen else {
          throw EventLogError(.busy(holder: "this program, which has the log open"), path: path)
        }
        return try withoutActuallyEscaping(progress) { progress throws(EventLogError) in
          var compaction = Compaction(path, options, progress)
          return try compaction.run()
        }
      }
  }

  /// What an interrupted compaction left.
  static func compactionLeftover(of path: String) -> String? {
    let draft = path + "/" + Compaction.draftName
    return FileTree.exists(draft) ? draft : nil
  }
}

/// One compaction, under the writer's lock.
private struct Compaction {
  static let draftName = "log.compacting"

  private let path: String
  private let options: CompactOptions
  private let progress: OperationListener
  private var report = CompactReport()
  private var old: String { path + "/log" }
  private var draft: String { "\(path)/\(Compaction.draftName)" }

  init(_ path: String, _ options: CompactOptions, _ progress: @escaping OperationListener) {
    self.path = path
    self.options = options
    self.progress = progress
  }

  mutating func run() throws(EventLogError) -> CompactReport {
    FileTree.remove(draft)
    let last: UInt64
    do {
      last = try make()
      try requireAlone()
    } catch {
      FileTree.remove(draft)
      throw error
    }
    // First the doorbell, by the numbers of the new store: a commit to the old one, should the
    // machine stop here, has a higher number and puts it right.
    try HeadFile(path: path + "/HEAD").reset(
      HeadFile.Slot(position: report.head.rawValue, transaction: last))
    try store { () throws(LMDBError) in try Environment.exchange(draft, old) }
    FileTree.remove(draft)
    return report
  }

  /// Nobody may have the old store open when it goes away.
  private func requireAlone() throws(EventLogError) {
    let user = try store { () throws(LMDBError) in try Environment.user(of: old) }
    guard let user else { return }
    throw EventLogError(.busy(holder: "PID \(user), which has the log open"), path: path)
  }

  /// Both stores are closed again when this returns.
  ///
  /// - Returns: The number of the new store's last commit.
  private mutating func make() throws(EventLogError) -> UInt64 {
    let source = try EventLog.openStore(path, readOnly: false)
    var options = EnvironmentOptions(tables: LogTables.all)
    options.createsMissingTables = true
    // Flushed once, when everything is there.
    options.isUnsynced = true
    options.mapSize = 1 << 30
    let used = try store { () throws(LMDBError) in try source.info().usedBytes }
    while options.mapSize < used * 2 { options.mapSize *= 2 }
    let target = try store { [draft] () throws(LMDBError) in
      try Environment.create(at: draft, options: options)
    }
    report.bytesBefore = Int(clamping: used)
    do throws(LMDBError) {
      try copy(source, target)
      try target.sync()
      try target.walkPages(.everything)
      try compare(source, target)
      let info = try target.info()
      report.bytesAfter = Int(clamping: info.usedBytes)
      return info.lastTransaction
    } catch {
      throw error.kind == .stopped
        ? EventLogError(.stopped, path: path) : EventLogError(error)
    }
  }

  // MARK: Copying

  private mutating func copy(_ source: Environment, _ target: Environment) throws(LMDBError) {
    let tables = try LogTables(source)
    let view = try source.beginRead()
    let snapshot = try view.snapshot(tables)
    report.head = Position(snapshot.head)
    let segments = snapshot.sealed / UInt64(SegmentLayout.events)
    let cold =
      options.compresses ? segments - min(segments, UInt64(options.plainSegments)) : 0
    for name in LogTables.all {
      try copy(source.table(name), to: target.table(name), target, view, cold: cold)
    }
    try tell(.copying, snapshot.head)
  }

  /// Copies a table in commits of bounded size; keys come in order, so pages are filled.
  private mutating func copy(
    _ from: LMDB.Table, to table: LMDB.Table, _ target: Environment,
    _ view: borrowing ReadTransaction, cold: UInt64
  ) throws(LMDBError) {
    var cursor = try view.cursor(from)
    var found = try cursor.first()
    let isSegments = from.name == "segments"
    while found {
      var transaction = try target.beginWrite()
      var bytes = 0
      while found, bytes < 16 << 20 {
        let value = isSegments ? try segment(cursor.key, cursor.value, cold: cold, view) : nil
        if let value {
          try transaction.put(table, key: cursor.key, value: value.span.bytes, append: true)
        } else {
          try transaction.put(table, key: cursor.key, value: cursor.value, append: true)
        }
        bytes += cursor.value.byteCount
        found = try cursor.next()
      }
      try transaction.commit()
    }
  }

  /// A segment in its new form; `nil` if it stays as it is.
  private mutating func segment(
    _ key: RawSpan, _ value: RawSpan, cold: UInt64, _ view: borrowing ReadTransaction
  ) throws(LMDBError) -> [UInt8]? {
    guard let number = key.trailingNumber else { return nil }
    try tell(.copying, number * UInt64(SegmentLayout.events))
    let form = value.bigEndian(at: 7, bytes: 1)
    if number < cold, form == UInt64(SegmentLayout.HeapForm.plain.rawValue) {
      let deflated = value.withUnsafeBytes { bytes in
        Result { () throws(SegmentDamage) in
          try SegmentView(bytes, segment: number).deflated()
        }
      }
      do {
        if let made = try deflated.get() {
          report.deflated += 1
          return made
        }
      } catch {
        throw view.damage(number, error.what)
      }
    }
    if form == UInt64(SegmentLayout.HeapForm.plain.rawValue) { report.plain += 1 }
    return nil
  }

  // MARK: Comparing

  /// Every entry of the old store is in the new one, and no other.
  private func compare(_ source: Environment, _ target: Environment) throws(LMDBError) {
    let one = try source.beginRead()
    let other = try target.beginRead()
    for name in LogTables.all {
      var left = try one.cursor(source.table(name))
      var right = try other.cursor(target.table(name))
      var hasLeft = try left.first()
      var hasRight = try right.first()
      while hasLeft, hasRight {
        guard isSame(left.key, right.key), try isSame(name, left.key, left.value, right.value)
        else { break }
        hasLeft = try left.next()
        hasRight = try right.next()
      }
      guard !hasLeft, !hasRight else {
        throw LMDBError(
          .damaged(page: nil, table: name, what: "the compacted copy differs"), path: path)
      }
    }
    try tell(.checking, report.head.rawValue)
  }

  private func isSame(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in left.elementsEqual(right) }
    }
  }

  private func isSame(
    _ table: String, _ key: RawSpan, _ left: RawSpan, _ right: RawSpan
  ) throws(LMDBError) -> Bool {
    if table == "segments", let number = key.trailingNumber {
      try tell(.checking, number * UInt64(SegmentLayout.events))
    }
    if isSame(left, right) { return true }
    guard table == "segments", let number = key.trailingNumber else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in Compaction.haveSameEvents(left, right, number) }
    }
  }

  /// Two segments in different forms say the same, event by event.
  private static func haveSameEvents(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ number: UInt64
  ) -> Bool {
    let heaps = HeapCache()
    guard let one = try? SegmentView(left, segment: number),
      let other = try? SegmentView(right, segment: number)
    else { return false }
    return (0..<SegmentLayout.events).allSatisfy { row in
      guard let first = try? SegmentRow(one, row: row, heaps).bytes else { return false }
      return (try? SegmentRow(other, row: row, heaps).bytes) == first
    }
  }

  private func tell(_ stage: OperationProgress.Stage, _ done: UInt64) throws(LMDBError) {
    let told = OperationProgress(stage, done: Int(done), total: Int(report.head.rawValue))
    guard progress(told) else { throw LMDBError(.stopped, path: path) }
  }
}
