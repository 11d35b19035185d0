// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can happen to a person's grade.
public enum GradeEvent: Happening {
  /// 等次评定.
  case awarded(GradeAwarded)

  public var event: any Event {
    switch self {
    case .awarded(let event): event
    }
  }

  public init?(_ event: any Event) {
    guard let event = event as? GradeAwarded else { return nil }
    self = .awarded(event)
  }
}

/// What the rules of grades read from outside the grades.
public struct GradeContext: Hashable, Sendable {
  /// When the act happens.
  public var now: Instant
  /// A refusal that is kept is known by it, so that a retry counts once.
  public var commandID: EventID
  /// Who acts.
  public var actor: Actor
  /// Who takes part in the year's grades of that unit and kind of staff, by name.
  public var participants: [ObjectName]
  /// The quota that the named rule set had on the last day of the year; `nil` if it had none.
  public var quota: GradeQuotaRule?

  public init(
    now: Instant, commandID: EventID, actor: Actor, participants: [ObjectName],
    quota: GradeQuotaRule?
  ) {
    self.now = now
    self.commandID = commandID
    self.actor = actor
    self.participants = participants
    self.quota = quota
  }
}

/// The rules of yearly grades 年度等次 (I-20).
public enum GradeDecider: Decider {
  public static var initialState: GradeBook { GradeBook() }

  /// The award as it is asked for.
  ///
  /// - Throws: `I-20` where the quota is used up, with the refusal to be kept; the row of the
  ///   catalogue where the person takes no part or no quota is named.
  public static func decide(
    _ command: GradeAwarded, given state: GradeBook, in context: GradeContext
  ) throws(Rejection) -> [Fact<GradeEvent>] {
    guard let proposer = context.actor.body else { throw .nobodyActs }
    guard context.participants.contains(command.person) else { throw .noParticipant(command) }
    guard let quota = context.quota else { throw .noQuota(command) }
    let places = quota.places(of: context.participants.count)
    let used = state.excellent(in: command.group, besides: command.person)
    if command.grade == .excellent, quota.binds(command.staffKind), used >= places {
      throw .quotaUsed(command, places, of: context.participants.count, proposer, context)
    }
    return [Fact(.awarded(command), actor: context.actor, occurred: context.now)]
  }

  public static func evolve(_ state: GradeBook, with fact: Fact<GradeEvent>) -> GradeBook {
    var state = state
    switch fact.event {
    case .awarded(let event): state.apply(event)
    }
    return state
  }
}

extension Rejection {
  fileprivate static func quotaUsed(
    _ event: GradeAwarded, _ places: Int, of participants: Int, _ proposer: ObjectName,
    _ context: GradeContext
  ) -> Rejection {
    let source = "county text S58 (优秀等次比例)"
    return Rejection(
      rule: "I-20", source: source,
      message: Words(
        "all \(places) places for excellent among \(participants) participants are taken",
        "参加考核 \(participants) 人，优秀名额 \(places) 个，已用完"),
      next: Words(
        "award another grade, or change one that was awarded", "评定其他等次，或先调整已评定的等次"),
      recorded: CommandRefused(
        command: "GradeAwarded", rule: "I-20", source: source, commandID: context.commandID,
        proposer: proposer, subject: event.person,
        values: [
          RefusedValue(name: "participants", value: .int(Int64(participants))),
          RefusedValue(name: "places", value: .int(Int64(places))),
        ]))
  }

  fileprivate static func noParticipant(_ event: GradeAwarded) -> Rejection {
    row(
      .gradeAwarded,
      Words(
        "\(event.person) was not \(event.staffKind.rawValue) staff of \(event.body) "
          + "at the end of \(event.year)",
        "\(event.person) 于 \(event.year) 年末不是 \(event.body) 的该类人员"),
      next: Words("name the unit where the person works", "请写明其所在单位和人员类别"))
  }

  fileprivate static func noQuota(_ event: GradeAwarded) -> Rejection {
    row(
      .gradeAwarded,
      Words(
        "\(event.rule) gives no quota for \(event.year)", "\(event.rule) 未规定 \(event.year) 年的名额"),
      next: Words(
        "publish a rule set of the kind gradeQuota", "先发布等次比例规则集（gradeQuota）"))
  }
}
