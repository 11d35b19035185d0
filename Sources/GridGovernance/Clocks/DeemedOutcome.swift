// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules take as done because a time ran out 视为 (domain §2.3): computed for a moment,
/// never an event.
public enum DeemedOutcome: String, CaseIterable, Hashable, Sendable {
  /// Work is past its deadline 超期.
  case overdue
  /// A right, a grant or a rule that was given for a time is over 失效.
  case expired
  /// An application that nobody answered is accepted 视为受理.
  case acceptedBySilence
  /// A dispatch that nobody signed for counts as signed 视为签收 (K13, `deemedSigned`).
  case signedFor
  /// A dispatch that nobody returned in its window is taken on 视为承接 (K12).
  case dispatchAccepted
  /// An application whose corrections never came is withdrawn 视为撤回.
  case withdrawn
}

extension Clock {
  /// From when on the outcome holds, as at `now`; `nil` if it does not.
  ///
  /// A clock that stopped in time leads to nothing. One that stopped late was `overdue` and
  /// stays so; for the other outcomes a late answer finds the outcome settled as well.
  public func deemed(
    at now: Instant, by calendar: WorkCalendar, in zone: BusinessZone
  ) -> Instant? {
    guard let due = due(by: calendar, in: zone)?.moment, (stopped ?? now) > due, now > due else {
      return nil
    }
    return due
  }
}
