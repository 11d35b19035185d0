// SPDX-License-Identifier: Apache-2.0

/// Names of types and roles as the fields of a content, by their process numbers, as far as they
/// were asked for: the tables of names are locked, and a field takes some allocations to make.
struct FieldNames: Sendable {
  private(set) var types: [FieldName] = []
  private(set) var roles: [FieldName] = []

  /// The place of a type's field in `types`.
  @inline(__always)
  mutating func index(of type: EventType) -> Int {
    let index = Int(type.number)
    if index >= types.count || types[index].size == 0 { remember(type) }
    return index
  }

  /// The place of a role's field in `roles`.
  @inline(__always)
  mutating func index(of role: Role) -> Int {
    let index = Int(role.number)
    if index >= roles.count || roles[index].size == 0 { remember(role) }
    return index
  }

  @inline(never)
  private mutating func remember(_ type: EventType) {
    while types.count <= Int(type.number) { types.append(.unknown) }
    types[Int(type.number)] = FieldName(2, type.name)
  }

  @inline(never)
  private mutating func remember(_ role: Role) {
    while roles.count <= Int(role.number) { roles.append(.unknown) }
    roles[Int(role.number)] = FieldName(1, role.name)
  }
}

/// A name as a field, tag and length in front.
enum FieldName: Sendable {
  case unknown
  case short(ShortText)
  case long([UInt8])

  init(_ field: Int, _ name: String) {
    var writer = WireWriter()
    writer.text(field, name)
    self = ShortText(writer.bytes).map { .short($0) } ?? .long(writer.bytes)
  }

  /// Bytes of the field; 0 if the name was not asked for yet.
  @inline(__always)
  var size: Int {
    switch self {
    case .unknown: 0
    case .short(let text): text.count
    case .long(let bytes): bytes.count
    }
  }

  /// There must be room for the bytes, and for a short text.
  @inline(__always)
  func write(_ pen: inout WirePen) {
    switch self {
    case .unknown: break
    case .short(let text): pen.short(text)
    case .long(let bytes): bytes.withUnsafeBytes { pen.raw($0) }
    }
  }
}
