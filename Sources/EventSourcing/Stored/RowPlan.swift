// SPDX-License-Identifier: Apache-2.0

/// Where the fields of a plain struct lie in memory, so that its rows are written without asking
/// `encode` again for each: a tenth of the time (docs/PERFORMANCE.md).
///
/// Found by trial, through nothing but the type's own `Codable`: made-up values are decoded, looked
/// for in the memory of what comes out, and must come out of `encode` again under the same names.
/// A type that does anything else with any of them, or has fields of other types, has no plan and
/// is written by `encode`.
struct RowPlan {
  /// A field's type: each has one form in a stored row.
  enum Kind: Hashable, CaseIterable {
    case int, bool, instant, date, object, type
  }

  /// Where a field lies, and as what.
  struct Place: Hashable {
    var kind: Kind
    var isOptional: Bool
    var offset: Int
  }

  struct Field: Hashable {
    var name: String
    var place: Place
  }

  let fields: [Field]

  /// - Returns: `nil` for a type that has no plan.
  init?<T>(_ type: T.Type) {
    // Rows whose bits are all of them: copied without a reference count, destroyed by forgetting.
    guard _isPOD(type), let codable = type as? any (Decodable & Encodable).Type else { return nil }
    guard let fields = RowTrial.fields(of: codable) else { return nil }
    self.fields = fields
  }
}

extension RowPlan.Kind {
  /// The kind of a Swift type, as a field has it.
  init?(_ type: Any.Type) {
    switch ObjectIdentifier(type) {
    case ObjectIdentifier(Int.self): self = .int
    case ObjectIdentifier(Bool.self): self = .bool
    case ObjectIdentifier(Instant.self): self = .instant
    case ObjectIdentifier(CivilDate.self): self = .date
    case ObjectIdentifier(ObjectID.self): self = .object
    case ObjectIdentifier(EventType.self): self = .type
    default: return nil
    }
  }
}

extension RowPlan.Place {
  /// The bits of the field in a row's memory; `nil` for an optional that holds nothing.
  @inline(__always)
  func bits(_ row: UnsafeRawPointer) -> UInt64? {
    func load<V>(_ type: V.Type, _ bits: (V) -> UInt64) -> UInt64? {
      if isOptional { return row.load(fromByteOffset: offset, as: V?.self).map(bits) }
      return bits(row.load(fromByteOffset: offset, as: V.self))
    }
    switch kind {
    case .int: return load(Int.self) { UInt64(bitPattern: Int64($0)) }
    case .bool: return load(Bool.self) { $0 ? 1 : 0 }
    case .instant: return load(Instant.self) { UInt64(bitPattern: $0.microseconds) }
    case .date: return load(CivilDate.self) { UInt64(bitPattern: Int64($0.daysSinceEpoch)) }
    case .object: return load(ObjectID.self) { $0.rawValue }
    case .type: return load(EventType.self) { UInt64($0.number) }
    }
  }

  /// How much memory the field takes, and where it may begin.
  var layout: (size: Int, alignment: Int) {
    func layout<V>(_ type: V.Type) -> (Int, Int) {
      isOptional
        ? (MemoryLayout<V?>.size, MemoryLayout<V?>.alignment)
        : (MemoryLayout<V>.size, MemoryLayout<V>.alignment)
    }
    switch kind {
    case .int: return layout(Int.self)
    case .bool: return layout(Bool.self)
    case .instant: return layout(Instant.self)
    case .date: return layout(CivilDate.self)
    case .object: return layout(ObjectID.self)
    case .type: return layout(EventType.self)
    }
  }
}

/// The trials that find a plan.
enum RowTrial {
  /// What a type was given or gave for a field.
  struct Entry: Hashable {
    var name: String
    var kind: RowPlan.Kind
    var isOptional: Bool
    /// `nil` for nothing.
    var bits: UInt64?
  }

  struct Failure: Error {}

  /// Enough that bits which are elsewhere by chance are found out.
  private static let count = 64

  static func fields(of type: any (Decodable & Encodable).Type) -> [RowPlan.Field]? {
    func find<T: Decodable & Encodable>(_ type: T.Type) -> [RowPlan.Field]? {
      var random = TrialNumbers()
      guard let first = try? make(type, &random), !first.given.isEmpty else { return nil }
      var places = first.given.map { candidates($0, in: MemoryLayout<T>.size) }
      var order: [String] = []
      for _ in 0..<count {
        guard let trial = try? make(type, &random),
          narrow(&places, trial.row, trial.given, like: first.given),
          let written = try? entries(of: trial.row), agree(written, trial.given, &order)
        else { return nil }
      }
      return plan(places, order)
    }
    return find(type)
  }

  /// Every place where a field may lie.
  private static func candidates(_ entry: Entry, in size: Int) -> [RowPlan.Field] {
    var place = RowPlan.Place(kind: entry.kind, isOptional: entry.isOptional, offset: 0)
    let (bytes, alignment) = place.layout
    return stride(from: 0, through: size - bytes, by: alignment).map { offset in
      place.offset = offset
      return RowPlan.Field(name: entry.name, place: place)
    }
  }

  /// Keeps the places where a row has what was given; false if the type asks for other fields now.
  private static func narrow<T>(
    _ places: inout [[RowPlan.Field]], _ row: T, _ given: [Entry], like first: [Entry]
  ) -> Bool {
    guard given.count == first.count,
      zip(given, first).allSatisfy({
        $0.name == $1.name && $0.kind == $1.kind && $0.isOptional == $1.isOptional
      })
    else { return false }
    withUnsafeBytes(of: row) { bytes in
      guard let start = bytes.baseAddress else { return }
      for index in places.indices {
        places[index].removeAll { !isThere(given[index], $0.place, start) }
      }
    }
    return true
  }

  /// Compares without loading a truth value that may be none.
  private static func isThere(
    _ entry: Entry, _ place: RowPlan.Place, _ row: UnsafeRawPointer
  ) -> Bool {
    if place.kind == .bool {
      let byte = row.load(fromByteOffset: place.offset, as: UInt8.self)
      guard byte <= 1 || place.isOptional && byte == 2 else { return false }
    }
    return place.bits(row) == entry.bits
  }

  /// True if what was written is what was given; keeps the order in which fields are written.
  private static func agree(
    _ written: [Entry], _ given: [Entry], _ order: inout [String]
  ) -> Bool {
    let present = given.filter { $0.bits != nil }
    let bits = Dictionary(present.map { ($0.name, ($0.kind, $0.bits)) }) { first, _ in first }
    guard written.count == present.count, bits.count == present.count,
      written.allSatisfy({ entry in
        bits[entry.name].map { $0.0 == entry.kind && $0.1 == entry.bits } ?? false
      })
    else { return false }
    if written.count == given.count, order.isEmpty { order = written.map(\.name) }
    // Where some are absent, the others keep their order.
    let names = Set(written.map(\.name))
    return order.isEmpty || order.filter(names.contains) == written.map(\.name)
  }

  private static func plan(_ places: [[RowPlan.Field]], _ order: [String]) -> [RowPlan.Field]? {
    guard places.allSatisfy({ $0.count == 1 }), order.count == places.count else { return nil }
    let fields = Dictionary(places.map { ($0[0].name, $0[0]) }) { first, _ in first }
    return order.compactMap { fields[$0] }
  }

  private static func make<T: Decodable>(
    _ type: T.Type, _ random: inout TrialNumbers
  ) throws -> (row: T, given: [Entry]) {
    let decoder = TrialDecoder(random)
    let row = try T(from: decoder)
    random = decoder.random
    return (row, decoder.given)
  }

  private static func entries(of row: some Encodable) throws -> [Entry] {
    let encoder = TrialEncoder()
    try row.encode(to: encoder)
    return encoder.written
  }
}

/// Numbers that repeat themselves in every process.
struct TrialNumbers {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// Bits for a value: often those that a type may treat as something special.
  mutating func bits(_ kind: RowPlan.Kind) -> UInt64 {
    let choice = next() % 8
    let number: UInt64 = choice == 0 ? 0 : choice == 1 ? 1 : choice == 2 ? .max : next()
    switch kind {
    case .bool: return number & 1
    case .type: return number & 0xFFFF
    case .object: return number & 0xFFFF_FFFF_FFFF
    case .int, .instant, .date: return number
    }
  }
}
