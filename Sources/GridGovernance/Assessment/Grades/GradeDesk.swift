// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where yearly grades are awarded 年度等次 (I-20).
///
/// ```swift
/// try county.grades.award(
///   GradeAwarded(
///     person: "person/p-17", body: office, year: 2021, grade: .excellent,
///     staffKind: .administrative, rule: "rule/sample-grade-quota", participantList: list))
/// ```
public struct GradeDesk: Sendable {
  let county: County

  /// The grades as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> GradeBook {
    try county.contents(of: county.books.grades)
  }

  /// Awards a grade, or another one in place of that person's and year's.
  ///
  /// - Throws: ``CommandError``: `I-20` where the quota of unit, year and kind of staff is used up,
  ///   recorded once for each command id; of two that take the last place at once one gets it.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func award(
    _ grade: GradeAwarded, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      try county.requireScope(of: [grade.body], at: request.now)
      let context = GradeContext(
        now: request.now, commandID: request.id, actor: county.actor,
        participants: try county.contents(of: county.books.organisation).postings
          .participants(of: grade.group),
        quota: try county.contents(of: county.books.register).gradeQuota(of: grade))
      let state = try state()
      let facts = try door.rules { () throws(Rejection) in
        try GradeDecider.decide(grade, given: state, in: context)
      }
      return CommandDoor.Decision(
        facts: facts,
        condition: .noEvents(matching: Query(grade.readings), after: request.head))
    }
  }
}

extension GradeAwarded {
  /// Grades of the unit, who works there or comes and goes, and the rule set.
  fileprivate var readings: [Query.Item] {
    [
      .naming(body, as: .body, in: .gradeAwarded, .personPosted, .personLeft),
      .naming(body, as: .homeBody, in: .personPosted),
      .naming(rule, as: .rule, in: .ruleSetPublished),
    ]
  }
}

extension CountyRegister {
  /// The quota of the rule set that the award names, on the last day of its year.
  fileprivate func gradeQuota(of grade: GradeAwarded) -> GradeQuotaRule? {
    guard let day = CivilDate(year: grade.year, month: 12, day: 31) else { return nil }
    return rules.last { $0.rule == grade.rule && $0.effectiveFrom <= day }?.content.gradeQuota
  }
}

extension County {
  /// Yearly grades of persons.
  public var grades: GradeDesk { GradeDesk(county: self) }
}
