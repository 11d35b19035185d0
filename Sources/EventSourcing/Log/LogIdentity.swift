// SPDX-License-Identifier: Apache-2.0

/// Where the recorded time comes from: fixed when a log is created, for ever.
public enum LogClock: Int, Hashable, Sendable {
  /// The machine's clock; an event dated later than it is refused.
  case system = 1
  /// The events' own times: archives and sample counties have a past. Every record is flagged.
  case source = 2

  public var name: String { String(describing: self) }
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
    return writer.bytes
  }

  init(
    id: EventID, format: Int = LogIdentity.currentFormat, zone: BusinessZone, clock: LogClock,
    digest: String, created: Instant
  ) {
    self.id = id
    self.format = format
    self.zone = zone
    self.clock = clock
    self.digest = digest
    self.created = created
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
    self.init(
      id: id, format: Int(format), zone: zone, clock: clock,
      digest: String(decoding: digest, as: UTF8.self),
      created: Instant(microseconds: WireReader.unzigzag(UInt64(bitPattern: created))))
  }

  /// Numbers as they stand in the bytes; a damaged record gives what could be read.
  private static func fields(_ bytes: [UInt8]) -> [Int: Value] {
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
