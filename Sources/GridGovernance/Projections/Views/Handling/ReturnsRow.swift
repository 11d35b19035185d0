// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Who sent work to whom, and in which month.
public struct DispatchPair: TableKey, MonthKey {
  /// The body that dispatched; absent where neither the event nor a hop above says.
  public var dispatcher: ObjectID?
  public var unit: ObjectID
  public var month: Month

  public init(dispatcher: ObjectID?, unit: ObjectID, month: Month) {
    self.dispatcher = dispatcher
    self.unit = unit
    self.month = month
  }
}

/// What became of the work that one body sent to a unit in a month; see ``Returns``.
///
/// returned = granted + refused + lapsed + open.
public struct ReturnsRow: TableRow, PeriodRow {
  /// Dispatches and redirections to the unit.
  public var dispatched = 0
  /// Of those, the ones that the unit may not return (I-28).
  public var binding = 0
  /// Work that was taken from the unit again and sent to another.
  public var redirected = 0
  /// Returns by the unit, by ground in the five columns after it.
  public var returned = 0
  public var notMine = 0
  /// 清单外: the unit says that the work was not admitted.
  public var notAdmitted = 0
  public var wrongPlace = 0
  public var duplicate = 0
  public var insufficient = 0
  /// Returns of a ticket by the unit to that dispatcher after the first.
  public var secondReturns = 0
  /// What was ruled on the returns of this month, whenever it was.
  public var granted = 0
  public var refused = 0
  /// Returns that a redirection, an escalation or an end made pointless.
  public var lapsed = 0
  /// Returns that nobody has ruled on.
  public var open = 0
  /// `returned` ÷ `dispatched`; absent where nothing was dispatched.
  public var returnRate: ExactDecimal?
  /// `granted` ÷ (`granted` + `refused`); absent where nothing was ruled.
  public var grantRate: ExactDecimal?
  /// The most legs that one of the dispatched tickets had gone, this one counted.
  public var hops = 0

  public init() {}

  public mutating func add(_ later: ReturnsRow) {
    dispatched += later.dispatched
    binding += later.binding
    redirected += later.redirected
    returned += later.returned
    notMine += later.notMine
    notAdmitted += later.notAdmitted
    wrongPlace += later.wrongPlace
    duplicate += later.duplicate
    insufficient += later.insufficient
    secondReturns += later.secondReturns
    granted += later.granted
    refused += later.refused
    lapsed += later.lapsed
    open += later.open
    hops = max(hops, later.hops)
    settle()
  }

  mutating func settle() {
    returnRate = .rate(returned, of: dispatched)
    grantRate = .rate(granted, of: granted + refused)
  }

  mutating func count(_ ground: TicketReturned.Ground?, isSecond: Bool) {
    returned += 1
    open += 1
    if isSecond { secondReturns += 1 }
    switch ground {
    case .notMine: notMine += 1
    case .notAdmitted: notAdmitted += 1
    case .wrongPlace: wrongPlace += 1
    case .duplicate: duplicate += 1
    case .insufficient: insufficient += 1
    case nil: break
    }
    settle()
  }

  mutating func count(_ end: ReturnEnd) {
    open -= 1
    switch end {
    case .granted: granted += 1
    case .refused: refused += 1
    case .lapsed: lapsed += 1
    }
    settle()
  }
}

/// What became of a return.
enum ReturnEnd {
  case granted, refused, lapsed
}

/// A ticket's way between units, as far as its returns depend on it.
struct ReturnPast: TableRow {
  /// How often it was dispatched or redirected.
  var legs = 0
  /// Returns that nobody has ruled on, oldest first.
  var open: [OpenReturn] = []
  /// Who has returned it to whom.
  var pairs: [ReturnPair] = []
}

/// A return and where it counts.
struct OpenReturn: Codable, Hashable, Sendable {
  var request: ObjectID
  var pair: DispatchPair
}

/// A unit and the body to which it returned.
struct ReturnPair: Codable, Hashable, Sendable {
  var dispatcher: ObjectID?
  var unit: ObjectID
}
