// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Roles: who may hold which, and how one passes on (I-4, I-5, I-13).
extension OrganisationDecision {
  func check(_ event: RoleConferred) throws(Rejection) {
    try requireOffice(event)
    let others = state.roles.holders(
      of: event.roleKind, in: event.scope, during: DaySpan(from: event.effectiveFrom))
    try require(
      !others.contains { $0.person == event.person },
      .row(
        RoleConferred.type,
        Words("\(event.person) holds that role there already", "\(event.person) 已具有该身份"),
        next: Words("end it first, or take a later day", "先解除，或改用更晚的日期")))
    if event.roleKind.isSingle, let other = others.first {
      throw .secondHolder(event, other)
    }
  }

  /// The role fits the division, and its papers are complete.
  private func requireOffice(_ event: RoleConferred) throws(Rejection) {
    let type = RoleConferred.type
    let place = try division(event.scope, on: event.effectiveFrom, for: type)
    if let level = event.roleKind.level {
      try require(
        place.kind.level == level,
        .row(
          type,
          Words(
            "\(event.roleKind.rawValue) is a role of the level \(level.rawValue)",
            "\(event.roleKind.chinese)须设在\(level.chinese)级"),
          next: Words("name such a division", "写明相应区划")))
    }
    guard event.roleKind == .villageSecretary else { return }
    let isManagedByBoth = Set(event.managedBy).isSuperset(of: [.county, .town])
    try require(
      isManagedByBoth && Set(event.document).count >= 2,
      Rejection(
        rule: "I-5", source: "county text S6 (县镇共管)",
        message: Words(
          "a village secretary is confirmed by county and town, each by a document",
          "村党组织书记由县镇共管，须有县、镇两级文件"),
        next: Words(
          "name both levels as managing and both documents", "写明县镇两级共管并附两份文件")))
  }

  /// I-13, I-4: a successor takes over in the same append that ends the holder's time.
  func handedOver(
    _ event: RoleConferred, from holder: ObjectName
  ) throws(Rejection) -> [OrganisationEvent] {
    try require(
      event.person != holder,
      .row(
        RoleConferred.type, Words("a role passes on to somebody else", "身份须交接给他人"),
        next: Words("name the successor", "写明接任人员")))
    let ended = RoleEnded(
      person: holder, roleKind: event.roleKind, scope: event.scope,
      effectiveFrom: event.effectiveFrom)
    try check(ended)
    var after = state
    after.apply(.roleEnded(ended))
    try OrganisationDecision(state: after, context: context).check(event)
    return [.roleEnded(ended), .roleConferred(event)]
  }

  func check(_ event: RoleEnded) throws(Rejection) {
    let held = state.roles.roles(in: event.scope, from: event.effectiveFrom).first {
      $0.person == event.person && $0.kind == event.roleKind
        && $0.span.from <= event.effectiveFrom
    }
    guard let held, held.span.until == nil else {
      throw .row(
        RoleEnded.type,
        Words(
          "\(event.person) does not hold that role there on \(event.effectiveFrom), or its end is "
            + "on record",
          "\(event.person) 于 \(event.effectiveFrom) 不具有该身份，或已登记解除"),
        next: Words("name the holder of that day", "写明当日具有该身份的人员"))
    }
  }
}

extension PersonRole {
  /// Whether a division has one such person at most.
  var isSingle: Bool {
    switch self {
    case .partyOrganiser, .villageSecretary, .villageHead, .gridLiaison: true
    case .dutyLeader, .dispatcher: false
    }
  }

  /// The level of the divisions that have one; `nil`: any.
  fileprivate var level: Level? {
    switch self {
    case .partyOrganiser: .town
    case .villageSecretary, .villageHead, .gridLiaison: .village
    case .dutyLeader, .dispatcher: nil
    }
  }
}

extension Rejection {
  /// A second holder of a role that a division has once.
  fileprivate static func secondHolder(_ event: RoleConferred, _ other: HeldRole) -> Rejection {
    let (rule, source) =
      switch event.roleKind {
      case .partyOrganiser: ("I-4", "county text S4 (各镇配备1名组织员)")
      case .gridLiaison: ("I-13", "county text S27 (各村居明确一名网格联络员)")
      default: ("§7.1 RoleConferred", "event catalogue, domain §7.1 (county text S6 S7)")
      }
    let end = other.span.until.map { ("; until \($0)", "，至 \($0)") } ?? ("", "")
    return Rejection(
      rule: rule, source: source,
      message: Words(
        "\(event.scope) has a \(event.roleKind.rawValue) from \(other.span.from)\(end.0)",
        "\(event.scope) 自 \(other.span.from) 起已有\(event.roleKind.chinese)\(end.1)"),
      next: Words(
        "hand the role over from \(other.person), or end it first",
        "由 \(other.person) 交接，或先解除"))
  }
}
