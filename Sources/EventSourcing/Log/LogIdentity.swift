// SPDX-License-Identifier: Apache-2.0

/// Where the recorded time comes from: fixed when a log is created, for ever.
public enum LogClock: Int, Hashable, Sendable {
  /// The machine's clock; an event dated later than it is refused.
  case system = 1
  /// The events' own times: archives and sample counties have a past. Every record is flagged.
  case source = 2

  public var name: String { String(describing: self) }
}

/// The log that this one was made from, and how far it agrees with it.
public struct LogParent: Hashable, Sendable {
  /// How the new log came to be.
  public enum Cause: Int, Hashable, Sendable {
    /// Restored to a point before the end of the other.
    case restored = 1
    /// Saved from a damaged store.
    case salvaged = 2

    public var name: String { String(describing: self) }
  }

  public let id: EventID
  /// Up to here both have the same events.
  public let position: Position
  public let cause: Cause
  /// The root of the tree over these events (RFC 6962), 32 bytes: what both can prove.
  public let root: [UInt8]

  init(id: EventID, position: Position, cause: Cause, root: [UInt8]) {
    self.id = id
    self.position = position
    self.cause = cause
    self.root = root
  }

  var bytes: [UInt8] {
    var writer = WireWriter()
    writer.bytes(1, id.bytes)
    writer.unsigned(2, position.rawValue)
    writer.unsigned(3, UInt64(cause.rawValue))
    writer.bytes(4, root)
    return writer.bytes
  }

  init?(_ bytes: [UInt8]) {
    let fields = LogIdentity.fields(bytes)
    guard case .bytes(let idBytes)? = fields[1], let id = EventID(bytes: idBytes),
      case .int(let position)? = fields[2], case .int(let number)? = fields[3],
      let cause = Cause(rawValue: Int(number)), case .bytes(let root)? = fields[4],
      root.count == 32
    else { return nil }
    self.init(
      id: id, position: Position(UInt64(bitPattern: position)), cause: cause, root: root)
  }
}

/// The facts of a log that never change: its first record (design §3).
public struct LogIdentity: Hashable, Sendable {
  /// 128 random bits; a log restored to an earlier point gets a new one.
  public let id: EventID
  /// The version of the files' layout.
  public let format: Int
  /// In which zone business days begin.
  public let zone: BusinessZone
  public let clock: LogClock
  /// `sha256` or `sm3`.
  public let digest: String
  /// The hash function of that name.
  public var digestAlgorithm: DigestAlgorithm {
    guard let algorithm = DigestAlgorithm(rawValue: digest) else {
      preconditionFailure("an identity is made with a known digest")
    }
    return algorithm
  }
  public let created: Instant
  /// The log that this one continues under an id of its own; `nil` for one that began empty.
  public let parent: LogParent?

  /// What this program writes and reads.
  public static let currentFormat = 0

  static let key = Array("identity".utf8)

  var bytes: [UInt8] {
    var writer = WireWriter()
    writer.unsigned(1, UInt64(format))
    writer.bytes(2, id.bytes)
    writer.text(3, zone.name)
    writer.unsigned(4, UInt64(clock.rawValue))
    writer.text(5, digest)
    writer.signed(6, created.microseconds)
    if let parent { writer.bytes(7, parent.bytes) }
    return writer.bytes
  }

  init(
    id: EventID, format: Int = LogIdentity.currentFormat, zone: BusinessZone, clock: LogClock,
    digest: String, created: Instant, parent: LogParent? = nil
  ) {
    self.id = id
    self.format = format
    self.zone = zone
    self.clock = clock
    self.digest = digest
    self.created = created
    self.parent = parent
  }

  /// The identity of a log that goes on from here under an id of its own.
  func child(_ id: EventID, created: Instant, parent: LogParent) -> LogIdentity {
    LogIdentity(
      id: id, format: LogIdentity.currentFormat, zone: zone, clock: clock, digest: digest,
      created: created, parent: parent)
  }

  /// Reads the first record; the format comes first, so that a newer one can be told.
  init(_ bytes: [UInt8], path: String) throws(EventLogError) {
    let fields = LogIdentity.fields(bytes)
    guard case .int(let format)? = fields[1] else {
      throw EventLogError(.notALog(what: "its first record has no format"), path: path)
    }
    guard format <= LogIdentity.currentFormat else {
      throw EventLogError(
        .newerFormat(found: Int(format), supported: LogIdentity.currentFormat), path: path)
    }
    guard case .bytes(let idBytes)? = fields[2], let id = EventID(bytes: idBytes),
      case .bytes(let zoneBytes)? = fields[3],
      let zone = BusinessZone(named: String(decoding: zoneBytes, as: UTF8.self)),
      case .int(let clockNumber)? = fields[4], let clock = LogClock(rawValue: Int(clockNumber)),
      case .bytes(let digest)? = fields[5], case .int(let created)? = fields[6],
      DigestAlgorithm(rawValue: String(decoding: digest, as: UTF8.self)) != nil
    else {
      throw EventLogError(.damaged(what: "its first record cannot be read"), path: path)
    }
    var parent: LogParent?
    if case .bytes(let bytes)? = fields[7] {
      parent = LogParent(bytes)
      guard parent != nil else {
        throw EventLogError(.damaged(what: "its first record cannot be read"), path: path)
      }
    }
    self.init(
      id: id, format: Int(format), zone: zone, clock: clock,
      digest: String(decoding: digest, as: UTF8.self),
      created: Instant(microseconds: WireReader.unzigzag(UInt64(bitPattern: created))),
      parent: parent)
  }

  /// Numbers as they stand in the bytes; a damaged record gives what could be read.
  fileprivate static func fields(_ bytes: [UInt8]) -> [Int: Value] {
    var fields: [Int: Value] = [:]
    bytes.withUnsafeBytes { buffer in
      var reader = WireReader(buffer)
      while !reader.isAtEnd {
        guard let (field, type) = try? reader.tag() else { return }
        switch type {
        case .varint:
          guard let raw = try? reader.varint() else { return }
          fields[field] = .int(Int64(bitPattern: raw))
        case .lengthDelimited:
          guard let slice = try? reader.delimited() else { return }
          fields[field] = .bytes(Array(slice))
        }
      }
    }
    return fields
  }
}
