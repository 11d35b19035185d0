// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The ticket table (domain §2.2) as bits: which states an event may come in.
enum CoursePairs {
  /// True if the table has the event in that state; `nil` stands for "before the report".
  static func allow(_ fact: CourseFact, in status: TicketStatus?) -> Bool {
    let masks = byType[Int(fact.type.rawValue)]
    let variant = fact.variant
    let mask = variant < masks.count ? masks[variant] : masks[0]
    return mask & bit(status) != 0
  }

  /// `reported+TicketClosed`: the pair as people name it.
  static func name(_ type: EventType, in status: TicketStatus?) -> String {
    "\(status?.rawValue ?? "start")+\(type.name)"
  }

  private static func bit(_ status: TicketStatus?) -> UInt32 {
    1 << UInt32(status.map(\.number) ?? 0)
  }

  /// By type and variant, one bit a state; variant 0 is for types that have none.
  private static let byType: [[UInt32]] = CourseType.allCases.map { type in
    let rows = TicketTable.table.rows.filter { $0.event == type.eventType }
    let highest = rows.flatMap(\.variants).max() ?? 0
    return (0...highest).map { variant in
      rows.filter { $0.variants.isEmpty || $0.variants.contains(variant) }
        .flatMap(\.from).reduce(0) { $0 | bit($1) }
    }
  }
}
