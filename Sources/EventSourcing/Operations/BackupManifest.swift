// SPDX-License-Identifier: Apache-2.0

/// What a backup has: the log's identity, its files and what each must be (docs/FORMAT.md §6.1).
///
/// Lines of text, the last one a digest of those before it; written anew and put in the place of
/// the old one whenever a file has been added.
struct BackupManifest: Hashable, Sendable {
  /// One file of records.
  struct Part: Hashable, Sendable {
    let name: String
    let first: UInt64
    let last: UInt64
    let bytes: Int
    /// Recorded time of the last event, so that a moment is found without reading every file.
    let recorded: Instant
    /// Digest of the whole file.
    let digest: [UInt8]
    /// Root over the leaves of its events alone.
    let root: [UInt8]
  }

  static let name = "MANIFEST"
  static let title = "gridlog backup 1"

  let identity: LogIdentity
  /// Segments first, in order; a part that ends within a segment is the last one.
  var parts: [Part]
  /// When the last file was added.
  var taken: Instant
  /// Root of the log's tree over all events of the backup.
  var root: [UInt8]

  var head: UInt64 { parts.last?.last ?? 0 }

  /// The parts that never change: all but the tail.
  var sealed: [Part] {
    parts.filter { $0.last.isMultiple(of: UInt64(SegmentLayout.events)) }
  }
  var tail: Part? {
    parts.last.flatMap { $0.last.isMultiple(of: UInt64(SegmentLayout.events)) ? nil : $0 }
  }
  /// Where the sealed parts end.
  var sealedEnd: UInt64 { sealed.last?.last ?? 0 }

  // MARK: Text

  var text: String {
    var lines = [BackupManifest.title]
    lines.append("log \(identity.id)")
    lines.append("identity \(Hex.text(identity.bytes))")
    lines.append("taken \(taken)")
    lines.append("head \(head)")
    lines.append("root \(Hex.text(root))")
    for part in parts {
      lines.append(
        "file \(part.name) \(part.first) \(part.last) \(part.bytes) \(part.recorded) "
          + "\(Hex.text(part.digest)) \(Hex.text(part.root))")
    }
    let text = lines.map { $0 + "\n" }.joined()
    return text + "check \(BackupManifest.check(text, identity.digestAlgorithm))\n"
  }

  private static func check(_ text: String, _ algorithm: DigestAlgorithm) -> String {
    var digester = Digester(algorithm)
    return Hex.text(digester.hash(Array(text.utf8)))
  }

  init(identity: LogIdentity, taken: Instant) {
    self.identity = identity
    self.taken = taken
    parts = []
    let tree = RootBuilder(identity.digestAlgorithm)
    root = tree.root()
  }

  /// - Parameter path: The backup's directory, for errors.
  init(_ text: String, path: String) throws(EventLogError) {
    func damage(_ what: String) -> EventLogError {
      EventLogError(.damagedBackup(what: "its \(BackupManifest.name): \(what)"), path: path)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard text.hasSuffix("\n"), lines.popLast() == "", lines.count >= 7 else {
      throw damage("it is cut off")
    }
    guard let title = lines.first, title.hasPrefix("gridlog backup ") else {
      throw damage("this is something else")
    }
    guard title == BackupManifest.title else {
      let found = Int(title.dropFirst("gridlog backup ".count)) ?? 0
      throw EventLogError(.newerFormat(found: found, supported: 1), path: path)
    }
    func value(_ name: String, _ line: Int) throws(EventLogError) -> Substring {
      guard lines[line].hasPrefix(name + " ") else {
        throw damage("line \(line + 1) is not \(name)")
      }
      return lines[line].dropFirst(name.utf8.count + 1)
    }
    guard let bytes = Hex.bytes(try value("identity", 2)) else { throw damage("its identity") }
    identity = try LogIdentity(bytes, path: path)
    let clear = lines.dropLast().map { $0 + "\n" }.joined()
    guard
      try value("check", lines.count - 1)
        == BackupManifest.check(clear, identity.digestAlgorithm)
    else { throw damage("it does not fit its check") }
    guard let taken = Instant(try value("taken", 3)),
      let root = Hex.bytes(try value("root", 5)), root.count == 32,
      try value("log", 1) == identity.id.description
    else { throw damage("it contradicts itself") }
    self.taken = taken
    self.root = root
    parts = []
    for line in lines[6..<(lines.count - 1)] {
      guard let part = Part(line), part.first == (parts.last?.last ?? 0) + 1 else {
        throw damage("its list of files has a gap")
      }
      parts.append(part)
    }
    guard try value("head", 4) == String(head) else { throw damage("it contradicts itself") }
  }
}

extension BackupManifest.Part {
  fileprivate init?(_ line: Substring) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 8, words[0] == "file", let first = UInt64(words[2]),
      let last = UInt64(words[3]), first > 0, first <= last, let bytes = Int(words[4]),
      let recorded = Instant(words[5]), let digest = Hex.bytes(words[6]),
      let root = Hex.bytes(words[7]), digest.count == 32, root.count == 32
    else { return nil }
    let name = String(words[1])
    // What a manifest says never leads out of its directory.
    guard name == Self.name(first: first, last: last) else { return nil }
    self.init(
      name: name, first: first, last: last, bytes: bytes, recorded: recorded, digest: digest,
      root: root)
  }

  /// `000000000001-000000065536.events`: the positions, so that names sort as they do.
  static func name(first: UInt64, last: UInt64) -> String {
    "\(padded(first))-\(padded(last)).events"
  }

  private static func padded(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
  }
}
