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
    /// The number of the one kind that it takes; a mark for any kind; another mark for several.
    let kind: Int
    static let anyKind = -1
    static let severalKinds = -2
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
        role: role, kinds: kinds.map { Array("\($0.name)/".utf8) },
        kind: kinds.isEmpty
          ? ReferenceFit.anyKind
          : kinds.count == 1 ? Int(kinds[0].number) : ReferenceFit.severalKinds,
        isOptional: field.isOptional, repeats: repeats)
    }
    hasOwnRoles = Set(references.map(\.role)).count == references.count
  }

  func takes(_ body: borrowing EventBody) -> Bool {
    body.references.withUnsafeBufferPointer { references in
      body.payload.withUnsafeBytes { takes(references, payload: $0) }
    }
  }

  /// The same of an event's parts where they lie.
  @inline(__always)
  func takes(
    _ references: UnsafeBufferPointer<Reference>, payload buffer: UnsafeRawBufferPointer
  ) -> Bool {
    !isPlain && (takesInOrder(references) || takes(references)) && payload.takes(buffer)
  }

  /// The same of a payload alone, where it lies.
  func takes(payload buffer: UnsafeRawBufferPointer) -> Bool {
    !isPlain && payload.takes(buffer)
  }

  /// The same of references alone, of which roles and kinds are looked at.
  func takes(references: [Reference]) -> Bool {
    !isPlain && references.withUnsafeBufferPointer { takes($0) }
  }

  /// Whether each field has its one reference, in the order of the fields: the common case.
  @inline(__always)
  private func takesInOrder(_ all: UnsafeBufferPointer<Reference>) -> Bool {
    guard all.count == references.count, hasOwnRoles, all.count <= SchemaLimits.references else {
      return false
    }
    guard let first = all.baseAddress else { return true }
    // Not lent to a closure: that would count the array for each event.
    let fits = references.withUnsafeBufferPointer { $0 }
    for index in fits.indices {
      guard (first + index).pointee.role == fits[index].role else { return false }
      // A handle knows its kind; other names are looked at closely.
      if fits[index].kind == ReferenceFit.anyKind { continue }
      guard let kind = (first + index).object.handleKind, Int(kind.number) == fits[index].kind
      else { return false }
    }
    return true
  }

  /// Each reference must be seen by exactly one field: others are foreign, or of a shared role.
  private func takes(_ all: UnsafeBufferPointer<Reference>) -> Bool {
    var seen = 0
    for fit in references {
      guard let count = SchemaFit.count(all, fit) else { return false }
      seen += count
    }
    return hasOwnRoles && seen == all.count && seen <= SchemaLimits.references
  }

  /// How many references are the field's; `nil` if they do not fit it.
  private static func count(
    _ references: UnsafeBufferPointer<Reference>, _ fit: ReferenceFit
  ) -> Int? {
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

  private let fields: [FieldFit]
  private let straight: StraightFit
  /// Whether `straight` has all fields.
  private let isStraight: Bool

  init(_ fields: [Field]) {
    let fits = fields.sorted { $0.number < $1.number }.map {
      FieldFit(number: $0.number, isOptional: $0.isOptional, form: FieldsFit.form($0.type))
    }
    self.fields = fits
    let straight = FieldsFit.straight(fits)
    self.straight = straight ?? StraightFit()
    isStraight = straight != nil
  }

  /// `nil` if a field has parts of its own.
  private static func straight(_ fields: [FieldFit]) -> StraightFit? {
    var fit = StraightFit()
    for field in fields {
      let form: StraightForm
      switch field.form {
      case .varint(let numbers): form = .varint(numbers)
      case .bytes: form = .bytes
      case .text: form = .text
      case .id: form = .id
      case .message, .packed, .list, .other: return nil
      }
      guard fit.add(number: field.number, isOptional: field.isOptional, form) else { return nil }
    }
    return fit
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

  func takes(_ buffer: UnsafeRawBufferPointer) -> Bool {
    isStraight && straight.takes(buffer) || takesAny(buffer)
  }

  /// Fields ascend, so one walk over schema and bytes side by side sees every field.
  private func takesAny(_ buffer: UnsafeRawBufferPointer) -> Bool {
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
    case .text: StraightFit.isText(slice)
    case .id: slice.count == 16
    case .message(let fields): fields.takes(slice)
    default: false
    }
  }
}
