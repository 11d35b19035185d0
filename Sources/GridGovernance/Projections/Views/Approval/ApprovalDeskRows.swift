// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One application; see ``ApprovalDesk``.
public struct ApplicationRow: TableRow {
  public var state: ApplicationStatus?
  public var town: ObjectID?
  /// The one window 一口受理.
  public var window: ObjectID?
  /// What is applied for.
  public var item: ObjectID?
  /// By which its limits go; absent if the item was never devolved.
  public var itemKind: PowerDevolved.Kind?
  /// The service guide that it cites.
  public var guide: ObjectID?
  public var received: Instant?
  /// Units that the guide promises.
  public var promised: Int?
  /// When what was missing was notified, once.
  public var notified: Instant?
  /// When the answer was complete.
  public var completed: Instant?
  public var accepted: Instant?
  /// How acceptance was refused.
  public var notAccepted: AcceptanceDecided.Result?
  public var ground: AcceptanceDecided.Ground?
  public var result: ApplicationDecided.Result?
  public var decided: Instant?
  public var delivered: Instant?
  /// The last grade of the applicant 好差评, 1…5.
  public var rating: Int?
  /// Whether its clocks stand.
  public var suspended = false
  /// Time that is not counted 不计时限: every pause, the last one open while they stand.
  public var excludedTime: [Clock.Pause] = []
  /// More time that was granted, in order.
  public var extensions: [ProcedureTime.Granted] = []
  public var openRequests: [ObjectName] = []
  /// The first event that no rule allows.
  public var anomaly: String?

  /// At the asked moment: the end of the limit of the law; absent while the clocks stand.
  public var legalDue: Instant?
  /// At the asked moment: what is left of it, in days or working days as it counts.
  public var legalLeft: Int?
  /// At the asked moment: whether it was missed, or is being missed.
  public var legalLate: Bool?
  /// At the asked moment: the end of the limit promised.
  public var promisedDue: Instant?
  /// At the asked moment: what is left of it.
  public var promisedLeft: Int?
  /// At the asked moment: whether the promise was, or is being, broken.
  public var promisedLate: Bool?
  /// At the asked moment: when acceptance, or the notice, was due.
  public var acceptanceDue: Instant?
  /// At the asked moment: when the answer to the notice was due.
  public var correctionDue: Instant?
  /// At the asked moment: when the paper was due.
  public var deliveryDue: Instant?
  /// At the asked moment: from when it counts as accepted, since nobody answered 视为受理.
  public var acceptedBySilence: Instant?
  /// At the asked moment: from when it counts as withdrawn, since no answer came 视为撤回.
  public var deemedWithdrawn: Instant?
  /// At the asked moment: steps that are late, or were done late; the promise stands apart.
  public var late: [ProcedureStep] = []

  init() {}
}

/// A town and an item of its hall.
public struct TownItem: TableKey, TableRow {
  public var town: ObjectID
  public var item: ObjectID

  public init(town: ObjectID, item: ObjectID) {
    self.town = town
    self.item = item
  }
}

/// An item in a town: listed, offered, asked for.
public struct ItemRow: TableRow {
  /// What the item allows; absent if it was never devolved.
  public var kind: PowerDevolved.Kind?
  /// When it was on the list of the town's powers.
  public var listed: [DaySpan] = []
  /// When it was offered at the hall, and by whom.
  public var offered: [ItemOffer] = []
  /// Applications received.
  public var received = 0
  /// Applications not accepted.
  public var notAccepted = 0
  /// Of these, for want of the power.
  public var notDevolved = 0
  public var granted = 0
  public var refused = 0
  public var withdrawn = 0

  init() {}
}

/// Days on which a stationed body offers an item.
public struct ItemOffer: TableRow, Hashable {
  public var body: ObjectID
  public var span: DaySpan
}

/// What a town's hall offers of what is listed, as decided by the cut: what is to end counts no
/// longer from the decision that ends it on.
public struct HallRow: TableRow {
  /// Items of licence, approval and service on the town's list.
  public var listed = 0
  /// Of these, offered at the hall.
  public var offered = 0
  /// Offered there and on no list.
  public var offListed = 0
  /// Applications received.
  public var received = 0

  init() {}
}

/// Why an application was not accepted.
struct AcceptanceGround: TableRow {
  var result: AcceptanceDecided.Result
  var ground: AcceptanceDecided.Ground?
}
