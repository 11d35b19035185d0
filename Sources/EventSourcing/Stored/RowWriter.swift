// SPDX-License-Identifier: Apache-2.0

/// Writes keys and rows as bytes that describe themselves (docs/FORMAT.md §7.2).
///
/// Straight from the type's own `encode`, without a plain value between: a rebuild writes every
/// row of a view.
final class RowWriter {
  private(set) var bytes: [UInt8] = []
  let names: StoredNames
  /// Makes plain values of what writes itself in an unusual order.
  private let plain: ValueEncoder
  private var sorts: [ObjectIdentifier: Sort] = [:]
  /// Containers that are open, innermost last.
  private var open: [Int] = []
  private var serial = 0
  /// True once containers were used in another order than innermost first.
  private var isTangled = false

  /// How values of a type are written.
  private enum Sort {
    case plain, unordered, ownEncoding
  }

  init(_ names: StoredNames, spelling: @escaping ValueEncoder.Spelling) {
    self.names = names
    plain = ValueEncoder(spelling: spelling)
  }

  func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Room for a number that is known later.
  func reserveUInt16() -> Int {
    bytes += [0, 0]
    return bytes.count - 2
  }

  func set(_ value: UInt16, at index: Int) {
    bytes[index] = UInt8(truncatingIfNeeded: value)
    bytes[index + 1] = UInt8(value >> 8)
  }

  /// Writes a whole key or row.
  func write<T: Encodable>(root value: T) throws {
    let start = bytes.count
    try write(value)
    guard isTangled else { return }
    isTangled = false
    open.removeAll()
    bytes.removeSubrange(start...)
    try write(plain.optionalValue(of: value))
  }

  // MARK: Values

  func write<T: Encodable>(_ value: T) throws {
    // Comparing types costs a fraction of asking for a conformance.
    if T.self == Int.self { return int(Int64(unsafeBitCast(value, to: Int.self))) }
    if T.self == ObjectID.self { return object(unsafeBitCast(value, to: ObjectID.self)) }
    if T.self == Instant.self {
      return number(.instant, unsafeBitCast(value, to: Instant.self).microseconds)
    }
    if T.self == Bool.self { return tag(unsafeBitCast(value, to: Bool.self) ? .yes : .no) }
    if T.self == String.self, let text = value as? String { return self.text(.text, text) }
    if T.self == CivilDate.self {
      return number(.date, Int64(unsafeBitCast(value, to: CivilDate.self).daysSinceEpoch))
    }
    if T.self == EventType.self, let type = value as? EventType {
      return numbered(.type, names.number(of: type.name))
    }
    try write(value, sort(of: value))
  }

  private func sort<T: Encodable>(of value: T) -> Sort {
    let type = ObjectIdentifier(T.self)
    if let sort = sorts[type] { return sort }
    let sort: Sort =
      value is any PlainValue ? .plain : value is any UnorderedEncodable ? .unordered : .ownEncoding
    sorts[type] = sort
    return sort
  }

  private func write<T: Encodable>(_ value: T, _ sort: Sort) throws {
    switch sort {
    case .plain, .unordered: try write(plain.optionalValue(of: value))
    case .ownEncoding:
      let depth = open.count
      try value.encode(to: RowEncoder(writer: self))
      close(to: depth)
    }
  }

  func write(_ value: Value?) throws {
    guard let value else { return tag(.none) }
    switch value {
    case .bool(let flag): tag(flag ? .yes : .no)
    case .int(let number): int(number)
    case .decimal(let decimal):
      tag(.decimal)
      zigzag(decimal.mantissa)
      varint(UInt64(decimal.scale))
    case .instant(let instant): number(.instant, instant.microseconds)
    case .date(let date): number(.date, Int64(date.daysSinceEpoch))
    case .text(let text): self.text(.text, text)
    case .object(let name): text(.objectName, name.text)
    case .id(let id):
      tag(.id)
      bytes += id.bytes
    case .bytes(let content): delimited(.bytes, content)
    case .rational: delimited(.rational, ValueCoder.encode(value))
    case .list(let values):
      tag(.list)
      for value in values { try write(value) }
      tag(.end)
    case .message(let fields):
      tag(.message)
      for field in fields {
        varint(UInt64(names.number(of: field.name)) + 1)
        try write(field.value)
      }
      tag(.end)
    }
  }

  private func object(_ object: ObjectID) {
    tag(.object)
    varint(UInt64(names.number(of: object.kind)))
    varint(UInt64(object.number))
  }

  func nothing() { tag(.none) }

  private func int(_ value: Int64) { number(.int, value) }

  private func number(_ tag: RowTag, _ value: Int64) {
    self.tag(tag)
    zigzag(value)
  }

  private func numbered(_ tag: RowTag, _ number: Int) {
    self.tag(tag)
    varint(UInt64(number))
  }

  private func text(_ tag: RowTag, _ text: String) {
    self.tag(tag)
    varint(UInt64(text.utf8.count))
    bytes += text.utf8
  }

  private func delimited(_ tag: RowTag, _ content: [UInt8]) {
    self.tag(tag)
    varint(UInt64(content.count))
    bytes += content
  }

  private func tag(_ tag: RowTag) { bytes.append(tag.rawValue) }

  private func zigzag(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  private func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  // MARK: Containers

  /// Opens a list or a group of fields; the number that its container writes under.
  func begin(_ tag: RowTag) -> Int {
    self.tag(tag)
    serial += 1
    open.append(serial)
    return serial
  }

  /// Ends containers inside the one that is written to now.
  func turn(to container: Int) {
    guard open.last != container else { return }
    guard let depth = open.lastIndex(of: container) else {
      isTangled = true
      return
    }
    close(to: depth + 1)
  }

  private func close(to depth: Int) {
    while open.count > depth {
      open.removeLast()
      tag(.end)
    }
  }

  func field(_ name: String, in container: Int) {
    turn(to: container)
    varint(UInt64(names.number(of: name)) + 1)
  }

  /// Containers whose order is not known beforehand: the value is written the slow way.
  func tangle() { isTangled = true }
}
