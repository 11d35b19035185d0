// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// I-10 and I-30: certified officers, and two of them.
struct OfficerRules {
  let act: OfficerAct
  let command: String
  let commandID: EventID
  let proposer: ObjectName
  let town: ObjectName?
  let subject: ObjectName
  /// The day of the act.
  let day: CivilDate
  let certificates: CertificateBook
  /// Who is assigned on that day; `nil` before any assignment.
  let assigned: [ObjectName]?
  /// What the procedures in force let fewer do.
  let fewer: [FewerOfficersRule]
  /// The way of service.
  var method: String?

  /// Refuses officers without a valid certificate, too few of them, or others than those assigned.
  func check(_ officers: [CaseOfficer]) throws(Rejection) {
    guard officers.allSatisfy(isCertified) else {
      throw kept(
        "I-10", "county text S21, S46; Administrative Penalty Law, art. 42 (行政处罚法第42条)",
        Words(
          "an officer's certificate is not valid on that day", "执法人员的执法证当日无效"),
        next: Words(
          "let officers with valid certificates act (CertificateIssued)", "由持有效执法证的人员办理"))
    }
    guard Set(officers.map(\.person)).count >= least else {
      throw twoOfficers(
        Words("the act has fewer than two officers", "执法人员少于两人"))
    }
    if let assigned, !officers.allSatisfy({ assigned.contains($0.person) }) {
      throw twoOfficers(
        Words("an officer is not assigned to the case on that day", "执法人员当日未被指派办理本案"))
    }
  }

  private func isCertified(_ officer: CaseOfficer) -> Bool {
    certificates.certificate(officer.certificate).map {
      $0.person == officer.person && $0.isValid(on: day)
    } ?? false
  }

  private var least: Int {
    let rule = fewer.last { rule in
      rule.act == act
        && (rule.methods.isEmpty || method.map(rule.methods.contains) ?? false)
    }
    return rule?.least ?? 2
  }

  private func twoOfficers(_ message: Words) -> Rejection {
    kept(
      "I-30", "Administrative Penalty Law, art. 42 (行政处罚法第42条)", message,
      next: Words(
        "let two certified and assigned officers act, or name the law that allows one "
          + "in a procedure rule set",
        "由两名以上持证并经指派的人员办理，或在程序规则中写明例外依据"))
  }

  private func kept(
    _ rule: String, _ source: String, _ message: Words, next: Words
  ) -> Rejection {
    OfficerRules.kept(
      rule, source, message, next: next, command: command, commandID: commandID,
      proposer: proposer, town: town, subject: subject)
  }

  /// A refusal with the event that keeps it; it names no person.
  static func kept(
    _ rule: String, _ source: String, _ message: Words, next: Words, command: String,
    commandID: EventID, proposer: ObjectName, town: ObjectName?, subject: ObjectName
  ) -> Rejection {
    Rejection(
      rule: rule, source: source, message: message, next: next,
      recorded: CommandRefused(
        command: command, rule: rule, source: source, commandID: commandID, proposer: proposer,
        town: town.map { [$0] } ?? [], subject: subject))
  }
}
