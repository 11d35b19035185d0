// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The step with which a stage of a ticket ends; it began with the step before.
public enum HandlingStage: String, Enumeration {
  case accept, register, dispatch, sign, complete, check, close
}

/// A stage on one hop and round, in a month.
public struct StageKey: TableKey, MonthKey {
  public var dimension: HandlingDimension
  public var subject: ObjectID
  public var stage: HandlingStage
  /// The deepest hop at the step; 0 before the first.
  public var hop: Int
  public var round: Int
  /// The month in which the stage ended.
  public var month: Month

  public init(
    dimension: HandlingDimension, subject: ObjectID, stage: HandlingStage, hop: Int, round: Int,
    month: Month
  ) {
    self.dimension = dimension
    self.subject = subject
    self.stage = stage
    self.hop = hop
    self.round = round
    self.month = month
  }
}

/// How long a stage took, in natural minutes.
public struct StageRow: TableRow, PeriodRow {
  public var count = 0
  public var minutes = 0
  /// `minutes` ÷ `count`, whole.
  public var mean: Int?
  public var longest = 0

  public init() {}

  public mutating func add(_ later: StageRow) {
    count += later.count
    minutes += later.minutes
    longest = max(longest, later.longest)
    settle()
  }

  mutating func note(_ duration: Int) {
    count += 1
    minutes += duration
    longest = max(longest, duration)
    settle()
  }

  private mutating func settle() { mean = count == 0 ? nil : (2 * minutes + count) / (2 * count) }
}

/// What stages must remember of a ticket.
struct StagedTicket: TableRow {
  var division: ObjectID?
  var category: ObjectID?
  /// When the last step was.
  var last: Instant?
  var hop = 0
  var round = 1
  /// The units of the open hops, hop 1 first.
  var units: [ObjectID] = []
}
