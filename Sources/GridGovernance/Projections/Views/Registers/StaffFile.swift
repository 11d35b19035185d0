// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What is known of a person's posts, absences and stand-ins.
struct StaffFile: TableRow {
  struct Post: Codable, Hashable, Sendable {
    var body: ObjectID
    /// Where a seconded person belongs.
    var homeBody: ObjectID?
    var kind: StaffKind?
    var post: String

    var belongsTo: ObjectID { homeBody ?? body }
  }

  struct Absence: Codable, Hashable, Sendable {
    var body: ObjectID
    var span: DaySpan
  }

  struct Cover: Codable, Hashable, Sendable {
    var person: ObjectID
    var span: DaySpan
  }

  struct Role: Codable, Hashable, Sendable {
    var role: PersonRole
    var scope: ObjectID
    var span: DaySpan
  }

  var posts = Standing<Post>()
  var absences: [Absence] = []
  /// Who stands in for this person, and when.
  var covers: [Cover] = []
  /// For whom this person stands in, and when.
  var coveredPeople: [Cover] = []
  var roles: [Role] = []

  func isAbsent(on day: CivilDate) -> Bool { absences.contains { $0.span.contains(day) } }

  func cover(on day: CivilDate) -> ObjectID? { covers.first { $0.span.contains(day) }?.person }

  /// Since when the person works in the body of that day without a break.
  func since(_ day: CivilDate) -> CivilDate? {
    guard let body = posts.value(on: day)?.body else { return nil }
    var since: CivilDate?
    for entry in posts.entries.reversed() where entry.from <= day {
      guard entry.value?.body == body else { break }
      since = entry.from
    }
    return since
  }
}

/// Days of a month on which somebody of a body is away, and those with a stand-in.
struct AbsentDays: Hashable {
  var absent = 0
  var covered = 0
}

extension StaffFile {
  /// The steps between bodies, by day.
  var moves: [StaffMove] { posts.moves(\.body) }

  /// No absence is followed further than ten years: an end that nobody meant.
  private static let longest = 3660

  /// Days of absence by body and month, each day once.
  var absentDays: [BodyMonth: AbsentDays] {
    var found: [BodyMonth: AbsentDays] = [:]
    forEachAbsentDay { day, body in
      let key = BodyMonth(body: body, month: Month(day))
      found[key, default: AbsentDays()].absent += 1
      if cover(on: day) != nil { found[key, default: AbsentDays()].covered += 1 }
    }
    return found
  }

  /// Each day of absence once, with the body of the first absence that has it.
  func forEachAbsentDay(through last: CivilDate? = nil, _ body: (CivilDate, ObjectID) -> Void) {
    for (index, absence) in absences.enumerated() {
      let earlier = absences.prefix(index)
      let end = min(
        absence.span.until ?? absence.span.from,
        absence.span.from.adding(days: StaffFile.longest))
      var day = absence.span.from
      while day < end, last.map({ day <= $0 }) ?? true {
        if !earlier.contains(where: { $0.span.contains(day) }) { body(day, absence.body) }
        day = day.adding(days: 1)
      }
    }
  }

  /// Days of absence up to that day on which nobody stood in.
  func uncoveredDays(through day: CivilDate) -> Int {
    var count = 0
    forEachAbsentDay(through: day) { absent, _ in if cover(on: absent) == nil { count += 1 } }
    return count
  }
}

extension [BodyMonth: AbsentDays] {
  /// By key, so that no hash seed decides which row comes first.
  var inOrder: [(key: BodyMonth, value: AbsentDays)] { sorted { $0.key.packed < $1.key.packed } }
}
