// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Totals under way: rows under keys, in the order in which the keys first came.
struct Totals<Key: TableKey, Row: TableRow> {
  private var keys: [Key] = []
  private var found: [Key: Row] = [:]
  private let empty: Row

  init(_ empty: Row) { self.empty = empty }

  mutating func update(_ key: Key, _ change: (inout Row) -> Void) {
    if found[key] == nil { keys.append(key) }
    var row = found[key] ?? empty
    change(&row)
    found[key] = row
  }

  var rows: [(key: Key, row: Row)] {
    keys.compactMap { key in found[key].map { (key: key, row: $0) } }
  }
}

/// From when to when each division stands, and as what.
struct DivisionLife {
  let kinds: Workspace<ObjectID, Standing<DivisionKind>>

  /// Takes `DivisionRegistered` and `DivisionAbolished`; the division of it.
  @discardableResult
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> ObjectID? {
    if event.type == .divisionRegistered {
      guard let division = event.reference(.division),
        let kind = event.enumeration(DivisionRegistered.Field.kind).flatMap(
          DivisionKind.init(number:)),
        let day = event.date(DivisionRegistered.Field.effectiveFrom)
      else { throw Refusal("DivisionRegistered without division, kind or date") }
      kinds.update(division, default: Standing()) { $0.set(kind, from: day) }
      return division
    }
    guard event.type == .divisionAbolished else { return nil }
    guard let division = event.reference(.division),
      let day = event.date(DivisionAbolished.Field.effectiveFrom)
    else { throw Refusal("DivisionAbolished without division or date") }
    kinds.update(division, default: Standing()) { $0.set(nil, from: day) }
    return division
  }
}
