// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of handling: outcomes by subject, place and month of the deadline.
///
/// A ticket belongs to the month in which its deadline falls (domain §2.6, iv). Its place is its
/// division; which town that is, is asked when figures are made.
struct HandlingBook {
  let tickets: Workspace<ObjectID, HandledTicket>
  let tallies: Workspace<HandlingKey, HandlingTally>
  let places: Workspace<SubjectMonth, [ObjectID]>
  let desk: HandlingDesk

  /// Takes an event of a ticket; the subjects and months whose figures it changed.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) -> [SubjectMonth] {
    guard let name = event.reference(.ticket) else { return [] }
    let zone = event.zone
    var ticket = tickets[name] ?? HandledTicket()
    let old = ticket.contributions(zone)
    ticket.apply(event, desk)
    let new = ticket.contributions(zone)
    tickets[name] = ticket
    guard old != new else { return [] }
    for item in old { add(item, -1) }
    for item in new { add(item, 1) }
    var changed: [SubjectMonth] = []
    for month in (old + new).map(\.key.subjectMonth) where !changed.contains(month) {
      changed.append(month)
    }
    return changed
  }

  private func add(_ item: Contribution, _ count: Int) {
    var tally = tallies[item.key] ?? HandlingTally()
    tally.add(item.outcome, count)
    tallies[item.key] = tally.isEmpty ? nil : tally
    let month = item.key.subjectMonth
    if count > 0, !(places[month]?.contains(item.key.division) ?? false) {
      places[month, default: []].append(item.key.division)
    }
  }

  /// The outcomes of a subject in those months, by the town that a place belonged to at the end of
  /// the month (domain A19); places outside any town are left out.
  func byTown(of subject: ObjectID, months: Range<Int>) -> [ObjectID: HandlingTally] {
    var result: [ObjectID: HandlingTally] = [:]
    for month in months {
      let day = Month(index: month).next.first.adding(days: -1)
      for division in places[SubjectMonth(subject: subject, month: month)] ?? [] {
        let key = HandlingKey(subject: subject, division: division, month: month)
        guard let tally = tallies[key], let town = desk.places.town(of: division, on: day)
        else { continue }
        result[town, default: HandlingTally()].add(tally)
      }
    }
    return result
  }
}

/// Whose work, where, with a deadline in which month.
struct HandlingKey: TableKey {
  var subject: ObjectID
  var division: ObjectID
  /// Counted from January of the year 0.
  var month: Int

  var subjectMonth: SubjectMonth { SubjectMonth(subject: subject, month: month) }
}

/// A subject in a month, counted from January of the year 0.
struct SubjectMonth: TableKey {
  var subject: ObjectID
  var month: Int
}

/// One outcome and where it counts.
struct Contribution: Hashable {
  var key: HandlingKey
  var outcome: HandlingOutcome
}

extension HandledTicket {
  /// Each leg counts for its unit, and for the person whose work it is.
  func contributions(_ zone: BusinessZone) -> [Contribution] {
    guard let division, !legs.isEmpty else { return [] }
    var contributions: [Contribution] = []
    for leg in legs {
      guard let due = leg.due, let outcome = outcome(of: leg) else { continue }
      let month = zone.date(of: due).monthNumber
      var key = HandlingKey(subject: leg.handler, division: division, month: month)
      contributions.append(Contribution(key: key, outcome: outcome))
      if let worker = leg.worker {
        key.subject = worker
        contributions.append(Contribution(key: key, outcome: outcome))
      }
    }
    return contributions
  }
}
