// SPDX-License-Identifier: Apache-2.0

/// What a schema asks of an event's references and payload, laid out to be checked in place.
///
/// It answers "fits" or "look closely": what it takes is sound, what it does not take may be
/// sound still, or the schema's own check says what is wrong. So it never needs an error text,
/// an array or a decoded value; an append checks every event.
struct SchemaFit: Sendable {
  let version: Int
  private let payload: FieldsFit
  private let references: [ReferenceFit]
  /// Whether no two fields have the same role.
  private let hasOwnRoles: Bool
  /// JSON is always looked at closely.
  private let isPlain: Bool

  private struct ReferenceFit: Sendable {
    let role: Role
    /// The names that kinds begin with, slash included; empty for any kind.
    let kinds: [[UInt8]]
    let isOptional: Bool
    let repeats: Bool
  }

  init(_ schema: EventSchema) {
    version = schema.version
    isPlain = schema.isPlain
    payload = FieldsFit(schema.payloadFields)
    references = schema.fields.compactMap { field in
      guard case .reference(let role, let kinds, let repeats) = field.place else { return nil }
      return ReferenceFit(
        role: role, kinds: kinds.map { Array("\($0.name)/".utf8) }, isOptional: field.isOptional,
        repeats: repeats)
    }
    hasOwnRoles = Set(references.map(\.role)).count == references.count
  }

  func takes(_ body: borrowing EventBody) -> Bool {
    guard !isPlain, takes(body.references) else { return false }
    return body.payload.withUnsafeBytes { payload.takes($0) }
  }

  /// The same of a payload alone, where it lies.
  func takes(payload buffer: UnsafeRawBufferPointer) -> Bool {
    !isPlain && payload.takes(buffer)
  }

  /// The same of references alone, of which roles and kinds are looked at.
  func takes(references: [Reference]) -> Bool { !isPlain && takes(references) }

  /// Each reference must be seen by exactly one field: others are foreign, or of a shared role.
  private func takes(_ all: [Reference]) -> Bool {
    var seen = 0
    for fit in references {
      guard let count = SchemaFit.count(all, fit) else { return false }
      seen += count
    }
    return hasOwnRoles && seen == all.count && seen <= SchemaLimits.references
  }

  /// How many references are the field's; `nil` if they do not fit it.
  private static func count(_ references: [Reference], _ fit: ReferenceFit) -> Int? {
    var count = 0
    for index in references.indices where references[index].role == fit.role {
      count += 1
      guard fit.kinds.isEmpty || begins(references[index].object.text, with: fit.kinds) else {
        return nil
      }
    }
    return (count > 0 || fit.isOptional) && (count < 2 || fit.repeats) ? count : nil
  }

  private static func begins(_ text: String, with kinds: [[UInt8]]) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { text in
      kinds.contains { kind in
        guard text.count >= kind.count else { return false }
        for index in kind.indices where text[index] != kind[index] { return false }
        return true
      }
    } ?? false
  }
}

/// The fields of one message, by ascending number.
private struct FieldsFit: Sendable {
  private struct FieldFit: Sendable {
    let number: Int
    let isOptional: Bool
    let form: Form
  }

  private enum Form: Sendable {
    case varint(VarintFit)
    case bytes
    case text
    case id
    case message(FieldsFit)
    case packed(VarintFit)
    /// Elements of this form, each in its wrapper.
    indirect case list(Form)
    /// Not checked here.
    case other
  }

  /// Which numbers a varint may have.
  private enum VarintFit: Sendable {
    case any
    case atMost(UInt64)
    /// Signed, in this range.
    case between(Int64, Int64)
    /// The numbers whose bits are set.
    case among(UInt64)

    @inline(__always)
    func takes(_ raw: UInt64) -> Bool {
      switch self {
      case .any: true
      case .atMost(let limit): raw <= limit
      case .between(let low, let high):
        (low...high).contains(WireReader.unzigzag(raw))
      case .among(let bits): raw < 64 && bits >> raw & 1 == 1
      }
    }
  }

  private let fields: [FieldFit]

  init(_ fields: [Field]) {
    self.fields = fields.sorted { $0.number < $1.number }.map {
      FieldFit(number: $0.number, isOptional: $0.isOptional, form: FieldsFit.form($0.type))
    }
  }

  private static func form(_ type: FieldType) -> Form {
    if let varint = varint(type) { return .varint(varint) }
    switch type {
    case .text, .code: return .text
    case .bytes: return .bytes
    case .eventID: return .id
    case .message(let fields): return .message(FieldsFit(fields))
    case .list(let element):
      return varint(element).map { .packed($0) } ?? .list(form(element))
    default: return .other
    }
  }

  private static func varint(_ type: FieldType) -> VarintFit? {
    switch type {
    case .bool: return .atMost(1)
    case .int: return .any
    case .instant: return .between(Instant.earliest.microseconds, Instant.latest.microseconds)
    case .date: return .between(-719_162, 2_932_896)
    case .timeOfDay: return .atMost(1440)
    case .enumeration(let cases):
      guard cases.allSatisfy({ (0..<64).contains($0.number) }) else { return nil }
      return .among(cases.reduce(0) { $0 | 1 << UInt64($1.number) })
    default: return nil
    }
  }

  /// Fields ascend, so one walk over schema and bytes side by side sees every field.
  func takes(_ buffer: UnsafeRawBufferPointer) -> Bool {
    var reader = WireReader(buffer)
    var next = 0
    do throws(WireError) {
      var pending: (field: Int, type: WireType)? = reader.isAtEnd ? nil : try reader.tag()
      while let tag = pending {
        while next < fields.count, fields[next].number < tag.field {
          guard fields[next].isOptional else { return false }
          next += 1
        }
        guard next < fields.count, fields[next].number == tag.field else { return false }
        pending = nil
        guard try takes(fields[next].form, tag, &reader, &pending) else { return false }
        next += 1
        if pending == nil, !reader.isAtEnd { pending = try reader.tag() }
      }
    } catch {
      return false
    }
    return fields[next...].allSatisfy(\.isOptional)
  }

  /// - Parameter pending: The tag behind a list, which can only be found by reading it.
  private func takes(
    _ form: Form, _ tag: (field: Int, type: WireType), _ reader: inout WireReader,
    _ pending: inout (field: Int, type: WireType)?
  ) throws(WireError) -> Bool {
    if case .varint(let fit) = form {
      guard tag.type == .varint else { return false }
      return fit.takes(try reader.varint())
    }
    guard tag.type == .lengthDelimited else { return false }
    switch form {
    case .packed(let fit):
      var elements = WireReader(try reader.delimited())
      while !elements.isAtEnd {
        guard fit.takes(try elements.varint()) else { return false }
      }
      return true
    case .list(let element): return try takesList(of: element, tag.field, &reader, &pending)
    default: return try FieldsFit.takes(form, try reader.delimited())
    }
  }

  private func takesList(
    of element: Form, _ field: Int, _ reader: inout WireReader,
    _ pending: inout (field: Int, type: WireType)?
  ) throws(WireError) -> Bool {
    var isFirst = true
    while true {
      let wrapped = try reader.delimited()
      if wrapped.isEmpty { return isFirst }
      isFirst = false
      var inner = WireReader(wrapped)
      guard try inner.tag() == (1, .lengthDelimited),
        try FieldsFit.takes(element, try inner.delimited()), inner.isAtEnd
      else { return false }
      guard !reader.isAtEnd else { return true }
      let tag = try reader.tag()
      guard tag.field == field else {
        pending = tag
        return true
      }
      guard tag.type == .lengthDelimited else { return false }
    }
  }

  private static func takes(
    _ form: Form, _ slice: UnsafeRawBufferPointer
  ) throws(WireError) -> Bool {
    switch form {
    case .bytes: true
    case .text: isText(slice)
    case .id: slice.count == 16
    case .message(let fields): fields.takes(slice)
    default: false
    }
  }

  /// Whether the bytes are UTF-8. ASCII is seen eight bytes at a time.
  private static func isText(_ slice: UnsafeRawBufferPointer) -> Bool {
    var offset = 0
    while offset + 8 <= slice.count,
      slice.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    { offset += 8 }
    while offset < slice.count {
      let length = scalarLength(slice, offset)
      guard length > 0 else { return false }
      offset += length
    }
    return true
  }

  /// The bytes of the scalar at `offset`, 0 if there is none (Unicode 16, table 3-7).
  @inline(__always)
  private static func scalarLength(_ slice: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    let first = slice[offset]
    if first < 0x80 { return 1 }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, offset + length <= slice.count else { return 0 }
    let second = slice[offset + 1]
    let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= low, second <= high else { return 0 }
    for index in 2..<max(2, length) where slice[offset + index] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
