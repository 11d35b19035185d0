// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// As what a ticket came to a town: one of the four sources, or from an origin that no list has.
public enum EntrySource: String, Enumeration {
  case fromAbove, enforcementPatrol, grid, `public`
  /// The origin list in force does not have the report's origin.
  case unlisted

  init(_ source: TownSource?) {
    self =
      switch source {
      case .fromAbove: .fromAbove
      case .enforcementPatrol: .enforcementPatrol
      case .grid: .grid
      case .public: .public
      case nil: .unlisted
      }
  }
}

/// A town, a source and a month.
public struct TownSourceMonth: PackedKey, MonthKey {
  /// A division that counts as a town.
  public var town: ObjectID
  public var source: EntrySource
  public var month: Month

  public init(town: ObjectID, source: EntrySource, month: Month) {
    self.town = town
    self.source = source
    self.month = month
  }

  /// Thirteen bits of month since 1900 and three of the source above the town.
  public var packed: UInt64 {
    let index = UInt64(truncatingIfNeeded: month.index - 22_800) & 0x1FFF
    return index << 51 | UInt64(source.number & 7) << 48 | town.packed
  }

  public init(packed: UInt64) {
    town = ObjectID(packed: packed & 0xFFFF_FFFF_FFFF)
    source = EntrySource(number: Int(packed >> 48 & 7)) ?? .unlisted
    month = Month(index: Int(packed >> 51) + 22_800)
  }
}

/// An origin, a channel and a month; of the whole county.
public struct OriginMonth: TableKey, MonthKey {
  /// A code of the origin list, as it was reported.
  public var origin: String
  /// The way by which it came in.
  public var channel: String
  public var month: Month

  public init(origin: String, channel: String, month: Month) {
    self.origin = origin
    self.channel = channel
    self.month = month
  }
}

/// What came from a source, or by an origin and channel, in a month; see ``SourceMix``.
public struct SourceMixRow: TableRow, PeriodRow {
  /// Entries into the town; in the county's table reports.
  public var received = 0
  /// Those of all sources of the town, or of all origins of the county, in the same months.
  public var of = 0
  /// `received` ÷ `of`; absent where nothing came.
  public var share: ExactDecimal?
  /// 不予受理 and 不予立案, in the month in which it happened, as all the following.
  public var declined = 0
  public var referred = 0
  public var voided = 0
  public var merged = 0
  public var closed = 0
  /// Of those closed: solved on the spot, or by a unit of village level as the deepest hop.
  public var solvedInGrid = 0
  /// `solvedInGrid` ÷ `closed`; absent where nothing was closed.
  public var solvedInGridRate: ExactDecimal?
  /// Of those closed: answered at once 即时答复, without a dispatch.
  public var answered = 0

  public init() {}

  public mutating func add(_ later: SourceMixRow) {
    received += later.received
    of += later.of
    declined += later.declined
    referred += later.referred
    voided += later.voided
    merged += later.merged
    closed += later.closed
    solvedInGrid += later.solvedInGrid
    answered += later.answered
    settle()
  }

  mutating func settle() {
    share = .rate(received, of: of)
    solvedInGridRate = .rate(solvedInGrid, of: closed)
  }

  /// Counts an end that the view has a column for.
  mutating func count(_ end: TicketStatus, _ closing: MixedClosing?) {
    switch end {
    case .declined, .notRegistered: declined += 1
    case .referred: referred += 1
    case .voided: voided += 1
    case .merged: merged += 1
    case .closed:
      closed += 1
      if closing == .inGrid { solvedInGrid += 1 }
      if closing == .answered { answered += 1 }
    default: return
    }
    settle()
  }
}
