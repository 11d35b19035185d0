// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What came of one unit's work on one ticket, as far as indicators look at it (domain §2.6).
struct HandlingOutcome: Codable, Hashable, Sendable {
  var isDisposed = false
  /// The first round was done by the deadline (K11).
  var isOnTime = false
  var isClosed = false
  var isClosedOnTime = false
  /// It passed through handling at least once.
  var isHandled = false
  /// A check failed, and it was that unit's work.
  var isReworked = false
  var isExtended = false
  /// Neither done nor ended nor suspended.
  var isPending = false
  var isVoided = false
  var suspension: SuspensionClass?
  /// Indicators that leave the ticket out (`TicketExcluded`).
  var excludedFrom: [String] = []
}

/// Outcomes counted: how often each came about in one place and month.
struct HandlingTally: TableRow, Hashable {
  struct Entry: Codable, Hashable, Sendable {
    var outcome: HandlingOutcome
    var count: Int
  }

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ outcome: HandlingOutcome, _ count: Int = 1) {
    guard let index = entries.firstIndex(where: { $0.outcome == outcome }) else {
      entries.append(Entry(outcome: outcome, count: count))
      return
    }
    entries[index].count += count
    if entries[index].count == 0 { entries.remove(at: index) }
  }

  mutating func add(_ other: HandlingTally) {
    for entry in other.entries { add(entry.outcome, entry.count) }
  }

  /// How many deadlines there were, voided tickets as the formula wants them.
  func deadlines(_ definitions: IndicatorDefinitions?) -> Int {
    entries.reduce(0) { $0 + ($1.outcome.counts(definitions) ? $1.count : 0) }
  }

  func count(_ indicator: Indicator, _ definitions: IndicatorDefinitions?) -> IndicatorCount {
    var result = IndicatorCount(indicator, 0, of: 0)
    for entry in entries where entry.outcome.counts(definitions) {
      guard !entry.outcome.excludedFrom.contains(indicator.rawValue),
        let isIn = entry.outcome.isIn(indicator, definitions)
      else { continue }
      result.denominator += entry.count
      if isIn { result.numerator += entry.count }
    }
    return result
  }
}

extension HandlingOutcome {
  /// Voided tickets stay out unless the formula keeps them (definition i).
  func counts(_ definitions: IndicatorDefinitions?) -> Bool {
    !isVoided || definitions?.voidedCounts == true
  }

  /// Whether the numerator has it; `nil` if not even the denominator does.
  func isIn(_ indicator: Indicator, _ definitions: IndicatorDefinitions?) -> Bool? {
    switch indicator {
    case .disposal: isDisposed
    case .onTimeDisposal: isOnTime
    case .closing: shouldClose(definitions) ? isClosed : nil
    case .onTimeClosing: shouldClose(definitions) ? isClosedOnTime : nil
    case .rework: isHandled ? isReworked : nil
    case .reworkOfShouldClose: shouldClose(definitions) ? isReworked : nil
    case .overduePending: isPending
    case .extension: isExtended
    }
  }

  /// Suspended tickets leave should-close by their class (definition ii).
  private func shouldClose(_ definitions: IndicatorDefinitions?) -> Bool {
    guard let suspension else { return true }
    return !(definitions?.suspendedOut ?? []).contains(suspension)
  }
}
