// SPDX-License-Identifier: Apache-2.0

/// One field of an event's payload while the fields are walked; it cannot be kept.
public struct PayloadField: ~Copyable {
  /// The field's number in the event's schema.
  public let number: Int
  private let raw: UInt64
  // In the batch that the event lies in, which outlives the walk.
  private let slice: UnsafeRawBufferPointer?

  init(number: Int, raw: UInt64) {
    self.number = number
    self.raw = raw
    slice = nil
  }

  init(number: Int, slice: UnsafeRawBufferPointer) {
    self.number = number
    raw = 0
    self.slice = slice
  }

  /// The whole number, of an instant its microseconds, of a day its number since 1970; `nil` for
  /// fields of any other type.
  public var int: Int? { slice == nil ? Int(WireReader.unzigzag(raw)) : nil }

  /// The text or code; `nil` for fields of any other type.
  public var text: String? { slice.map { String(decoding: $0, as: UTF8.self) } }

  /// Bytes of a text; `nil` for numbers.
  public var byteCount: Int? { slice?.count }
}

extension RecordedEvent {
  /// Walks the payload's fields once, ascending by number: for folds that read several, each of
  /// which would be looked for from the beginning.
  ///
  /// Bytes that are no payload end the walk; events of a log have been checked when they were
  /// appended.
  public func forEachField(_ body: (borrowing PayloadField) -> Void) {
    var reader = WireReader(payloadBytes)
    while !reader.isAtEnd {
      guard let (number, type) = try? reader.tag() else { return }
      switch type {
      case .varint:
        guard let raw = try? reader.varint() else { return }
        body(PayloadField(number: number, raw: raw))
      case .lengthDelimited:
        guard let slice = try? reader.delimited() else { return }
        body(PayloadField(number: number, slice: slice))
      }
    }
  }
}
