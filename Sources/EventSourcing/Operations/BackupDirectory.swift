// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The files of a backup: a manifest, and records in `events/` (docs/FORMAT.md §6).
struct BackupDirectory {
  let path: String

  init(_ path: String) { self.path = path }

  var events: String { path + "/events" }
  private var manifestFile: String { "\(path)/\(BackupManifest.name)" }

  func file(_ part: BackupManifest.Part) -> String { "\(events)/\(part.name)" }

  /// What it has; `nil` if there is no backup yet.
  func manifest() throws(EventLogError) -> BackupManifest? {
    guard let bytes = try FileTree.read(manifestFile) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw EventLogError(
        .damagedBackup(what: "its \(BackupManifest.name) is not text"), path: path)
    }
    return try BackupManifest(text, path: path)
  }

  /// Makes the directory if there is none; refuses one that holds other things.
  func prepare() throws(EventLogError) {
    try FileTree.makeDirectory(path)
    let names = FileSystem.names(in: path)
    guard names.contains(BackupManifest.name) || names.allSatisfy(isOurs) else {
      throw EventLogError(.alreadyExists, path: path)
    }
    try FileTree.makeDirectory(events)
    try FileTree.flush(path)
    let (parent, _) = FileSystem.split(path)
    try FileTree.flush(parent)
  }

  /// What an interrupted first backup can have left.
  private func isOurs(_ name: String) -> Bool {
    name == "events" || name == BackupManifest.name + DraftFile.suffix
  }

  /// Puts a manifest in the place of the one before; from then on the backup is what it says.
  func publish(_ manifest: BackupManifest) throws(EventLogError) {
    var draft = try DraftFile(manifestFile)
    try draft.write(Array(manifest.text.utf8))
    try draft.flush()
    try draft.finish()
    try FileTree.flush(path)
  }

  /// Removes what no manifest names: files cut off by an interruption, tails of earlier backups.
  func removeLeftovers(_ manifest: BackupManifest) {
    let known = Set(manifest.parts.map(\.name))
    for name in FileSystem.names(in: events) where !known.contains(name) {
      guard name.hasSuffix(".events") || name.hasSuffix(".events" + DraftFile.suffix) else {
        continue
      }
      FileTree.remove("\(events)/\(name)")
    }
    FileTree.remove(manifestFile + DraftFile.suffix)
  }

  /// The bytes of a part, which must be those that the manifest tells.
  func bytes(
    of part: BackupManifest.Part, _ algorithm: DigestAlgorithm
  ) throws(EventLogError) -> [UInt8] {
    let path = file(part)
    guard let bytes = try FileTree.read(path) else {
      throw EventLogError(.damagedBackup(what: "\(part.name) is missing"), path: self.path)
    }
    var digester = Digester(algorithm)
    guard bytes.count == part.bytes, digester.hash(bytes) == part.digest else {
      throw EventLogError(
        .damagedBackup(what: "\(part.name) is not the file that was written"), path: self.path)
    }
    return bytes
  }
}
