// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where one scheme's commands are carried out against a log 考核.
///
/// Each command is one append, made only if nothing it was decided by has changed meanwhile. A
/// refusal of class RR is recorded, once for each command id however often it is asked.
public struct AssessmentDesk: Sendable {
  /// Where commands are carried out.
  public let log: EventLog
  /// The scheme whose commands these are.
  public let scheme: ObjectName
  /// The body that acts, and the person.
  public let body: ObjectName
  /// The person who acts.
  public let person: ObjectName?

  public init(_ log: EventLog, scheme: ObjectName, body: ObjectName, person: ObjectName? = nil) {
    self.log = log
    self.scheme = scheme
    self.body = body
    self.person = person
  }

  /// Decides a command and appends what it causes.
  ///
  /// - Parameters:
  ///   - commandID: Names the command; asked again under the same id, it is not done twice.
  ///   - now: When the act happens.
  /// - Returns: The place of its event.
  /// - Throws: ``CommandError``: the rules' answer, with the refusal already on record where it
  ///   is to be kept; or what stood in the way of reading or appending.
  @available(*, noasync, message: "appends and folds on the calling thread")
  @discardableResult
  public func carryOut(
    _ command: AssessmentCommand, as commandID: EventID, at now: Instant
  ) throws(CommandError<Rejection>) -> Position {
    let door = CommandDoor(log: log, actor: Actor(body: body, person: person))
    return try door.carryOut(as: commandID, at: now) {
      _ throws(CommandError<Rejection>) in
      let (state, rules, position) = try register()
      let context = AssessmentContext(
        scheme: scheme, now: now, commandID: commandID, body: body, person: person, rules: rules,
        result: try result(for: command, upTo: position))
      let facts = try door.rules { () throws(Rejection) in
        try AssessmentDecider.decide(command, given: state, in: context)
      }
      return CommandDoor.Decision(facts: facts, condition: unchanged(since: position))
    }.last
  }

  /// What a command is decided by: any event of the scheme, any rule set.
  private func unchanged(since position: Position) -> AppendCondition {
    .noEvents(
      matching: Query.reference(.scheme, scheme).or(.types(.ruleSetPublished)), after: position)
  }

  private func register() throws(CommandError<Rejection>)
    -> (AssessmentState, AssessmentRules, Position)
  {
    do throws(ReplayError) {
      let view = try log.replay(AssessmentRegister.self)
      let state = view.object(scheme).flatMap { view.projection.states[$0] }
      return (
        state ?? AssessmentDecider.initialState, view.projection.rules, view.moment.position
      )
    } catch {
      throw .notReplayed(error)
    }
  }

  /// The computed result that a publication is about, as known at that position.
  private func result(
    for command: AssessmentCommand, upTo position: Position
  ) throws(CommandError<Rejection>) -> ComputedResult? {
    guard case .publish(let proposal) = command else { return nil }
    do throws(ReplayError) {
      let view = try log.replay(Assessment.self, asOf: .position(position))
      guard let row = view.row(of: proposal.subject, in: proposal.period, under: scheme) else {
        return nil
      }
      return ComputedResult(
        value: row.rounded, grade: row.grade, isCompliant: row.compliance != .nonCompliant,
        inputsUpTo: position)
    } catch {
      throw .notReplayed(error)
    }
  }
}

extension View<Assessment> {
  /// The row of a subject and period under a scheme; `nil` if there is none.
  public func row(
    of subject: ObjectName, in period: String, under scheme: ObjectName
  ) -> AssessmentRow? {
    guard let scheme = object(scheme), let subject = object(subject) else { return nil }
    return projection.results[
      AssessmentKey(scheme: scheme, subject: subject, period: period)]
  }
}
