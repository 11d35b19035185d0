// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of duty lists, powers and the gate for tasks 清单、赋权与准入: what a command may
/// cause, and what an event changes (domain §7.1, M4).
public enum ListsDecider: Decider {
  public static var initialState: ListsState { ListsState() }

  /// The one event that the command causes.
  public static func decide(
    _ command: ListsCommand, given state: ListsState, in context: ListsContext
  ) throws(Rejection) -> [Fact<ListsEvent>] {
    try ListsDecision(state: state, context: context).check(command.event)
    return [Fact(command.event, actor: context.actor, occurred: context.now)]
  }

  /// The state after one more event.
  public static func evolve(_ state: ListsState, with fact: Fact<ListsEvent>) -> ListsState {
    var state = state
    state.apply(fact.event)
    return state
  }
}

/// A command on its way to its event.
struct ListsDecision {
  let state: ListsState
  let context: ListsContext

  /// Refuses a fact that the rules do not allow now.
  func check(_ event: ListsEvent) throws(Rejection) {
    switch event {
    case .itemListed(let event): try check(event)
    case .itemRemoved(let event): try check(event)
    case .powerDevolved(let event): try check(event)
    case .powerReviewed(let event): try check(event)
    case .powerWithdrawn(let event): try check(event)
    case .admissionRequested(let event): try check(event)
    case .admissionDecided(let event): try check(event)
    case .admissionFulfilled(let event): try check(event)
    }
  }

  private func requireBodies(
    _ names: [ObjectName?], on day: CivilDate, for type: EventType
  ) throws(Rejection) {
    for case let name? in names where context.bodies.body(name, on: day) == nil {
      throw .notLive(type, name, on: day)
    }
  }

  // MARK: Lists

  private func check(_ event: DutyItemListed) throws(Rejection) {
    let (item, day, type) = (event.listItem, event.effectiveFrom, DutyItemListed.type)
    let source = "county text S36 (主体责任与配合责任清单)"
    if event.list == .sharedResponsibility {
      try require(
        !event.lead.isEmpty,
        Rejection(
          rule: "I-16", source: source,
          message: Words("a shared item has no lead", "共同承担事项缺少主体责任单位"),
          next: Words("name who leads", "写明主体责任单位")))
    }
    if let both = event.lead.first(where: { event.supporter.contains($0) }) {
      throw Rejection(
        rule: "I-16", source: source,
        message: Words(
          "\(both) both leads and supports one clause", "\(both) 不得在同一事项中既主体又配合"),
        next: Words("leave it in one of the two places", "只保留一种责任"))
    }
    let version = state.duties.version(of: item) + 1
    try require(
      event.itemVersion == version && !event.clause.isEmpty,
      .row(
        type, Words("this is version \(version), and has a clause", "本次应为第 \(version) 版且须有内容"),
        next: Words("correct the version or the clause", "请核对版本号或内容")))
    if let last = state.duties.lastChange(of: item), day < last {
      throw .laterEntry(type, item, on: last)
    }
    try requireBodies(
      event.lead + event.supporter + event.guide + event.supervisor, on: day, for: type)
    for place in event.town where context.divisions.division(place, on: day) == nil {
      throw .notLive(type, place, on: day)
    }
  }

  private func check(_ event: DutyItemRemoved) throws(Rejection) {
    let (item, day, type) = (event.listItem, event.effectiveFrom, DutyItemRemoved.type)
    try require(state.duties.item(item, on: day) != nil, .notLive(type, item, on: day))
    if let later = state.duties.change(of: item, after: day) {
      throw .laterEntry(type, item, on: later)
    }
  }

  // MARK: Powers

  private func check(_ event: PowerDevolved) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, PowerDevolved.type)
    try requireFourWho(event)
    try context.divisions.requireTowns(event.town, on: day, for: type)
    try require(
      state.powers.kind(of: event.power).map { $0 == event.kind } ?? true,
      .row(
        type, Words("the power is of another kind", "该权力事项属于其他类别"),
        next: Words("correct the kind, or name another power", "请核对类别，或另行指定事项")))
    try requireRight(event)
    let known = state.powers.history(of: event.power).filter { $0.span.reaches(day) }
    let holders = event.town.filter { town in known.contains { $0.town == town } }
    try require(
      holders.isEmpty,
      .row(
        type,
        Words(
          "\(holders.map(\.text).joined(separator: ", ")) has the power already",
          "\(holders.map(\.text).joined(separator: "、")) 已有该权力"),
        next: Words("leave these towns out, or withdraw it first", "不列这些镇，或先收回")))
  }

  /// I-23: the four "who".
  private func requireFourWho(_ event: PowerDevolved) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, PowerDevolved.type)
    try requireBodies(
      [event.transferor, event.supervisor, event.approver, event.decidedBy], on: day, for: type)
    let isTransferable = context.bodies.body(event.transferor, on: day)?.level == .county
    try require(
      isTransferable && (event.approver != nil || !event.kind.needsApprover),
      Rejection(
        rule: "I-23", source: "county text S68 (谁移交、谁指导；谁审批、谁负责；谁主管、谁监管；谁行权、谁担责)",
        message: Words(
          "a power has a transferor of the county, and an approver where it is an approval",
          "权力事项须有县级移交单位，许可和其他审批还须有审批责任单位"),
        next: Words("name the transferor and the approver", "写明移交单位和审批责任单位")))
  }

  /// The way down fits the right: a delegation is in writing and for a time, coercion is never
  /// delegated.
  private func requireRight(_ event: PowerDevolved) throws(Rejection) {
    let type = PowerDevolved.type
    let isDelegated = event.mode == .delegated
    try require(
      !isDelegated || event.kind != .coerciveMeasure,
      Rejection(
        rule: "I-36", source: "Administrative Coercion Law, art. 17 (行政强制法第十七条)",
        message: Words("coercive measures are not delegated", "行政强制措施权不得委托"),
        next: Words("devolve the power, or leave it with the county", "改为赋权，或由县级行使")))
    try require(
      isDelegated == (event.ground == .writtenDelegation)
        && isDelegated == (event.delegationTo != nil),
      .row(
        type,
        Words(
          "a delegation is in writing and has a last day, anything else has neither",
          "委托须为书面委托并有期限，其他方式不填期限"),
        next: Words("correct the mode, the ground or the last day", "请核对方式、依据或期限")))
    try require(
      event.delegationTo.map { event.effectiveFrom <= $0 } ?? true, .backwards(type))
    try require(
      event.publishedOn <= event.effectiveFrom,
      Rejection(
        rule: "§7.1 PowerDevolved", source: "Administrative Penalty Law, art. 24 (行政处罚法第二十四条)",
        message: Words("a power takes effect after its publication only", "赋权决定公布后方可生效"),
        next: Words("publish it first, or take a later day", "先公布，或改用更晚的生效日")))
  }

  private func check(_ event: PowerUptakeReviewed) throws(Rejection) {
    let type = PowerUptakeReviewed.type
    let isLive = state.powers.live(event.power, for: event.town, on: context.day) != nil
    let isAboutLive = event.outcome == .keep || event.outcome == .withdraw
    try require(
      isLive == isAboutLive,
      .row(
        type,
        isLive
          ? Words("the town has the power, which is kept or withdrawn", "该镇已有此权力，结论应为保留或收回")
          : Words(
            "the town does not have the power, which is devolved or prepared", "该镇无此权力，结论应为下放或准备"),
        next: Words("correct the outcome, the power or the town", "请核对结论、事项或镇")))
    try require(
      context.divisions.division(event.town, on: context.day)?.kind.level == .town,
      .notLive(type, event.town, on: context.day))
    try require(
      event.evidence.counts.allSatisfy { $0 >= 0 }
        && event.reviewDue.map { context.day <= $0 } ?? true,
      .row(
        type,
        Words("counts are not below 0, nor is the next review in the past", "数值不得为负，复评日不得早于当日"),
        next: Words("correct the evidence or the day", "请核对依据或日期")))
  }

  private func check(_ event: PowerWithdrawn) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, PowerWithdrawn.type)
    try context.divisions.requireTowns(event.town, on: day, for: type)
    try requireBodies([event.decidedBy], on: day, for: type)
    let without = event.town.filter { town in
      state.powers.live(event.power, for: town, on: day).map { $0.pending != nil } ?? true
    }
    try require(
      without.isEmpty,
      .row(
        type,
        Words(
          "the power is not live in \(without.map(\.text).joined(separator: ", ")) on \(day), or "
            + "its withdrawal is on record",
          "\(without.map(\.text).joined(separator: "、")) 于 \(day) 无此权力，或已登记收回"),
        next: Words("name the towns that have it", "写明有此权力的镇")))
  }
}

extension PowerDevolved.Kind {
  /// Whether somebody approved it, who answers for that (I-23).
  fileprivate var needsApprover: Bool { self == .licence || self == .otherApproval }
}

extension PowerUptakeReviewed.Evidence {
  fileprivate var counts: [Int] {
    [uses, demand, passedUp, satisfaction, cases, reversed, training, supportGiven]
  }
}
