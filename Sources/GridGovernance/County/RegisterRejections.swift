// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the registers of organisation, grids and lists answer when they say no.
extension Rejection {
  /// A condition of an event's row in the catalogue does not hold.
  static func row(_ type: EventType, _ message: Words, next: Words) -> Rejection {
    let points = EventType.seedPoints[type].map { " (county text \($0))" } ?? ""
    return Rejection(
      rule: "§7.1 \(type.name)", source: "event catalogue, domain §7.1" + points,
      message: message, next: next)
  }

  /// What the event names does not stand on its register on that day.
  static func notLive(
    _ type: EventType, _ object: ObjectName, on day: CivilDate
  ) -> Rejection {
    row(
      type,
      Words("\(object) does not stand on its register on \(day)", "\(object) 于 \(day) 未在册"),
      next: Words("register it first, or name another", "先登记，或另行指定"))
  }

  /// What is to end still carries others.
  static func stillLive(
    _ type: EventType, _ object: ObjectName, _ dependents: [ObjectName], from day: CivilDate
  ) -> Rejection {
    let names = dependents.prefix(5).map(\.text).joined(separator: ", ")
    let more = dependents.count - 5
    let rest = more > 0 ? (" and \(more) more", "等 \(dependents.count) 项") : ("", "")
    return row(
      type,
      Words(
        "\(object) cannot end on \(day): \(names)\(rest.0) still hang on it",
        "\(object) 不能于 \(day) 终止：\(names)\(rest.1)仍然有效"),
      next: Words(
        "end or move these first, with effect by \(day)", "先将其终止或转移，生效日不晚于 \(day)"))
  }

  /// A later entry is on record, so that this one would not be the last word.
  static func laterEntry(
    _ type: EventType, _ object: ObjectName, on day: CivilDate
  ) -> Rejection {
    row(
      type,
      Words(
        "\(object) has a later entry, from \(day)", "\(object) 已有 \(day) 起生效的登记"),
      next: Words(
        "take a later day, or annul that entry first (EventAnnulled)", "改用更晚的日期，或先撤销该登记"))
  }

  /// A span that ends before it begins.
  static func backwards(_ type: EventType) -> Rejection {
    row(
      type, Words("the last day comes before the first", "结束日早于开始日"),
      next: Words("give the days in order", "请按先后填写日期"))
  }
}

extension EventType {
  /// The points of the county's text behind an event (domain §7.1).
  fileprivate static let seedPoints: [EventType: String] = [
    .connectorStatusChanged: "S60 S61",
    .externalRecordImported: "S47 S48 S49",
    .divisionRegistered: "S26",
    .divisionAbolished: "S26",
    .divisionMeasured: "S42",
    .bodyRegistered: "S2 S13 S15 S30",
    .bodyAbolished: "S2",
    .establishmentSet: "S2 S3",
    .stationedBodyAssigned: "S14 S39",
    .personPosted: "S3 S17 S43 S45",
    .personLeft: "S45",
    .roleConferred: "S4 S6 S7 S27",
    .roleEnded: "S4 S27",
    .absenceRecorded: "S44",
    .abCoverDeclared: "S44 S56",
    .trainingCompleted: "S11 S20 S28 S53 S67",
    .certificateIssued: "S21",
    .certificateInvalidated: "S21 S46",
    .partyDutyListed: "S8",
    .appointmentOpinionGiven: "S57",
    .institutionChecked: "S13 S50 S51 S52",
    .gridDrawn: "S24 S25",
    .gridRedrawn: "S24",
    .gridRetired: "S24",
    .gridStaffed: "S5 S26 S29",
    .gridReleased: "S26 S29",
    .gridPatrolled: "S31",
    .dutyItemListed: "S36 S62 S67",
    .dutyItemRemoved: "S36 S62",
    .powerDevolved: "S9 S18 S55 S68",
    .powerUptakeReviewed: "S42 S54 S55",
    .powerWithdrawn: "S55",
    .taskAdmissionRequested: "S37",
    .taskAdmissionDecided: "S37",
    .admissionFulfilled: "S37 S38",
  ]
}
