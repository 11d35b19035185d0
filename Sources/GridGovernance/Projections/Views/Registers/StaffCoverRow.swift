// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One person; see ``StaffCover``.
public struct StaffRow: TableRow {
  /// At the asked moment: 行政、事业、编外 (I-3).
  public var kind: StaffKind?
  /// At the asked moment: where the person works.
  public var body: ObjectID?
  /// At the asked moment: where a seconded person belongs.
  public var homeBody: ObjectID?
  public var post: String?
  /// At the asked moment: since when the person works in that body without a break.
  public var since: CivilDate?
  /// At the asked moment: days of that, the asked one counted.
  public var tenureDays: Int?
  /// How often the person came to another body or left, over all time.
  public var moves = 0
  /// At the asked moment: roles held.
  public var roles: [PersonRole]?
  /// At the asked moment: whether an absence covers the day.
  public var absent: Bool?
  /// At the asked moment: who stands in that day.
  public var coveredBy: ObjectID?
  /// Days of all absences, each day once.
  public var absenceDays = 0
  /// Those on which somebody stands in.
  public var coveredDays = 0
  /// At the asked moment: days of absence so far on which nobody stood in.
  public var uncoveredDays: Int?
  /// Acts that a stand-in did while this person was away.
  public var handledByB = 0
  /// Acts of this person as stand-in while the other was away.
  public var handledForA = 0
  /// Tickets, cases and applications that the person worked on, each counted once.
  public var tickets = 0
  public var cases = 0
  public var applications = 0
  /// Of them those worked on for another body than the person's own.
  public var ticketsOutside = 0
  public var casesOutside = 0
  public var applicationsOutside = 0
  public var trainings = 0
  public var trainingHours: ExactDecimal?

  public init() {}
}

/// A body and a month.
public struct BodyMonth: PackedKey {
  public var body: ObjectID
  public var month: Month

  public init(body: ObjectID, month: Month) {
    self.body = body
    self.month = month
  }

  /// Sixteen bits of month above the body.
  public var packed: UInt64 { UInt64(month.index) << 48 | body.packed }

  public init(packed: UInt64) {
    body = ObjectID(packed: packed)
    month = Month(index: Int(packed >> 48))
  }
}

/// The staff of one body in one month; see ``StaffCover``.
public struct StaffMonth: TableRow {
  /// People who came to work here.
  public var joined = 0
  /// People who left or went to another body.
  public var left = 0
  public var absenceDays = 0
  public var coveredDays = 0
  /// Acts on tickets, cases and applications for the body.
  public var acts = 0
  /// Of them those of people who belong to another body.
  public var actsByOthers = 0
  /// Of them those of stand-ins while the other was away.
  public var actsByB = 0

  public init() {}
}

/// The staff of a body; see ``StaffCover``.
public struct StaffTotalKey: TableKey {
  /// Absent: all bodies.
  public var body: ObjectID?

  public init(body: ObjectID? = nil) { self.body = body }
}

/// The staff at the asked moment; see ``StaffCover``.
public struct StaffTotal: TableRow {
  /// People who work there.
  public var people = 0
  public var administrative = 0
  public var institutional = 0
  public var offEstablishment = 0
  /// Of them those seconded from elsewhere.
  public var seconded = 0
  public var absent = 0
  /// Of those absent the ones for whom nobody stands in.
  public var uncovered = 0
  public var absenceDays = 0
  public var coveredDays = 0
  /// coveredDays ÷ absenceDays, per cent; absent without absences.
  public var coverRate: ExactDecimal?
  /// Days of tenure of all together, for a mean.
  public var tenureDays = 0
  /// Matters worked on, and those for another body than the person's own.
  public var matters = 0
  public var mattersOutside = 0
  /// mattersOutside ÷ matters, per cent (S43); absent without matters.
  public var outsideRate: ExactDecimal?

  public init() {}

  mutating func count(_ row: StaffRow) {
    people += 1
    switch row.kind {
    case .administrative?: administrative += 1
    case .institutional?: institutional += 1
    case .offEstablishment?: offEstablishment += 1
    case nil: break
    }
    if row.homeBody != nil { seconded += 1 }
    if row.absent == true {
      absent += 1
      if row.coveredBy == nil { uncovered += 1 }
    }
    absenceDays += row.absenceDays
    coveredDays += row.coveredDays
    coverRate = .percent(coveredDays, of: absenceDays)
    tenureDays += row.tenureDays ?? 0
    matters += row.tickets + row.cases + row.applications
    mattersOutside += row.ticketsOutside + row.casesOutside + row.applicationsOutside
    outsideRate = .percent(mattersOutside, of: matters)
  }
}
