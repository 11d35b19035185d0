// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// The file `DIRTY` beside a generation whose commits are not all on disk: the id of the boot in
/// which they were made (docs/FORMAT.md §7.4).
///
/// In the same boot the system's cache has what was written, whatever happened to the process. In
/// another one some of it may be missing, and the generation is folded again.
struct DirtyMark {
  let path: String
  private var file: String { path + "/DIRTY" }

  enum State: Hashable {
    case clean, sameBoot, otherBoot
  }

  var state: State {
    get throws(EventLogError) {
      guard let bytes = try FileTree.read(file) else { return .clean }
      return !bytes.isEmpty && bytes == DirtyMark.boot ? .sameBoot : .otherBoot
    }
  }

  /// Makes the mark durable; before the first commit that is not.
  func set() throws(EventLogError) {
    guard try state != .sameBoot else { return }
    var draft = try DraftFile(file)
    try draft.write(DirtyMark.boot)
    try draft.flush()
    try draft.finish()
    try FileTree.flush(path)
  }

  /// Makes all commits durable, then takes the mark away.
  func clear(_ environment: Environment) throws(EventLogError) {
    guard try state != .clean else { return }
    try store { () throws(LMDBError) in try environment.sync() }
    FileTree.remove(file)
    try FileTree.flush(path)
  }

  /// Of this boot; empty where the system has none: then nothing unflushed is trusted.
  private static let boot: [UInt8] = {
    let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }()
}
