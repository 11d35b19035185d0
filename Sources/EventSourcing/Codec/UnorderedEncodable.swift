// SPDX-License-Identifier: Apache-2.0

/// Collections whose order the hash seed decides: written sorted, so that bytes do not depend on
/// the process.
protocol UnorderedEncodable {
  /// The plain value in its one order; `plain` gives that of an element.
  func ordered(_ plain: (any Encodable) throws -> EventSourcing.Value?) throws
    -> EventSourcing.Value
}

extension Set: UnorderedEncodable where Element: Encodable {
  func ordered(
    _ plain: (any Encodable) throws -> EventSourcing.Value?
  ) throws -> EventSourcing.Value {
    let values = try compactMap { try plain($0) }
    return .list(values.sorted { Value.precedes($0, $1) })
  }
}

extension Dictionary: UnorderedEncodable where Key: Encodable, Value: Encodable {
  /// Text keys make a group of fields; other keys a list of key and value in turn.
  func ordered(
    _ plain: (any Encodable) throws -> EventSourcing.Value?
  ) throws -> EventSourcing.Value {
    var pairs: [(key: EventSourcing.Value, value: EventSourcing.Value)] = []
    for (key, value) in self {
      if let key = try plain(key), let value = try plain(value) { pairs.append((key, value)) }
    }
    pairs.sort { EventSourcing.Value.precedes($0.key, $1.key) }
    guard Key.self is any CodingKeyRepresentable.Type else {
      return .list(pairs.flatMap { [$0.key, $0.value] })
    }
    return .message(pairs.map { NamedValue($0.key.description, $0.value) })
  }
}
