// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Who works where, day by day, and who is away 人员台账.
public struct PostingBook: Hashable, Sendable {
  private var postings: [ObjectName: Standing<HeldPost>] = [:]
  private var absences: [ObjectName: [Absence]] = [:]

  public init() {}

  /// Where the person works on that day; `nil` for nowhere. A person has one post at a time.
  public func post(of person: ObjectName, on day: CivilDate) -> HeldPost? {
    postings[person]?.value(on: day)
  }

  /// The first day of a later change of the person's post; `nil` if there is none.
  public func change(of person: ObjectName, after day: CivilDate) -> CivilDate? {
    postings[person]?.change(after: day)
  }

  /// Everybody who ever had a post, by name.
  var people: [ObjectName] { postings.keys.sorted() }

  /// Who works in the body on that day or will later, by name.
  public func staff(of body: ObjectName, from day: CivilDate) -> [ObjectName] {
    people.filter { person in
      postings[person]?.values(from: day).contains { $0.body == body } ?? false
    }
  }

  /// When the person is away in any of these days.
  public func absences(of person: ObjectName, during days: DaySpan) -> [Absence] {
    (absences[person] ?? []).filter { $0.span.overlaps(days) }
  }

  /// A person takes up or changes a post.
  public mutating func apply(_ event: PersonPosted) {
    postings[event.person, default: Standing()].set(
      HeldPost(
        body: event.body, place: event.place, post: event.post, staffKind: event.staffKind,
        homeBody: event.change == .seconded ? event.homeBody : nil),
      from: event.effectiveFrom)
  }

  /// A person leaves.
  public mutating func apply(_ event: PersonLeft) {
    postings[event.person, default: Standing()].set(nil, from: event.effectiveFrom)
  }

  /// A person is away.
  public mutating func apply(_ event: AbsenceRecorded) {
    absences[event.person, default: []].append(
      Absence(
        body: event.body, post: event.post,
        span: DaySpan(from: event.effectiveFrom, through: event.effectiveTo)))
  }
}

/// A post in somebody's hands 岗位.
public struct HeldPost: Hashable, Sendable {
  /// The body.
  public var body: ObjectName
  /// The division in which the work is done.
  public var place: ObjectName
  /// A code of the posts list.
  public var post: String
  /// Which of the three kinds of staff.
  public var staffKind: StaffKind
  /// The body to which a seconded person belongs; `nil` for all others.
  public var homeBody: ObjectName?
}

/// Days away from a post 缺岗.
public struct Absence: Hashable, Sendable {
  /// The body.
  public var body: ObjectName
  /// A code of the posts list.
  public var post: String
  /// When.
  public var span: DaySpan
}
