// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A village, a community, a town or the county; see ``PartyOrganisation``.
public struct PartyOrganisationRow: TableRow {
  public var kind: DivisionKind?
  /// At the asked moment: the town in which it lies, or that it is.
  public var town: ObjectID?
  /// At the asked moment: whether it stands.
  public var inForce: Bool?
  public var from: CivilDate?
  /// The first day on which it stands no more; absent while no end is known.
  public var until: CivilDate?
  /// At the asked moment: the party secretary 村党组织书记.
  public var secretary: ObjectID?
  /// At the asked moment: the levels that manage the secretary 县镇共管.
  public var secretaryManagedBy: [Level]?
  /// At the asked moment: the village head 村委会主任.
  public var head: ObjectID?
  /// At the asked moment, of villages and communities: whether one person is both 一肩挑.
  public var samePerson: Bool?
  /// At the asked moment: the grid liaison 网格联络员.
  public var liaison: ObjectID?
  /// At the asked moment, of towns: the party organiser 组织员.
  public var organiser: ObjectID?
  /// At the asked moment, of villages: days without a secretary, the asked one counted.
  public var secretaryVacantDays: Int?
  public var headVacantDays: Int?
  public var liaisonVacantDays: Int?
  /// At the asked moment, of towns: days without an organiser (I-4).
  public var organiserVacantDays: Int?
  /// At the asked moment: grids of the village with a live party branch.
  public var branchGrids: Int?
  /// At the asked moment: the number of the duty list in force, 1 for the first.
  public var dutyVersion: Int?
  /// At the asked moment: since when that list holds.
  public var dutyFrom: CivilDate?
  /// At the asked moment: the duties on it.
  public var duties: Int?

  public init() {}
}

/// One version of a division's party duty list: the division, and the number in order of listing.
public struct PartyDutyKey: TableKey {
  public var division: ObjectID
  public var number: Int
}

/// One version of a party duty list 党建责任清单.
public struct PartyDutyList: TableRow {
  public var level: Level
  public var items: Int
  public var from: CivilDate
}

/// A party branch on a grid, and for which days.
public struct PartyBranch: TableRow {
  public var team: ObjectID?
  public var member: ObjectID?
  public var from: CivilDate
  /// The first day on which it is there no more; absent while no end is known.
  public var until: CivilDate?
}

/// A town or the county; see ``PartyOrganisation``.
public struct PartyTotal: TableRow {
  /// Live villages 村, communities apart.
  public var villages = 0
  /// Those in which one person is secretary and head.
  public var bothRoles = 0
  /// 一肩挑比例: bothRoles ÷ villages, per cent; absent without villages (S7).
  public var bothRolesRate: ExactDecimal?
  /// Live communities 社区.
  public var communities = 0
  public var communitiesBothRoles = 0
  /// Villages and communities without a secretary.
  public var withoutSecretary = 0
  public var withoutHead = 0
  public var withoutLiaison = 0
  /// Live towns: 1 for a town itself.
  public var towns = 0
  /// Towns that have their organiser (I-4).
  public var withOrganiser = 0
  public var branchGrids = 0
  /// Divisions with a duty list in force.
  public var withDutyList = 0

  public init() {}

  mutating func count(_ row: PartyOrganisationRow) {
    switch row.kind {
    case .village?:
      villages += 1
      if row.samePerson == true { bothRoles += 1 }
    case .community?:
      communities += 1
      if row.samePerson == true { communitiesBothRoles += 1 }
    case .town?, .subdistrict?, .developmentZone?:
      towns += 1
      if row.organiser != nil { withOrganiser += 1 }
    case .county?, nil: break
    }
    if row.secretaryVacantDays != nil { withoutSecretary += 1 }
    if row.headVacantDays != nil { withoutHead += 1 }
    if row.liaisonVacantDays != nil { withoutLiaison += 1 }
    branchGrids += row.branchGrids ?? 0
    if row.dutyVersion != nil { withDutyList += 1 }
    bothRolesRate = .percent(bothRoles, of: villages)
  }
}
