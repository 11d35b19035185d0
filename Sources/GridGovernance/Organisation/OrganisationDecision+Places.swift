// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Divisions and bodies: what may stand on the register, and what may end.
extension OrganisationDecision {
  // MARK: Divisions

  func check(_ event: DivisionRegistered) throws(Rejection) {
    let (day, level) = (event.effectiveFrom, event.kind.level)
    try require(!event.name.isEmpty, .nameless(DivisionRegistered.type))
    if let known = divisions.division(event.division, on: day) {
      try require(
        known.kind.level == level,
        .row(
          DivisionRegistered.type,
          Words("a division never changes its level", "区划不得改变层级"),
          next: Words("abolish it and register its successor", "先撤销，再登记承继的区划")))
    }
    try requireParent(of: event, level)
    for predecessor in event.predecessor {
      try require(
        predecessor != event.division && divisions.isKnown(predecessor),
        .notLive(DivisionRegistered.type, predecessor, on: day))
    }
    if let code = event.statCode, let holder = divisions.holder(ofCode: code, on: day) {
      try require(
        holder == event.division,
        .row(
          DivisionRegistered.type,
          Words("\(holder) has that statistics code", "该统计代码已属 \(holder)"),
          next: Words("correct the code", "请核对代码")))
    }
  }

  /// A village lies in a town, a town in the county, the county in nothing.
  private func requireParent(
    of event: DivisionRegistered, _ level: Level
  ) throws(Rejection) {
    guard let above = level.above else {
      return try require(
        event.parent == nil,
        .row(
          DivisionRegistered.type, Words("a county has no division above it here", "县以上不设上级区划"),
          next: Words("leave the parent out", "不填上级")))
    }
    let parent = event.parent.flatMap { divisions.division($0, on: event.effectiveFrom) }
    try require(
      parent?.kind.level == above,
      .row(
        DivisionRegistered.type,
        Words(
          "a division of the level \(level.rawValue) lies in one of the level \(above.rawValue) "
            + "that stands on \(event.effectiveFrom)",
          "\(level.chinese)级区划须隶属当日在册的\(above.chinese)级区划"),
        next: Words("name such a parent, or register it first", "写明上级区划，或先登记")))
  }

  func check(_ event: DivisionAbolished) throws(Rejection) {
    let (name, day, type) = (event.division, event.effectiveFrom, DivisionAbolished.type)
    try division(name, on: day, for: type)
    if let later = divisions.change(of: name, after: day) {
      throw .laterEntry(type, name, on: later)
    }
    let dependents =
      divisions.children(of: name, from: day) + bodies.bodies(in: name, from: day)
      + bodies.stationed(in: name, from: day)
      + state.roles.roles(in: name, from: day).map(\.person) + context.dependents
    try require(dependents.isEmpty, .stillLive(type, name, dependents, from: day))
    for successor in event.successor {
      try require(successor != name, .notLive(type, successor, on: day))
      try division(successor, on: day, for: type)
    }
  }

  func check(_ event: DivisionMeasured) throws(Rejection) {
    try division(event.division, on: event.measuredOn, for: DivisionMeasured.type)
    let figures = [event.population, event.households].compactMap { $0 }
    let isNegative = figures.contains { $0 < 0 } || event.area.map { $0 < "0" } ?? false
    try require(
      !isNegative && (!figures.isEmpty || event.area != nil),
      .row(
        DivisionMeasured.type, Words("a count has figures, none below 0", "基数须有数值且不得为负"),
        next: Words("give at least one figure", "至少填写一项")))
  }

  // MARK: Bodies

  func check(_ event: BodyRegistered) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, BodyRegistered.type)
    try require(!event.name.isEmpty, .nameless(type))
    let place = try division(event.division, on: day, for: type)
    try require(
      event.kind.levels.contains(event.level)
        && (event.kind == .stationedBody || place.kind.level == event.level),
      .row(
        type,
        Words(
          "a \(event.kind.rawValue) of the level \(event.level.rawValue) does not belong there",
          "该层级不设此类机构，或层级与所在区划不符"),
        next: Words("correct the kind, the level or the division", "请核对机构类别、层级或区划")))
    if let superior = event.superior {
      try body(superior, on: day, for: type)
      try require(
        !bodies.superiors(of: superior, on: day).contains(event.body),
        .row(
          type, Words("a body cannot stand above itself", "机构不得隶属于自身"),
          next: Words("name another superior", "改填上级机构")))
    }
    for predecessor in event.predecessor {
      try require(
        predecessor != event.body && bodies.isKnown(predecessor),
        .notLive(type, predecessor, on: day))
    }
    try require(
      !event.carriesScores || !event.predecessor.isEmpty,
      .row(
        type, Words("scores are taken over from a predecessor", "承继考核分数须有前身机构"),
        next: Words("name the predecessor", "写明前身机构")))
  }

  func check(_ event: BodyAbolished) throws(Rejection) {
    let (name, day, type) = (event.body, event.effectiveFrom, BodyAbolished.type)
    try body(name, on: day, for: type)
    if let later = bodies.change(of: name, after: day) {
      throw .laterEntry(type, name, on: later)
    }
    let dependents =
      bodies.subordinates(of: name, from: day) + bodies.stationed(by: name, from: day)
      + state.postings.staff(of: name, from: day)
    try require(dependents.isEmpty, .stillLive(type, name, dependents, from: day))
    for successor in event.successor {
      try require(successor != name, .notLive(type, successor, on: day))
      try body(successor, on: day, for: type)
    }
  }

  func check(_ event: EstablishmentSet) throws(Rejection) {
    try body(event.body, on: event.effectiveFrom, for: EstablishmentSet.type)
    try require(
      event.approved >= 0 && (0...event.approved).contains(event.leaderPosts),
      .row(
        EstablishmentSet.type,
        Words("leader posts are among the approved ones, none below 0", "领导职数须在编制数以内且不得为负"),
        next: Words("correct the figures", "请核对数值")))
  }

  func check(_ event: StationedBodyAssigned) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, StationedBodyAssigned.type)
    let stationed = try body(event.body, on: day, for: type)
    let department = try body(event.department, on: day, for: type)
    try require(
      stationed.kind == .stationedBody && department.kind == .department,
      .row(
        type, Words("a department stations a stationed body", "派驻安排须由部门派出派驻机构"),
        next: Words("correct the two bodies", "请核对机构")))
    try requireTowns(event.town, on: day, for: type)
    if let shares = event.shares {
      try require(
        shares.count == event.town.count && shares.allSatisfy { $0 >= .zero }
          && shares.reduce(Rational.zero, +) == Rational(1),
        .row(
          type, Words("shares are one a town and together 1", "份额须与镇一一对应且合计为 1"),
          next: Words("correct the shares, or leave them out", "请核对份额，或不填")))
    }
    try require(event.effectiveTo.map { day <= $0 } ?? true, .backwards(type))
  }

  /// Each a town of the register on that day, none twice.
  func requireTowns(
    _ towns: [ObjectName], on day: CivilDate, for type: EventType
  ) throws(Rejection) {
    try divisions.requireTowns(towns, on: day, for: type)
  }

  // MARK: What is observed

  func check(_ event: PartyDutyListed) throws(Rejection) {
    let type = PartyDutyListed.type
    let place = try division(event.division, on: event.effectiveFrom, for: type)
    let codes = Set(event.items.map(\.code))
    try require(
      place.kind.level == event.level && !codes.isEmpty && codes.count == event.items.count,
      .row(
        type,
        Words(
          "a party duty list has items, each code once, and the level of its division",
          "党建责任清单须有事项、代码不重复、层级与区划相符"),
        next: Words("correct the list", "请核对清单")))
  }

  func check(_ event: InstitutionChecked) throws(Rejection) {
    let (day, type) = (context.day, InstitutionChecked.type)
    try body(event.body, on: day, for: type)
    try division(event.town, on: day, for: type)
    try require(
      state.town(ofBody: event.body, on: day) == event.town || serves(event.body, event.town),
      .elsewhere(type, event.body, event.town))
  }

  func check(_ event: AppointmentOpinionGiven) throws(Rejection) {
    let type = AppointmentOpinionGiven.type
    try body(event.body, on: context.day, for: type)
    try require(serves(event.body, event.town), .elsewhere(type, event.body, event.town))
  }

  private func serves(_ body: ObjectName, _ town: ObjectName) -> Bool {
    bodies.assignment(of: body, on: context.day)?.towns.contains(town) ?? false
  }
}

extension DivisionBook {
  /// Refuses an empty list of towns, a town twice, and what is no town of that day.
  func requireTowns(
    _ towns: [ObjectName], on day: CivilDate, for type: EventType
  ) throws(Rejection) {
    try require(
      !towns.isEmpty && Set(towns).count == towns.count,
      .row(
        type, Words("name at least one town, each once", "至少写明一个镇，且不得重复"),
        next: Words("correct the list of towns", "请核对镇名单")))
    for town in towns {
      guard let division = division(town, on: day) else { throw .notLive(type, town, on: day) }
      try require(
        division.kind.level == .town,
        .row(
          type, Words("\(town) is no town", "\(town) 不是镇级区划"),
          next: Words("name a town, subdistrict or development zone", "写明镇、街道或开发区")))
    }
  }
}

extension Rejection {
  fileprivate static func nameless(_ type: EventType) -> Rejection {
    row(
      type, Words("a name is missing", "缺少名称"), next: Words("give the public name", "填写名称"))
  }

  fileprivate static func elsewhere(
    _ type: EventType, _ body: ObjectName, _ town: ObjectName
  ) -> Rejection {
    row(
      type,
      Words("\(body) neither is in \(town) nor serves it", "\(body) 不在 \(town)，也未派驻该镇"),
      next: Words("name the body's own town", "写明该机构所在或所驻的镇"))
  }
}

extension BodyKind {
  /// The levels on which there are such bodies.
  fileprivate var levels: Set<Level> {
    switch self {
    case .department: [.county]
    case .townOffice: [.town]
    case .station: [.village]
    case .centre: [.town, .county]
    case .stationedBody, .hall, .window, .socialTeam: [.village, .town, .county]
    }
  }
}
