// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a row of the duty lists is of: one of the five lists 五张清单, or a kind of power 赋权.
public enum DutySort: String, Enumeration {
  case sharedResponsibility, powersAndDuties, basicDuty, supportDuty, takenBack
  case licence, otherApproval, publicService, penalty, coerciveMeasure, inspection

  init(_ list: DutyItemListed.List) {
    switch list {
    case .sharedResponsibility: self = .sharedResponsibility
    case .powersAndDuties: self = .powersAndDuties
    case .basicDuty: self = .basicDuty
    case .supportDuty: self = .supportDuty
    case .takenBack: self = .takenBack
    }
  }

  init(_ kind: PowerDevolved.Kind) {
    switch kind {
    case .licence: self = .licence
    case .otherApproval: self = .otherApproval
    case .publicService: self = .publicService
    case .penalty: self = .penalty
    case .coerciveMeasure: self = .coerciveMeasure
    case .inspection: self = .inspection
    }
  }
}

/// A list item, or a power and the town that exercises it.
public struct DutyKey: TableKey {
  /// A list item or a power.
  public var subject: ObjectID
  /// The town 谁行权、谁担责; absent for list items.
  public var town: ObjectID?

  public init(subject: ObjectID, town: ObjectID? = nil) {
    self.subject = subject
    self.town = town
  }
}

/// One item of a list, or one power of one town; see ``DutyLists``.
public struct DutyRow: TableRow {
  /// The list, or the kind of power.
  public var list: DutySort?
  /// A code of the domains of the list.
  public var domain: String?
  /// The words of the item.
  public var clause: String?
  /// The number of the version shown.
  public var version: Int?
  /// At the asked moment: whether it is listed, or live.
  public var inForce: Bool?
  public var from: CivilDate?
  /// The first day on which it holds no more; absent while no end is known.
  public var until: CivilDate?
  /// The towns or villages that an item binds; absent: all.
  public var binds: [ObjectID]?
  /// 主体责任.
  public var lead: [ObjectID]?
  /// 配合责任.
  public var support: [ObjectID]?
  public var guide: [ObjectID]?
  /// Of an item its supervisors, of a power 谁主管、谁监管.
  public var supervisor: [ObjectID]?
  /// Of a power: devolved, or delegated in writing.
  public var mode: PowerDevolved.Mode?
  /// Of a power: by which right.
  public var ground: PowerDevolved.Ground?
  /// Of a power: 谁移交、谁指导.
  public var transferor: ObjectID?
  /// Of a power: 谁审批、谁负责.
  public var approver: ObjectID?
  /// Of a power: who answers for acts by it — the town, or whoever delegated.
  public var accountable: ObjectID?
  /// Of a power that was withdrawn: what becomes of work under way.
  public var pending: PowerWithdrawn.Pending?
  /// Tickets that fell under the item, by registration or dispatch.
  public var tickets = 0
  /// Supervisions of such tickets.
  public var supervisions = 0
  /// Trainings for the power that reached the town.
  public var trainings = 0
  /// Their hours.
  public var trainingHours: ExactDecimal?
  /// The outcome of the last review of the power in the town.
  public var reviewed: PowerUptakeReviewed.Outcome?
  public var reviewDue: CivilDate?

  public init() {}
}

/// Registrations of one month; see ``DutyLists``.
public struct DutyMonth: TableRow {
  /// Tickets registered.
  public var registered = 0
  /// Those that fell under a list item, by registration or by a later dispatch.
  public var underItem = 0
  /// Those that fell under none.
  public var underNone = 0
}

/// A month, as the key of a table.
public struct DutyMonthKey: PackedKey {
  public var month: Month

  public init(_ month: Month) { self.month = month }

  public var packed: UInt64 { UInt64(month.index) }
  public init(packed: UInt64) { month = Month(index: Int(packed)) }
}

/// What is summed up: a list or kind of power; absent parts mean all.
public struct DutyTotalKey: TableKey {
  public var list: DutySort
  public var domain: String?
  /// A department that leads, supports, guides, supervises or transfers.
  public var department: ObjectID?
  /// The town that is bound or exercises; absent beside a department: items that bind all.
  public var town: ObjectID?

  public init(
    list: DutySort, domain: String? = nil, department: ObjectID? = nil, town: ObjectID? = nil
  ) {
    self.list = list
    self.domain = domain
    self.department = department
    self.town = town
  }
}

/// Items and powers in force; see ``DutyLists``.
public struct DutyTotal: TableRow {
  /// Items, or powers, each counted once.
  public var items = 0
  /// Domains 领域 that have items; absent for powers and within one domain.
  public var domains: Int?
  /// Powers counted once a town; absent for lists.
  public var grants: Int?
  public var tickets = 0
  public var supervisions = 0
  /// Of a department: items that it leads.
  public var leads: Int?
  public var supports: Int?
  public var guides: Int?
  public var supervises: Int?
  /// Of a department: powers that it handed over.
  public var transfers: Int?

  public init() {}
}
