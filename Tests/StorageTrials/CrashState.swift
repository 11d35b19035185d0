// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a disk may hold after power failed at a moment of a trace.
struct CrashState {
  /// In which way the writes that nothing covers came to the disk, or not.
  enum Kind: String, CaseIterable {
    /// Those up to some moment.
    case prefix
    /// Any of them.
    case subset
    /// Any of their sectors of 512 bytes.
    case sectors
    /// All of them, but for the one under way: data is there, the meta page is not.
    case withoutLast = "without-last"
    /// All sizes, any of the bytes: the rest reads as zeros.
    case zeros
    /// The write under way only up to some byte within its sector.
    case tornPrefix = "torn-prefix"
    /// The write under way only from some byte on. No disk of twenty years does this.
    case tornSuffix = "torn-suffix"
    /// All of them, but files as long as their last fsync said: a disk that breaks its word.
    case sizeLost = "size-lost"

    /// Whether the loss of what was acknowledged is forgiven if it is told.
    var isBeyondPromise: Bool { self == .tornSuffix || self == .sizeLost }
    /// Whether there must be a write through O_DSYNC under way.
    var needsWriteUnderWay: Bool {
      [.withoutLast, .tornPrefix, .tornSuffix].contains(self)
    }
    /// How many of a hundred states.
    var share: Int {
      switch self {
      case .subset: 30
      case .sectors: 20
      case .prefix: 15
      case .withoutLast, .zeros: 10
      case .tornPrefix, .tornSuffix, .sizeLost: 5
      }
    }
  }

  let kind: Kind
  /// Names and the bytes behind them; `nil` for a directory. Sorted, so directories come first.
  private(set) var entries: [(name: String, bytes: [UInt8]?)] = []

  /// - Parameter underWay: The write that the failure met, if the moment lies in one.
  init(_ kind: Kind, of disk: Disk, underWay: Trace.Record?, _ random: inout Random) {
    self.kind = kind
    let isAll = kind == .withoutLast || kind == .tornPrefix || kind == .tornSuffix
    let names = isAll ? disk.now : disk.names[random.below(disk.names.count)]
    var contents: [Disk.Node: [UInt8]] = [:]
    for node in names.values where !disk.files[node].isDirectory {
      contents[node] = disk.files[node].durable
    }
    var writes = disk.pending
    let last = underWay.flatMap { CrashState.pending($0, names: disk.now) }
    if let last, !isAll { writes.append(last) }
    let end = random.below(writes.count + 1)
    for (index, write) in writes.enumerated() {
      guard contents[write.node] != nil else { continue }
      switch kind {
      case .prefix: if index < end { Disk.apply(write, to: &contents[write.node]!) }
      case .subset: if random.chance(50) { Disk.apply(write, to: &contents[write.node]!) }
      case .sectors:
        for part in CrashState.sectors(write) where random.chance(50) {
          Disk.apply(part, to: &contents[write.node]!)
        }
      case .zeros:
        let part = random.chance(50) ? write : CrashState.zeros(write, contents[write.node]!.count)
        if let part { Disk.apply(part, to: &contents[write.node]!) }
      case .withoutLast, .tornPrefix, .tornSuffix, .sizeLost:
        Disk.apply(write, to: &contents[write.node]!)
      }
    }
    if let last, contents[last.node] != nil, let part = CrashState.torn(last, kind, &random) {
      Disk.apply(part, to: &contents[last.node]!)
    }
    if kind == .sizeLost {
      for (node, bytes) in contents where bytes.count > disk.files[node].sureSize {
        contents[node] = Array(bytes.prefix(disk.files[node].sureSize))
      }
    }
    entries = names.sorted { $0.key < $1.key }.map { ($0.key, contents[$0.value]) }
  }

  private static func pending(_ record: Trace.Record, names: [String: Disk.Node]) -> Disk.Pending? {
    guard case .write(let offset, let bytes, _) = record.change, let node = names[record.path]
    else { return nil }
    return Disk.Pending(node: node, change: .write(offset: offset, bytes: bytes))
  }

  private static func sectors(_ write: Disk.Pending) -> [Disk.Pending] {
    guard case .write(let offset, let bytes) = write.change else { return [write] }
    var parts: [Disk.Pending] = []
    var place = offset
    while place < offset + bytes.count {
      let end = min((place / 512 + 1) * 512, offset + bytes.count)
      let part = bytes[(bytes.startIndex + place - offset)..<(bytes.startIndex + end - offset)]
      parts.append(Disk.Pending(node: write.node, change: .write(offset: place, bytes: part)))
      place = end
    }
    return parts
  }

  /// What makes the file as long as the write would have.
  private static func zeros(_ write: Disk.Pending, _ size: Int) -> Disk.Pending? {
    guard case .write(let offset, let bytes) = write.change, offset + bytes.count > size else {
      return nil
    }
    return Disk.Pending(node: write.node, change: .truncate(size: offset + bytes.count))
  }

  private static func torn(
    _ write: Disk.Pending, _ kind: Kind, _ random: inout Random
  ) -> Disk.Pending? {
    guard case .write(let offset, let bytes) = write.change, bytes.count > 1 else { return nil }
    let cut = 1 + random.below(bytes.count - 1)
    switch kind {
    case .tornPrefix:
      return Disk.Pending(
        node: write.node, change: .write(offset: offset, bytes: bytes.prefix(cut)))
    case .tornSuffix:
      return Disk.Pending(
        node: write.node,
        change: .write(offset: offset + cut, bytes: bytes.dropFirst(cut)))
    default: return nil
    }
  }

  /// Lays the state out below a directory that is empty.
  func write(below directory: String) {
    for (name, bytes) in entries {
      if let bytes {
        Files.write(bytes, to: directory + name)
      } else {
        Files.makeDirectory(directory + name)
      }
    }
  }
}
