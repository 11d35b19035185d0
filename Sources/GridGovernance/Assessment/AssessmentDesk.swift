// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where one scheme's commands are carried out against a log 考核.
///
/// ```swift
/// let desk = county.acting(as: "body/county-office").scheme("scheme/2021")
/// try desk.execute(.setWeight(WeightProposal("0.50", document: paper, from: "2021-04-01")))
/// ```
public struct AssessmentDesk: Sendable {
  let county: County
  /// The scheme whose commands these are.
  public let scheme: ObjectName

  private var log: EventLog { county.log }

  /// Decides a command and appends what it causes, if nothing that it was decided by has changed
  /// meanwhile.
  ///
  /// - Parameters:
  ///   - moment: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: Names the command; asked again under the same id, it is not done twice.
  /// - Returns: Where its event stands.
  /// - Throws: ``CommandError``: the rules' answer, with the refusal already on record where it
  ///   is to be kept; or what stood in the way of reading or appending.
  @available(*, noasync, message: "appends and folds on the calling thread")
  @discardableResult
  public func execute(
    _ command: AssessmentCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    guard let body = county.actor.body else { throw .rejected(.nobodyActs) }
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      try requireScope(command, at: request.now)
      let (state, rules, position) = try register()
      let context = AssessmentContext(
        scheme: scheme, now: request.now, commandID: request.id, body: body,
        person: county.actor.person, rules: rules, result: try result(for: command, upTo: position))
      let facts = try door.rules { () throws(Rejection) in
        try AssessmentDecider.decide(command, given: state, in: context)
      }
      return CommandDoor.Decision(facts: facts, condition: unchanged(since: position))
    }
  }

  /// A town judges for itself, and a body that lies in it appeals; all else is the county's.
  private func requireScope(
    _ command: AssessmentCommand, at now: Instant
  ) throws(CommandError<Rejection>) {
    switch (county.scope, command) {
    case (.county, _): return
    case (.towns(let towns), .submit(let score)):
      guard let town = score.town, towns.contains(town) else { throw .rejected(.outOfScope) }
    case (.towns, .appeal(_, let subject, _, _)):
      try county.requireScope(of: [subject], at: now)
    default: throw .rejected(.outOfScope)
    }
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

extension County {
  /// The assessment under a scheme, adopted yet or not.
  public func scheme(_ name: ObjectName) -> AssessmentDesk {
    AssessmentDesk(county: self, scheme: name)
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
