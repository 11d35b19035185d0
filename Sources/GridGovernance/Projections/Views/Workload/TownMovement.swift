// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// How a ticket comes to a town.
enum TownEntry {
  case from(TownSource)
  case unlisted
  case reopened
  case unmerged
}

/// How a ticket goes from a town.
enum TownExit {
  case declined, referred, closed, voided, merged, redirect, `return`, wrongUnit, escalation
}

extension TownTickets {
  mutating func count(_ entry: TownEntry) {
    openAtEnd += 1
    switch entry {
    case .from(let source):
      received += 1
      count(source)
    case .unlisted:
      received += 1
      receivedUnlisted += 1
    case .reopened: reopened += 1
    case .unmerged: unmerged += 1
    }
  }

  private mutating func count(_ source: TownSource) {
    switch source {
    case .fromAbove: receivedFromAbove += 1
    case .enforcementPatrol: receivedEnforcementPatrol += 1
    case .grid: receivedGrid += 1
    case .public: receivedPublic += 1
    }
  }

  /// Of those closed, one with a deadline more or fewer.
  mutating func count(isLate: Bool?, _ number: Int) {
    guard let isLate else { return }
    if isLate { closedLate += number } else { closedOnTime += number }
  }

  mutating func count(_ exit: TownExit) {
    openAtEnd -= 1
    switch exit {
    case .declined: declined += 1
    case .referred: referred += 1
    case .closed: closed += 1
    case .voided: voided += 1
    case .merged: merged += 1
    case .redirect: leftRedirect += 1
    case .return: leftReturn += 1
    case .wrongUnit: leftWrongUnit += 1
    case .escalation: leftEscalation += 1
    }
  }
}

/// A step of a ticket as its towns see it: where it was open before, where after.
struct TownMovement {
  let before: ObjectID?
  let after: ObjectID?
  let entry: TownEntry
  let exit: TownExit
}

extension TownMovement {
  /// What the step was for the towns; `nil` if no town gained or lost the ticket.
  ///
  /// `source` says what the origin of a report is to the town that takes it in.
  init?(
    _ fact: CourseFact, from before: ObjectID?, to course: TicketCourse,
    source: (String) -> TownSource?
  ) {
    let after = course.openIn
    guard before != after else { return nil }
    self.before = before
    self.after = after
    entry = TownMovement.entry(fact.step, source)
    exit = TownMovement.exit(fact.step, to: course.status)
  }

  private static func entry(
    _ step: CourseStep, _ source: (String) -> TownSource?
  ) -> TownEntry {
    switch step {
    case .reported(let report): source(report.origin).map { .from($0) } ?? .unlisted
    case .unmerged: .unmerged
    // A hop that ends gives the ticket back to the town above it: it comes from outside too.
    case .dispatched, .redirected, .ruled, .inspected: .from(.fromAbove)
    // Whatever else opens a ticket that had come to an end.
    default: .reopened
    }
  }

  private static func exit(_ step: CourseStep, to status: TicketStatus?) -> TownExit {
    switch status {
    case .declined, .notRegistered: return .declined
    case .referred: return .referred
    case .closed: return .closed
    case .voided: return .voided
    case .merged: return .merged
    default: break
    }
    switch step {
    case .ruled: return .return
    case .inspected: return .wrongUnit
    case .escalated, .accepted: return .escalation
    default: return .redirect
    }
  }
}

/// How a close was counted, so that a calendar that becomes known later counts it anew.
struct ClosedVerdict: TableRow {
  var town: ObjectID
  var month: Month
  var isLate: Bool?
}
