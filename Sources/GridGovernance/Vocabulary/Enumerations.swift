// SPDX-License-Identifier: Apache-2.0

/// What a division is 区划类别.
public enum DivisionKind: String, Enumeration {
  case county, town, subdistrict, developmentZone, village, community
}

/// What a public body is 机构类别.
public enum BodyKind: String, Enumeration {
  case department, townOffice, stationedBody, centre, station, hall, window, socialTeam
}

/// The three levels 村、镇、县; the order is upwards.
public enum Level: String, Enumeration {
  case village, town, county
}

/// Who manages a body 隶属关系.
public enum Subordination: String, Enumeration {
  case county, vertical, dual
}

/// The three kinds of staff 行政、事业、编外 (I-3).
public enum StaffKind: String, Enumeration {
  case administrative, institutional, offEstablishment
}

/// Roles that are conferred on persons 身份.
public enum PersonRole: String, Enumeration {
  case partyOrganiser, villageSecretary, villageHead, gridLiaison, dutyLeader, dispatcher
}

/// What a rule set is about 规则集类别.
public enum RuleKind: String, Enumeration {
  case limits, categories, origins, indicator, procedure, serviceGuide, gridCode, gradeQuota,
    weightFloor, townOffices, hotspots, retention
}

/// Comprehensive or dedicated grid 综合网格、专属网格.
public enum GridKind: String, Enumeration {
  case comprehensive, dedicated
}

/// The forces of a grid 网格力量.
public enum GridForce: String, Enumeration {
  case worker, policeTeam, partyBranch, socialTeam
}

/// What a member of a grid force is 成员类别.
public enum MemberKind: String, Enumeration {
  case worker, policeOfficer, auxiliary, volunteer
}

/// The four grades 紧急、急、一般、缓 (domain §2.4).
public enum TicketGrade: String, Enumeration {
  case emergency, urgent, normal, low
}

/// Why a unit has to take a ticket (I-17, I-38).
public enum DispatchGround: String, Enumeration {
  case ownDuty, listItem, devolvedPower, admission, emergency, consent
}

/// Units of time limits 工作时、工作日、小时、日、月、年 (domain §2.3).
public enum TimeUnit: String, Enumeration {
  case workingHour, workingDay, hour, day, month, year
}

/// What a ruling is about 裁定事项.
public enum RequestKind: String, Enumeration {
  case `return`, `extension`, suspension, reopen, exclusion, termination, supportRelease, whistle
}

/// Shelved, deferred, clock off 挂账、缓办、中止计时.
public enum SuspensionClass: String, Enumeration {
  case shelved, deferred, clockOff
}

/// Why a ticket is closed 结案方式.
public enum CloseReason: String, Enumeration {
  case solved, solvedOnSpot, answered, explained, filedForRecord, terminated, withdrawnByReporter,
    caseFiled, transferred, forced
}

/// Why a ticket is reopened 重启理由.
public enum ReopenGround: String, Enumeration {
  case unhappyFollowUp, falseCompletion, conditionRipe, newFacts, objection
}

/// Ordinary, yellow card, red card 普通、黄牌、红牌督办.
public enum SupervisionGrade: String, Enumeration {
  case ordinary, yellow, red
}

/// Whom a scheme assesses 考核对象.
public enum AssessmentSubject: String, Enumeration {
  case body, person, townOffice, town, department, gridWorker
}

/// The period of a scheme 考核周期.
public enum PeriodKind: String, Enumeration {
  case month, quarter, half, year
}

/// Where computed handling counts (domain §6.2).
public enum HandlingPlace: String, Enumeration {
  case none, third, town
}

/// Who approved a veto item (I-33).
public enum ApprovalLevel: String, Enumeration {
  case county, city, province, state
}

/// The four sources of a town 上级派单、执法巡查发现、网格上报、群众反映 (I-15).
public enum TownSource: String, Enumeration {
  case fromAbove, enforcementPatrol, grid, `public`
}

extension Level: Comparable {
  /// Village below town below county.
  public static func < (left: Level, right: Level) -> Bool { left.number < right.number }

  /// The level to which a ticket goes up from here; `nil` at the top.
  public var above: Level? { Level(number: number + 1) }
}
