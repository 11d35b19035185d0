// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// How many town offices a division has 办局数 (I-2): nine in the seed's towns, other numbers
/// elsewhere.
public struct TownOfficesRule: Codable, Hashable, Sendable {
  /// The divisions it is about.
  public var divisionKind: DivisionKind
  /// The least number.
  public var least: Int
  /// The greatest number; `least` unless said.
  public var most: Int?

  public init(divisionKind: DivisionKind, least: Int, most: Int? = nil) {
    self.divisionKind = divisionKind
    self.least = least
    self.most = most
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "divisionKind", DivisionKind.type),
    .init(2, "least", .int),
    .init(3, "most", .int, optional: true),
  ]
}

/// The share of excellent grades 优秀名额 (I-20, A17).
public struct GradeQuotaRule: Codable, Hashable, Sendable {
  /// 0…1 of the participants.
  public var share: Rational
  /// What becomes of a fraction of a person.
  public var rounding: Rounding
  /// The kinds of staff it binds; all where none is named.
  public var staffKinds: [StaffKind]

  public init(share: Rational, rounding: Rounding, staffKinds: [StaffKind] = []) {
    self.share = share
    self.rounding = rounding
    self.staffKinds = staffKinds.canonicalSet
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "share", .rational),
    .init(2, "rounding", Rounding.type),
    .init(3, "staffKinds", .set(StaffKind.type)),
  ]

  /// Down, or half a person up.
  public enum Rounding: String, Enumeration {
    case down, halfUp
  }
}

/// From how many reports in how many days a matter is a hotspot 热点 (P7).
public struct HotspotRule: Codable, Hashable, Sendable {
  /// A category or a class above it; absent: all.
  public var category: String?
  /// At least so many reports of one category in one grid.
  public var reports: Int
  /// In so many natural days.
  public var days: Int

  public init(category: String? = nil, reports: Int, days: Int) {
    self.category = category
    self.reports = reports
    self.days = days
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "category", .code, optional: true),
    .init(2, "reports", .int),
    .init(3, "days", .int),
  ]
}

/// How long records of one sort are kept 保管期限 (domain §8.1).
public struct RetentionRule: Codable, Hashable, Sendable {
  /// What is kept, by the county's own word.
  public var subject: String
  /// For how long; absent: for good 永久.
  public var amount: Int?
  /// What `amount` counts; years unless said.
  public var unit: TimeUnit?

  public init(subject: String, amount: Int? = nil, unit: TimeUnit? = nil) {
    self.subject = subject
    self.amount = amount
    self.unit = unit
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "subject", .code),
    .init(2, "amount", .int, optional: true),
    .init(3, "unit", TimeUnit.type, optional: true),
  ]
}

/// One item of a service guide 办事指南 (S10): what an application is promised.
public struct ServiceGuideRule: Codable, Hashable, Sendable {
  /// The service item.
  public var item: String
  /// The legal limit.
  public var amount: Int
  /// What `amount` and `promised` count.
  public var unit: TimeUnit
  /// The promised limit, no longer than the legal one.
  public var promised: Int?
  /// What an applicant brings.
  public var papers: [String]

  public init(
    item: String, amount: Int, unit: TimeUnit, promised: Int? = nil, papers: [String] = []
  ) {
    self.item = item
    self.amount = amount
    self.unit = unit
    self.promised = promised
    self.papers = papers
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "item", .code),
    .init(2, "amount", .int),
    .init(3, "unit", TimeUnit.type),
    .init(4, "promised", .int, optional: true),
    .init(5, "papers", .list(.code)),
  ]
}
