// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A change in a number of people from a day on.
struct DayFigure: Codable, Hashable, Sendable {
  var day: CivilDate
  var change: Int
}

/// Who works for a town from day to day; a part of ``TownStock``.
struct StaffStock: Codable, Hashable, Sendable {
  /// Comings and goings, one entry a day, ascending.
  private var posted: [DayFigure] = []
  /// Days away, as people who go and come back.
  private var away: [DayFigure] = []

  init() {}

  mutating func post(_ change: Int, from day: CivilDate) {
    StaffStock.add(change, from: day, to: &posted)
  }

  mutating func beAway(_ change: Int, on day: CivilDate) {
    StaffStock.add(-change, from: day, to: &away)
    StaffStock.add(change, from: day.adding(days: 1), to: &away)
  }

  /// How many are posted behind the month's last day.
  func number(in month: Month) -> Int {
    posted.reduce(0) { $1.day < month.next.first ? $0 + $1.change : $0 }
  }

  /// Days on which somebody was there, summed over people.
  func days(in month: Month) -> Int {
    StaffStock.days(posted, in: month) + StaffStock.days(away, in: month)
  }

  private static func days(_ figures: [DayFigure], in month: Month) -> Int {
    let (begin, end) = (month.first.daysSinceEpoch, month.next.first.daysSinceEpoch)
    return figures.reduce(0) { sum, figure in
      let day = figure.day.daysSinceEpoch
      return day < end ? sum + figure.change * (end - max(day, begin)) : sum
    }
  }

  private static func add(_ change: Int, from day: CivilDate, to figures: inout [DayFigure]) {
    let index = figures.firstIndex { $0.day >= day } ?? figures.endIndex
    guard index < figures.endIndex, figures[index].day == day else {
      return figures.insert(DayFigure(day: day, change: change), at: index)
    }
    figures[index].change += change
    if figures[index].change == 0 { figures.remove(at: index) }
  }
}

/// Where a person is posted and when the person is away.
struct TownPerson: TableRow {
  var posts = Standing<ObjectID>()
  var absences: [DaySpan] = []

  /// No absence is followed further than ten years: an end that nobody meant.
  private static let longest = 3660

  /// Days of absence, each once.
  var absentDays: [CivilDate] {
    var days: Set<CivilDate> = []
    for span in absences {
      var day = span.from
      while span.contains(day), day < span.from.adding(days: TownPerson.longest) {
        days.insert(day)
        day = day.adding(days: 1)
      }
    }
    return days.sorted()
  }
}

// Who works for a town: posted in one of its bodies (S3, S44).
extension TownWorkload {
  static let staffTypes: Set<EventType> = [.personPosted, .personLeft, .absenceRecorded]

  func takeStaff(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let person = event.reference(.person) else { throw Refusal("a fact without a person") }
    var file = people[person] ?? TownPerson()
    count(file, -1)
    if event.type == .absenceRecorded {
      guard let day = event.date(AbsenceRecorded.Field.effectiveFrom),
        let last = event.date(AbsenceRecorded.Field.effectiveTo)
      else { throw Refusal("AbsenceRecorded without dates") }
      file.absences.append(DaySpan(from: day, through: last))
    } else {
      let row = try PostingRow(event)
      file.posts.set(row.body, from: row.from)
    }
    people[person] = file
    count(file, 1)
  }

  /// Adds a person's days to the towns, or takes them off.
  private func count(_ person: TownPerson, _ sign: Int) {
    for move in person.posts.moves({ $0 }) {
      if let left = move.left { post(left, -sign, from: move.day) }
      if let joined = move.joined { post(joined, sign, from: move.day) }
    }
    for day in person.absentDays {
      guard let body = person.posts.value(on: day), let town = places.town(ofBody: body, on: day)
      else { continue }
      change(staffOf: town, from: day) { $0.beAway(sign, on: day) }
    }
  }

  private func post(_ body: ObjectID, _ change: Int, from day: CivilDate) {
    guard let town = places.town(ofBody: body, on: day) else { return }
    self.change(staffOf: town, from: day) { $0.post(change, from: day) }
  }

  private func change(
    staffOf town: ObjectID, from day: CivilDate, _ change: (inout StaffStock) -> Void
  ) {
    towns.update(town, default: TownStock()) { stock in
      change(&stock.staff)
      refresh(town, stock, from: Month(day))
    }
  }
}
