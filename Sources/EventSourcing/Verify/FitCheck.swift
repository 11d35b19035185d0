// SPDX-License-Identifier: Apache-2.0

/// Tells which events of a segment surely fit their schemas, without decoding them.
///
/// What references a type may have follows from the event's shape, so it is asked once for each
/// pair of the two.
struct FitCheck {
  /// The rows of the segment under way that may not fit.
  private(set) var doubtful: [Int] = []
  /// `nil` if nothing is to be checked.
  private let catalogue: SchemaCatalogue?
  private var types: [TypeSymbol] = []
  private var shapes: [Shape] = []
  /// What the catalogue asks, by the log's number of the type; `nil` if it does not know it.
  private var fits: [SchemaFit?] = []
  /// Whether the references fit, by type and shape.
  private var pairs: [UInt64: Bool] = [:]
  /// The pair that was looked up last: neighbours are often alike.
  private var last: (pair: UInt64, fits: Bool)?

  init(_ catalogue: SchemaCatalogue?) { self.catalogue = catalogue }

  /// Takes over the symbols of the dictionary.
  mutating func know(_ state: borrowing LogDictionary.State) {
    types = state.types.symbols
    shapes = state.shapes.symbols
    for symbol in types[fits.count...] {
      fits.append(catalogue?.fit(symbol.type, version: symbol.version))
    }
  }

  /// Begins with the next segment.
  mutating func begin() { doubtful.removeAll(keepingCapacity: true) }

  /// Looks at an event of a segment.
  @inline(__always)
  mutating func note(_ row: Int, _ rows: SegmentRows, _ payload: UnsafeRawBufferPointer) {
    guard catalogue != nil else { return }
    let type = Int(truncatingIfNeeded: rows.column(.type)[row])
    if !takes(type, Int(rows.shapeSymbol(row)), payload) { doubtful.append(row) }
  }

  /// Whether the event surely fits, or is of a type that a newer program may have written.
  private mutating func takes(
    _ type: Int, _ shape: Int, _ payload: UnsafeRawBufferPointer
  ) -> Bool {
    guard type < fits.count, shape < shapes.count else { return false }
    guard let fit = fits[type] else { return true }
    return takesReferences(fit, type, shape) && fit.takes(payload: payload)
  }

  private mutating func takesReferences(_ fit: SchemaFit, _ type: Int, _ shape: Int) -> Bool {
    let pair = UInt64(type) << 32 | UInt64(shape)
    if let last, last.pair == pair { return last.fits }
    let known = pairs[pair]
    let answer = known ?? fit.takes(references: examples(of: shapes[shape]))
    if known == nil { pairs[pair] = answer }
    last = (pair, answer)
    return answer
  }

  /// References of the shape's roles and kinds, to any objects.
  private func examples(of shape: Shape) -> [Reference] {
    shape.slots.filter { !HeaderRole.all.contains($0.role) }
      .map { Reference($0.role, ObjectName($0.kind, "any")) }
  }
}
