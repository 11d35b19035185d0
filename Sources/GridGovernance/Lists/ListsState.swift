// SPDX-License-Identifier: Apache-2.0

/// What the rules remember of duty lists, powers and admissions: the fold of the module's events.
public struct ListsState: Hashable, Sendable {
  /// What stands on the five duty lists.
  public private(set) var duties = DutyBook()
  /// Which powers are live where.
  public private(set) var powers = PowerBook()
  /// Which tasks departments may hand to towns.
  public private(set) var admissions = AdmissionBook()

  public init() {}

  /// Takes one more event; total, since history is never refused.
  public mutating func apply(_ event: ListsEvent) {
    switch event {
    case .itemListed(let event): duties.apply(event)
    case .itemRemoved(let event): duties.apply(event)
    case .powerDevolved(let event): powers.apply(event)
    case .powerWithdrawn(let event): powers.apply(event)
    case .admissionRequested(let event): admissions.apply(event)
    case .admissionDecided(let event): admissions.apply(event)
    case .powerReviewed, .admissionFulfilled: break
    }
  }
}
