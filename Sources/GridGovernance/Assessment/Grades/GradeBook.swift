// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The grades of persons by year 年度等次: the fold of the awards; a later one replaces the earlier
/// of that person and year.
public struct GradeBook: Hashable, Sendable {
  /// Of which unit, year and kind of staff a quota is.
  public struct Group: Hashable, Sendable {
    public var body: ObjectName
    public var year: Int
    public var staffKind: StaffKind

    public init(body: ObjectName, year: Int, staffKind: StaffKind) {
      self.body = body
      self.year = year
      self.staffKind = staffKind
    }
  }

  private struct Award: Hashable {
    var group: Group
    var grade: GradeAwarded.Grade
  }

  /// By year, then person.
  private var awards: [Int: [ObjectName: Award]] = [:]

  public init() {}

  /// The grade of a person's year; `nil` if none was awarded.
  public func grade(of person: ObjectName, in year: Int) -> GradeAwarded.Grade? {
    awards[year]?[person]?.grade
  }

  /// How many of a group are excellent, one person left out.
  public func excellent(in group: Group, besides person: ObjectName? = nil) -> Int {
    (awards[group.year] ?? [:]).count { name, award in
      name != person && award.group == group && award.grade == .excellent
    }
  }

  /// A grade is awarded.
  public mutating func apply(_ event: GradeAwarded) {
    awards[event.year, default: [:]][event.person] = Award(group: event.group, grade: event.grade)
  }
}

extension GradeAwarded {
  /// Of which quota it takes a place if it is excellent.
  public var group: GradeBook.Group {
    GradeBook.Group(body: body, year: year, staffKind: staffKind)
  }
}

extension GradeBook: BookContents {
  static var events: [any Event.Type] { [GradeAwarded.self] }

  mutating func take(_ event: any Event) { (event as? GradeAwarded).map { apply($0) } }
}

extension PostingBook {
  /// Who takes part: the staff of a unit and kind on the last day of the year, by name. Whoever is
  /// lent to another unit counts at home.
  public func participants(of group: GradeBook.Group) -> [ObjectName] {
    guard let day = CivilDate(year: group.year, month: 12, day: 31) else { return [] }
    return people.filter { person in
      guard let post = post(of: person, on: day) else { return false }
      return (post.homeBody ?? post.body) == group.body && post.staffKind == group.staffKind
    }
  }
}

extension GradeQuotaRule {
  /// How many of so many may be excellent (A17).
  public func places(of participants: Int) -> Int {
    let exact = share * Rational(participants) + (rounding == .halfUp ? Rational(1, 2) : .zero)
    return (0...participants).last { Rational($0) <= exact } ?? 0
  }

  /// Whether it says anything of that kind of staff.
  public func binds(_ kind: StaffKind) -> Bool { staffKinds.isEmpty || staffKinds.contains(kind) }
}
