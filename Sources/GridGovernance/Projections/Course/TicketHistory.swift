// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The events of one ticket, kept so that a repair can fold them again.
struct TicketHistory: TableRow {
  /// In the order in which they became known.
  var facts: [CourseFact] = []
  var repairs: [CourseRepair] = []
  /// Statuses that other systems gave it, with the events that brought them.
  var imports: [ImportedStatus] = []

  /// What another system said of the ticket last, annulled records left out.
  var sourceStatus: String? {
    imports.last { item in !repairs.contains { $0.annuls(item.id) } }.flatMap { item in
      let corrected = repairs.last { $0.target == item.id && $0.field == "sourceStatus" }
      if case .text(let status)? = corrected?.value { return status }
      return item.status
    }
  }

  /// The course that the history leads to, repairs carried out (domain §7.0).
  ///
  /// An annulled event never happened, a corrected one happened as corrected; of several
  /// corrections of a field the last counts. A correction that does not fit makes the ticket
  /// anomalous.
  func course(in desk: CourseDesk) -> TicketCourse {
    var course = TicketCourse()
    for fact in facts where !repairs.contains(where: { $0.annuls(fact.id) }) {
      var fact = fact
      for repair in repairs where repair.target == fact.id && isLive(repair) {
        if !fact.amend(repair) { course.noteAnomaly(.factCorrected) }
      }
      course.apply(fact, in: desk)
    }
    course.revise(desk)
    return course
  }

  /// Whether a correction has not been annulled itself.
  private func isLive(_ repair: CourseRepair) -> Bool {
    repair.field != nil && !repairs.contains { $0.annuls(repair.id) }
  }
}

extension CourseRepair {
  func annuls(_ id: EventID) -> Bool { field == nil && target == id }
}

/// What another system said of a ticket.
struct ImportedStatus: Codable, Hashable, Sendable {
  var id: EventID
  var status: String?
}
