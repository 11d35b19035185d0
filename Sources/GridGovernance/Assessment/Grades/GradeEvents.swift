// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 等次评定: a grade is awarded to a person (event 107).
///
/// It replaces the earlier grade of that person and year.
public struct GradeAwarded: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The year of the grade.
  public var year: Int
  /// The grade.
  public var grade: Grade
  /// Which kind of staff (I-3).
  public var staffKind: StaffKind
  /// The rule set by which it was done.
  public var rule: ObjectName
  /// The list of those who take part.
  public var participantList: ObjectName

  public init(
    person: ObjectName, body: ObjectName, year: Int, grade: Grade, staffKind: StaffKind,
    rule: ObjectName, participantList: ObjectName
  ) {
    self.person = person
    self.body = body
    self.year = year
    self.grade = grade
    self.staffKind = staffKind
    self.rule = rule
    self.participantList = participantList
  }

  public static let schema = EventSchema(
    "GradeAwarded", title: "等次评定 a grade is awarded to a person", stream: .person,
    [
      .reference("person", .person),
      .reference("body", .body),
      .init(Field.year, "year", .int),
      .init(Field.grade, "grade", Grade.type),
      .init(Field.staffKind, "staffKind", StaffKind.type),
      .reference("rule", .rule),
      .reference("participantList", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let year = 1
    public static let grade = 2
    public static let staffKind = 3
  }

  /// The grades of the year 年度等次.
  public enum Grade: String, Enumeration {
    case excellent, competent, basic, incompetent
  }
}
