// SPDX-License-Identifier: Apache-2.0

/// What a disk surely holds at a moment of a trace, and what it may hold besides.
///
/// The model: bytes of a file are durable after fdatasync or fsync of it, or when written through
/// O_DSYNC; names are durable after fsync of a directory, and come to the disk in their order, as
/// with a journal. What is not durable may be there in any part.
struct Disk {
  typealias Node = Int

  /// A change of a file's bytes that no sync covers yet.
  struct Pending {
    enum Change {
      case write(offset: Int, bytes: ArraySlice<UInt8>)
      case truncate(size: Int)
    }
    let node: Node
    let change: Change
  }

  struct File {
    var durable: [UInt8] = []
    /// The size at the last fsync: what is left if a disk forgets sizes that fdatasync promised.
    var sureSize = 0
    var isDirectory = false
  }

  private(set) var files: [File] = []
  private(set) var pending: [Pending] = []
  /// All names at the last durable moment, then after each change since.
  private(set) var names: [[String: Node]] = [[:]]
  var now: [String: Node] { names[names.count - 1] }

  /// Which calls make nothing durable: planted faults, to show that the check can fail.
  enum Fault {
    case none
    /// No sync at all is made.
    case noSync
    /// Writes through O_DSYNC are not durable.
    case noDurableWrites
  }
  var fault = Fault.none

  init(fault: Fault = .none) { self.fault = fault }

  /// A disk that holds a state and nothing in doubt.
  init(_ state: CrashState) {
    var names: [String: Node] = [:]
    for (name, bytes) in state.entries {
      names[name] = files.count
      files.append(
        File(durable: bytes ?? [], sureSize: bytes?.count ?? 0, isDirectory: bytes == nil))
    }
    self.names = [names]
  }

  mutating func apply(_ record: Trace.Record) {
    switch record.change {
    case .create: add(record.path, File())
    case .makeDirectory: add(record.path, File(isDirectory: true))
    case .remove: change { $0[record.path] = nil }
    case .rename(let target): change { Disk.rename(record.path, to: target, &$0) }
    case .exchange(let other):
      change { names in
        // No path has this name, for none has a zero byte.
        Disk.rename(record.path, to: "\0", &names)
        Disk.rename(other, to: record.path, &names)
        Disk.rename("\0", to: other, &names)
      }
    case .write(let offset, let bytes, let isDurable):
      guard let node = now[record.path] else { return }
      let write = Pending(node: node, change: .write(offset: offset, bytes: bytes))
      if isDurable, fault == .none {
        Disk.apply(write, to: &files[node].durable)
      } else {
        pending.append(write)
      }
    case .truncate(let size):
      guard let node = now[record.path] else { return }
      pending.append(Pending(node: node, change: .truncate(size: size)))
    case .sync(let isWhole): sync(record.path, isWhole: isWhole)
    case .said: break
    }
  }

  private mutating func change(_ body: (inout [String: Node]) -> Void) {
    var next = now
    body(&next)
    if next != now { names.append(next) }
  }

  private mutating func add(_ path: String, _ file: File) {
    files.append(file)
    let node = files.count - 1
    change { $0[path] = node }
  }

  private static func rename(
    _ path: String, to target: String, _ names: inout [String: Node]
  ) {
    for (name, node) in names where name == path || name.hasPrefix(path + "/") {
      names[name] = nil
      names[target + name.dropFirst(path.count)] = node
    }
  }

  private mutating func sync(_ path: String, isWhole: Bool) {
    if fault == .noSync { return }
    guard let node = now[path] ?? (path.isEmpty ? -1 : nil) else { return }
    if node < 0 || files[node].isDirectory {
      names = [now]
      return
    }
    for write in pending where write.node == node { Disk.apply(write, to: &files[node].durable) }
    pending.removeAll { $0.node == node }
    if isWhole { files[node].sureSize = files[node].durable.count }
  }

  static func apply(_ pending: Pending, to bytes: inout [UInt8]) {
    switch pending.change {
    case .truncate(let size):
      if size < bytes.count {
        bytes.removeLast(bytes.count - size)
      } else {
        bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
      }
    case .write(let offset, let data):
      let missing = offset + data.count - bytes.count
      if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
      bytes.replaceSubrange(offset..<offset + data.count, with: data)
    }
  }
}
