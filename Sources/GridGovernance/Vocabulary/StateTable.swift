// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// Which event may follow in which state: a table of the domain as data.
package struct StateTable<Status: Enumeration>: Sendable {
  /// One line: in these states this event, if it is one of these variants.
  package struct Row: Sendable {
    package let event: EventType
    /// `nil` stands for "before the first event".
    package let from: [Status?]
    /// Numbers of the variants in braces; empty: any.
    package let variants: [Int]

    init(_ event: EventType, _ from: [Status?], _ variants: [Int] = []) {
      self.event = event
      self.from = from
      self.variants = variants
    }
  }

  /// In the order of the domain's table.
  package let rows: [Row]
  /// The event types, each once.
  package let types: [EventType]
  private let byType: [EventType: [Row]]

  init(_ rows: [Row]) {
    self.rows = rows
    var seen: Set<EventType> = []
    types = rows.map(\.event).filter { seen.insert($0).inserted }
    byType = Dictionary(grouping: rows, by: \.event)
  }

  /// Whether the table has an event of that type and variant in that state.
  ///
  /// The two repairs are no lines of any table: they are allowed in every state.
  package func allows(_ type: EventType, variant: Int, in status: Status?) -> Bool {
    guard let rows = byType[type] else {
      return type == .factCorrected || type == .eventAnnulled
    }
    return rows.contains { row in
      row.from.contains(status) && (row.variants.isEmpty || row.variants.contains(variant))
    }
  }

  /// The event types that the table has in that state, in the order of its lines.
  package func types(in status: Status?) -> [EventType] {
    types.filter { type in byType[type, default: []].contains { $0.from.contains(status) } }
  }
}

/// A pair of state and event that a table does not have, or an event that breaks a rule, as
/// corrected or imported histories may hold: kept and shown.
public struct HistoryAnomaly: Hashable, Codable, Sendable {
  /// The state in which the event came; `nil` before the first.
  public var status: String?
  /// The event type.
  public var type: String
  /// The rule that would have refused it.
  public var rule: String
  /// The place of the event in the history: 1 for the first.
  public var index: Int
}
