// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A system and a business day of the log; without a system: what was recorded here.
public struct FreshnessKey: PackedKey {
  public var system: ObjectID?
  /// The day on which the events were recorded.
  public var day: CivilDate

  public init(system: ObjectID?, day: CivilDate) {
    self.system = system
    self.day = day
  }

  private static let noSystem: UInt64 = 0xFFFF_FFFF_FFFF

  /// Sixteen bits of day, from 1970 to 2149, above the system.
  public var packed: UInt64 {
    UInt64(UInt16(clamping: day.daysSinceEpoch)) << 48 | (system?.packed ?? FreshnessKey.noSystem)
  }

  public init(packed: UInt64) {
    let object = packed & FreshnessKey.noSystem
    system = object == FreshnessKey.noSystem ? nil : ObjectID(packed: object)
    day = CivilDate(daysSinceEpoch: Int(packed >> 48))
  }
}

/// So many events with a lag of so many seconds.
public struct LagStep: Codable, Hashable, Sendable {
  /// Whole seconds, cut as ``DataFreshness`` says.
  public var seconds: Int
  public var count: Int
}

/// The events that one system brought on one day; see ``DataFreshness``.
public struct FreshnessRow: TableRow {
  /// Events of every type, by their header.
  public var events = 0
  /// At the asked moment: half of them were recorded within so many seconds.
  public var lagP50: Int?
  /// At the asked moment: 95 of 100 were.
  public var lagP95: Int?
  /// Events recorded before they are said to have happened; their lag counts as 0.
  public var ahead = 0
  /// Records of the system taken in (`ExternalRecordImported`), annulled ones left out.
  public var imported = 0
  /// Of them those typed in again 二次录入.
  public var reentered = 0
  /// At the asked moment: reentered ÷ imported, per cent; absent without imports.
  public var reenteredRate: ExactDecimal?
  /// Minutes that this cost, where it is said.
  public var minutes: ExactDecimal?
  /// Corrections and annulments recorded on the day.
  public var repairs = 0
  /// How many events have which lag; what the percentiles are read from, and not shown.
  public var steps: [LagStep]?

  public init() {}

  mutating func count(lag seconds: Int) {
    events += 1
    if seconds < 0 { ahead += 1 }
    LagStep.add(1, LagStep.cut(max(0, seconds)), to: &steps)
  }
}

extension LagStep {
  /// Whole seconds below ten minutes, minutes below a day, hours below thirty days, days beyond,
  /// and no more than a hundred years: so a row never has more than some 39,000 steps.
  static func cut(_ seconds: Int) -> Int {
    switch seconds {
    case ..<600: seconds
    case ..<86_400: seconds / 60 * 60
    case ..<2_592_000: seconds / 3600 * 3600
    default: min(seconds, 3_155_760_000) / 86_400 * 86_400
    }
  }

  static func add(_ count: Int, _ seconds: Int, to steps: inout [LagStep]?) {
    guard steps != nil else {
      steps = [LagStep(seconds: seconds, count: count)]
      return
    }
    steps?.add(count, seconds)
  }
}

extension [LagStep] {
  fileprivate mutating func add(_ count: Int, _ seconds: Int) {
    var low = 0
    var high = self.count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].seconds < seconds { low = middle + 1 } else { high = middle }
    }
    if low < self.count, self[low].seconds == seconds {
      self[low].count += count
    } else {
      insert(LagStep(seconds: seconds, count: count), at: low)
    }
  }

  /// The nearest rank: the least lag that so many of a hundred do not exceed.
  func percentile(_ percent: Int) -> Int? {
    let total = reduce(0) { $0 + $1.count }
    let rank = (total * percent + 99) / 100
    var seen = 0
    for step in self {
      seen += step.count
      if seen >= rank { return step.seconds }
    }
    return nil
  }
}

/// The connector to one system; see ``DataFreshness``.
public struct ConnectorRow: TableRow {
  /// The status that holds since ``since``.
  public var status: ConnectorStatusChanged.Status?
  public var since: Instant?
  /// Whose interface it is.
  public var authority: ObjectID?
  /// Changes of status.
  public var changes = 0
  /// How often it went down.
  public var downtimes = 0
  /// Whole minutes down in all; at the asked moment with the time since it went down last.
  public var downMinutes = 0
  /// At the asked moment: whole minutes since it went down, if it is down.
  public var downFor: Int?

  public init() {}
}

/// A system over all days; see ``DataFreshness``.
public struct FreshnessTotalKey: TableKey {
  /// Absent: what was recorded here.
  public var system: ObjectID?

  public init(system: ObjectID? = nil) { self.system = system }
}

/// All days of one system; see ``DataFreshness``.
public struct FreshnessTotal: TableRow {
  /// Days with events.
  public var days = 0
  public var events = 0
  public var lagP50: Int?
  public var lagP95: Int?
  public var ahead = 0
  public var imported = 0
  public var reentered = 0
  public var reenteredRate: ExactDecimal?
  public var minutes: ExactDecimal?
  public var repairs = 0

  public init() {}

  mutating func count(_ row: FreshnessRow) {
    days += 1
    events += row.events
    ahead += row.ahead
    imported += row.imported
    reentered += row.reentered
    reenteredRate = .percent(reentered, of: imported)
    if let more = row.minutes { minutes = minutes.adding(more) }
    repairs += row.repairs
  }
}
