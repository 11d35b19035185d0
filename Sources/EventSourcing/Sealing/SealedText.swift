// SPDX-License-Identifier: Apache-2.0

/// Personal text of an event: clear while it is on its way in, a sealed handle ever after.
///
/// Appending seals clear text under its subject's key. What is read back is a handle; only
/// `EventLog.open(_:for:)` turns it into text, with a purpose. A fold never sees plaintext.
public enum SealedText: Hashable, Sendable {
  /// Not yet sealed: what a command brings.
  case clear(String)
  /// As the log holds it.
  case sealed(SealedHandle)

  public init(_ text: String) { self = .clear(text) }
}

/// One sealed field as the log holds it: enough to open it, nothing to read.
public struct SealedHandle: Hashable, Sendable {
  /// The event's id: part of what the seal is bound to.
  public let event: EventID
  public let section: SealedSection
  /// The field's number inside the group.
  public let field: Int

  package init(event: EventID, section: SealedSection, field: Int) {
    self.event = event
    self.section = section
    self.field = field
  }
}

/// The fields of one purpose of an event, sealed together under one subject's key.
public struct SealedSection: Hashable, Sendable {
  public let subject: ObjectName
  public let purpose: String
  /// AES-256-SIV: 16 bytes of synthetic IV, then as many bytes as the clear form has.
  public let ciphertext: [UInt8]

  public init(subject: ObjectName, purpose: String, ciphertext: [UInt8]) {
    self.subject = subject
    self.purpose = purpose
    self.ciphertext = ciphertext
  }
}

extension SealedText: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .clear(text) }
}

extension SealedText: CustomStringConvertible {
  /// Never the text itself, so that a log line or an error cannot leak it.
  public var description: String { "sealed" }
}

extension SealedText: Codable {
  /// Only clear text has a plain form; the engine's own decoder handles sealed fields.
  public init(from decoder: any Decoder) throws {
    self = .clear(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    guard case .clear(let text) = self else {
      throw EncodingError.invalidValue(
        self,
        .init(codingPath: encoder.codingPath, debugDescription: "a sealed field has no plain form"))
    }
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
