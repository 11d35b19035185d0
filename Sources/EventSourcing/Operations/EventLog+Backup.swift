// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What a backup did.
public struct BackupReport: Hashable, Sendable {
  /// The backup reaches from the first event to this one; any point up to it can be restored.
  public internal(set) var head: Position = .origin
  /// Recorded time of the last event; `nil` for an empty log.
  public internal(set) var recorded: Instant?
  /// Events that were copied now; the others were there.
  public internal(set) var copied = 0
  /// Files that were written now, and in all.
  public internal(set) var newFiles = 0
  public internal(set) var files = 0
  /// Bytes that were written now, and in all.
  public internal(set) var newBytes = 0
  public internal(set) var bytes = 0
  /// Root of the log's tree over all events of the backup (RFC 6962).
  public internal(set) var root = Digest(.sha256, bytes: [])
}

extension EventLog {
  /// Copies what a backup directory does not have yet, reads it back and compares it.
  ///
  /// Readers and writers go on. Sealed segments are copied once, into files that never change; the
  /// few events behind them anew each time. Files of earlier backups are read and must be what was
  /// written. Each new file is flushed, read back from the disk, every
  /// event hashed, and held against this log's own tree before the manifest names it: so the
  /// directory is a whole backup at any moment, also after an interruption, and the next call goes
  /// on where one ended. Keys are not part of it (design §3): sealed text stays sealed.
  ///
  /// - Parameters:
  ///   - directory: A backup of this log, or a place where nothing is yet.
  ///   - now: When it is taken, for backups that must be the same on every machine.
  ///   - progress: Told after each segment; false stops.
  /// - Throws: ``EventLogError``: the backup is of another log, of another history, or ahead of
  ///   this one; the disk is full; nothing of an earlier backup is lost then.
  @discardableResult
  public func backUp(
    to directory: String, now: Instant? = nil, progress: OperationListener = { _ in true }
  ) throws(EventLogError) -> BackupReport {
    // Before the head is read: a commit in between must not make it look ahead of the store.
    let acknowledged = headFile.read().map { Position($0.position) } ?? .origin
    let head = try head
    guard acknowledged <= head else {
      throw EventLogError(
        .olderThanAcknowledged(head: head, acknowledged: acknowledged), path: path)
    }
    let target = BackupDirectory(directory)
    try target.prepare()
    let hold = try DirectoryHold(directory)
    let taken = now ?? SystemClock.now()
    let found = try target.manifest()
    if let found { try check(found, head, target, progress) }
    var run = try BackupRun(
      self, target, found ?? BackupManifest(identity: identity, taken: taken), taken: taken)
    target.removeLeftovers(run.manifest)
    try run.copy(through: head.rawValue, progress)
    _ = consume hold
    return run.report
  }

  /// The backup must be of this log, of the same past, and its files those that were written: what
  /// is added to a file that has rotted, or that came from elsewhere, restores nothing.
  private func check(
    _ found: BackupManifest, _ head: Position, _ target: BackupDirectory,
    _ progress: OperationListener
  ) throws(EventLogError) {
    guard found.identity.id == identity.id else {
      throw EventLogError(
        .backupOfAnother(backup: found.identity.id, log: identity.id), path: target.path)
    }
    guard found.head <= head.rawValue else {
      throw EventLogError(.behindBackup(head: head, backup: Position(found.head)), path: path)
    }
    for part in found.parts {
      _ = try target.bytes(of: part, identity.digestAlgorithm)
      let told = OperationProgress(
        .checking, done: Int(part.last), total: Int(head.rawValue))
      guard progress(told) else { throw EventLogError(.stopped, path: target.path) }
    }
    for part in found.sealed {
      let segments =
        SegmentLayout.segment(of: part.first)..<part.last / UInt64(SegmentLayout.events)
      guard try tree(ofSegments: segments).root() == part.root else {
        throw EventLogError(.otherHistory(from: Position(part.first)), path: target.path)
      }
    }
    guard let tail = found.tail else { return }
    var reader = RecordReader(self)
    guard try reader.block(from: tail.first, through: tail.last).root == tail.root else {
      throw EventLogError(.otherHistory(from: Position(tail.first)), path: target.path)
    }
  }
}

/// One backup under way.
private struct BackupRun {
  private(set) var manifest: BackupManifest
  private(set) var report = BackupReport()
  private let log: EventLog
  private let target: BackupDirectory
  private let taken: Instant
  private var reader: RecordReader
  /// The tree over what the manifest's sealed parts have.
  private var sealed: RootBuilder

  init(
    _ log: EventLog, _ target: BackupDirectory, _ manifest: BackupManifest, taken: Instant
  ) throws(EventLogError) {
    self.log = log
    self.target = target
    self.manifest = manifest
    self.taken = taken
    reader = RecordReader(log)
    sealed = try log.tree(
      ofSegments: 0..<manifest.sealedEnd / UInt64(SegmentLayout.events))
  }

  mutating func copy(
    through head: UInt64, _ progress: OperationListener
  ) throws(EventLogError) {
    let isNew = manifest.parts.isEmpty
    // The tail is written anew; the manifest drops the old one only with the file that has it.
    var next = manifest.head == head ? head + 1 : manifest.sealedEnd + 1
    let sealedEnd = head / UInt64(SegmentLayout.events) * UInt64(SegmentLayout.events)
    while next <= head {
      let boundary = (next - 1) / ShippedFile.events * ShippedFile.events + ShippedFile.events
      let last = next > sealedEnd ? head : min(sealedEnd, boundary)
      try add(next, last, through: head, progress)
      next = last + 1
    }
    if isNew, head == 0 { try publish(root: manifest.root) }
    finish()
  }

  /// Writes a file, reads it back, and names it in the manifest.
  private mutating func add(
    _ first: UInt64, _ last: UInt64, through head: UInt64, _ progress: OperationListener
  ) throws(EventLogError) {
    let file = ShippedFile(log: log.identity.id, first: first, last: last)
    let name = BackupManifest.Part.name(first: first, last: last)
    var draft = try DraftFile("\(target.events)/\(name)")
    var digester = Digester(log.identity.digestAlgorithm)
    var tree = RootBuilder(log.identity.digestAlgorithm)
    var recorded = Instant.earliest
    try draft.write(file.header)
    digester.update(file.header)
    var next = first
    var whole = sealed
    while next <= last {
      let block = try reader.block(from: next, through: last)
      let bytes = block.bytes()
      try draft.write(bytes)
      digester.update(bytes)
      tree.add(leaves: block.leaves)
      whole.add(leaves: block.leaves)
      recorded = block.events.last?.recorded ?? recorded
      next = block.last + 1
      try tell(.copying, next - 1, head, progress)
    }
    let part = BackupManifest.Part(
      name: name, first: first, last: last, bytes: draft.size, recorded: recorded,
      digest: digester.finish(), root: tree.root())
    try draft.flush()
    try check(part, at: draft.draftPath, through: head, progress)
    try draft.finish()
    try FileTree.flush(target.events)
    let replaced = manifest.tail
    manifest.parts = manifest.sealed + [part]
    try publish(root: whole.root())
    if manifest.tail == nil { sealed = whole }
    if let replaced, replaced.name != part.name { FileTree.remove(target.file(replaced)) }
    report.copied += Int(last - max(first - 1, replaced?.last ?? 0))
    report.newFiles += 1
    report.newBytes += part.bytes
  }

  /// Reads a file back: its bytes, its events, its root.
  private func check(
    _ part: BackupManifest.Part, at path: String, through head: UInt64,
    _ progress: OperationListener
  ) throws(EventLogError) {
    let algorithm = log.identity.digestAlgorithm
    let bytes = try FileTree.read(path) ?? []
    var digester = Digester(algorithm)
    guard digester.hash(bytes) == part.digest else {
      throw EventLogError(
        .damagedBackup(what: "\(part.name) reads back other than it was written"),
        path: target.path)
    }
    var reader = try ShippedFileReader(bytes, path: target.path, algorithm)
    var tree = RootBuilder(algorithm)
    while let block = try reader.block() {
      tree.add(leaves: block.leaves)
      try tell(.checking, block.last, head, progress)
    }
    guard tree.root() == part.root else {
      throw EventLogError(
        .damagedBackup(what: "\(part.name) reads back other than it was written"),
        path: target.path)
    }
  }

  /// - Parameter root: The root over all events that the manifest now has.
  private mutating func publish(root: [UInt8]) throws(EventLogError) {
    manifest.root = root
    manifest.taken = taken
    try target.publish(manifest)
  }

  private mutating func finish() {
    report.head = Position(manifest.head)
    report.recorded = manifest.parts.last?.recorded
    report.files = manifest.parts.count
    report.bytes = manifest.parts.reduce(0) { $0 + $1.bytes }
    report.root = Digest(log.identity.digestAlgorithm, bytes: manifest.root)
  }

  private func tell(
    _ stage: OperationProgress.Stage, _ done: UInt64, _ total: UInt64,
    _ progress: OperationListener
  ) throws(EventLogError) {
    guard progress(OperationProgress(stage, done: Int(done), total: Int(total))) else {
      throw EventLogError(.stopped, path: target.path)
    }
  }
}
