// SPDX-License-Identifier: Apache-2.0

/// A backup of a log, as `backUp` writes it; never changed by anything here.
public struct Backup: Sendable {
  /// The backup's directory.
  public let path: String
  let manifest: BackupManifest

  /// Reads what the backup has.
  ///
  /// - Throws: ``EventLogError``: there is none, it is cut off or changed, or of a newer format.
  public init(at path: String) throws(EventLogError) {
    guard let manifest = try BackupDirectory(path).manifest() else {
      throw EventLogError(
        .damagedBackup(what: "there is no \(BackupManifest.name) in it"), path: path)
    }
    self.path = path
    self.manifest = manifest
  }

  /// Whether there is a backup's manifest in a directory.
  public static func exists(at path: String) -> Bool {
    FileTree.exists("\(path)/\(BackupManifest.name)")
  }

  /// The log it is a backup of.
  public var identity: LogIdentity { manifest.identity }
  /// It reaches from the first event to this one.
  public var head: Position { Position(manifest.head) }
  /// Recorded time of the last event; `nil` for an empty log.
  public var recorded: Instant? { manifest.parts.last?.recorded }
  /// When it was taken.
  public var taken: Instant { manifest.taken }
  /// Files of events, and their bytes.
  public var files: Int { manifest.parts.count }
  public var bytes: Int { manifest.parts.reduce(0) { $0 + $1.bytes } }
  /// Root of the log's tree over all its events (RFC 6962).
  public var root: Digest { Digest(identity.digestAlgorithm, bytes: manifest.root) }

  /// Reads every file and every event, and holds them against the manifest and its root.
  ///
  /// - Throws: ``EventLogError/Kind/damagedBackup(what:)`` with the first file that is wrong.
  public func verify(
    progress: OperationListener = { _ in true }
  ) throws(EventLogError) {
    var reader = BackupReader(self, through: manifest.head)
    var tree = RootBuilder(identity.digestAlgorithm)
    while let block = try reader.next() {
      tree.add(leaves: block.leaves)
      let told = OperationProgress(
        .checking, done: Int(block.last), total: Int(manifest.head))
      guard progress(told) else { throw EventLogError(.stopped, path: path) }
    }
    guard tree.root() == manifest.root else {
      throw EventLogError(.damagedBackup(what: "its root is not that of its events"), path: path)
    }
  }

  /// The last event that a point in the past knows.
  ///
  /// - Throws: ``EventLogError/Kind/noSuchPoint(what:)`` if the backup does not reach it.
  public func position(of point: AsOf) throws(EventLogError) -> Position {
    switch point {
    case .head: return head
    case .position(let position):
      guard position <= head else {
        throw EventLogError(
          .noSuchPoint(what: "the backup ends at \(head), before \(position)"), path: path)
      }
      return position
    case .recorded(let moment):
      let instant = moment.instant(in: identity.zone)
      guard let part = manifest.parts.first(where: { $0.recorded > instant }) else { return head }
      var reader = BackupReader(self, from: part, through: part.last)
      while let block = try reader.next() {
        if let event = block.events.first(where: { $0.recorded > instant }) {
          return event.position.predecessor
        }
      }
      return Position(part.last)
    }
  }
}

/// Reads the events of a backup in order, file after file.
struct BackupReader {
  private let backup: Backup
  private let last: UInt64
  private var parts: ArraySlice<BackupManifest.Part>
  private var file: ShippedFileReader?

  /// - Parameters:
  ///   - part: Where to begin; the first one if not given.
  ///   - last: Where to end; the last block is cut there.
  init(_ backup: Backup, from part: BackupManifest.Part? = nil, through last: UInt64) {
    self.backup = backup
    self.last = last
    let all = backup.manifest.parts
    let start = part.flatMap { part in all.firstIndex { $0.first == part.first } } ?? 0
    parts = all[start...]
  }

  mutating func next() throws(EventLogError) -> ShippedBlock? {
    while true {
      if let block = try file?.block() {
        guard block.first <= last else { return nil }
        guard block.last > last else { return block }
        let events = block.events.prefix(Int(last - block.first + 1))
        return ShippedBlock(
          first: block.first, events: Array(events), backup.identity.digestAlgorithm)
      }
      guard let part = parts.popFirst(), part.first <= last else { return nil }
      try open(part)
    }
  }

  private mutating func open(_ part: BackupManifest.Part) throws(EventLogError) {
    let directory = BackupDirectory(backup.path)
    let algorithm = backup.identity.digestAlgorithm
    let opened = try ShippedFileReader(
      try directory.bytes(of: part, algorithm), path: backup.path, algorithm)
    guard opened.file.log == backup.identity.id, opened.file.first == part.first,
      opened.file.last == part.last
    else {
      throw EventLogError(
        .damagedBackup(what: "\(part.name) is of another log or has other events"),
        path: backup.path)
    }
    file = opened
  }
}
