// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A town and a month.
public struct TownMonth: PackedKey {
  /// A division that counts as a town.
  public var town: ObjectID
  public var month: Month

  public init(town: ObjectID, month: Month) {
    self.town = town
    self.month = month
  }

  /// Sixteen bits of month above the town.
  public var packed: UInt64 { UInt64(month.index) << 48 | town.packed }

  public init(packed: UInt64) {
    town = ObjectID(packed: packed)
    month = Month(index: Int(packed >> 48))
  }
}

/// The tickets of one town in one month; see ``TownWorkload``.
///
/// openAtStart + received + reopened + unmerged − declined − referred − closed − voided − merged
/// − left (four columns) = openAtEnd.
public struct TownTickets: TableRow {
  public var openAtStart = 0
  /// Entries of all sources.
  public var received = 0
  /// 上级派单: dispatched or redirected to a unit of the town from above.
  public var receivedFromAbove = 0
  /// 综合执法巡查发现.
  public var receivedEnforcementPatrol = 0
  /// 社区网格上报.
  public var receivedGrid = 0
  /// 群众反映.
  public var receivedPublic = 0
  /// Reports whose origin no origin list in force has.
  public var receivedUnlisted = 0
  public var reopened = 0
  public var unmerged = 0
  /// 不予受理 and 不予立案.
  public var declined = 0
  public var referred = 0
  public var closed = 0
  public var voided = 0
  public var merged = 0
  /// Redirected or recalled to a unit elsewhere.
  public var leftRedirect = 0
  public var leftReturn = 0
  public var leftWrongUnit = 0
  /// Gone up to the county.
  public var leftEscalation = 0
  public var openAtEnd = 0
  /// Of those closed, the ones that had a deadline and met it.
  public var closedOnTime = 0
  /// Of those closed, the ones that had a deadline and missed it.
  public var closedLate = 0
  public var patrols = 0
  /// Grids in force at the month's end.
  public var grids = 0
  /// The last measurement up to the month's end; absent if there is none.
  public var population: Int?
  /// People posted in bodies of the town at the month's end 在岗人员 (S3).
  public var staff = 0
  /// Days on which one of them was there, over all of them: absences are taken off (S44).
  public var staffDays = 0
  /// `received` ÷ `staff`, two places; absent without staff.
  public var perStaff: ExactDecimal?
  /// `received` ÷ `grids`, two places; absent without grids.
  public var perGrid: ExactDecimal?
  /// `received` for each 1,000 people, two places; absent without a measurement (S42).
  public var perThousand: ExactDecimal?

  public init() {}
}

extension TownTickets {
  /// With the shares that its own numbers give.
  var withShares: TownTickets {
    var row = self
    row.perStaff = .quotient(received, by: staff, places: 2)
    row.perGrid = .quotient(received, by: grids, places: 2)
    row.perThousand = population.flatMap { .quotient(received * 1_000, by: $0, places: 2) }
    return row
  }
}
