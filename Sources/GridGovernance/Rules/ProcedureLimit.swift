// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One time limit of a procedure 程序时限, with the text that sets it (domain §3).
///
/// Of several rows for a step the most exact counts (item, then kind of item), of equals the one
/// that came into force later.
public struct ProcedureLimit: Codable, Hashable, Sendable {
  /// What the time is for.
  public var step: ProcedureStep
  /// How many units; 0…36,600.
  public var amount: Int
  /// What `amount` counts.
  public var unit: TimeUnit
  /// The most that may be granted on top, in the same unit; absent: none is foreseen.
  public var `extension`: Int?
  /// Only items of this kind; absent: all. Procedures of approval alone.
  public var itemKind: PowerDevolved.Kind?
  /// Only this item; absent: all.
  public var item: String?
  /// What becomes of time that ran when the edition came into force; untouched unless said.
  public var openCases: OpenCases?
  /// How the clock runs (K2, K6, K14).
  public var policies: ClockPolicies?
  /// The article that sets the limit, as rejections cite it.
  public var article: String
  /// Whether nobody has held the row against its text yet; false unless said.
  public var unverified: Bool?

  public init(
    _ step: ProcedureStep, _ amount: Int, _ unit: TimeUnit, extension: Int? = nil,
    itemKind: PowerDevolved.Kind? = nil, item: String? = nil, openCases: OpenCases? = nil,
    policies: ClockPolicies? = nil, article: String, unverified: Bool? = nil
  ) {
    self.step = step
    self.amount = amount
    self.unit = unit
    self.extension = `extension`
    self.itemKind = itemKind
    self.item = item
    self.openCases = openCases
    self.policies = policies
    self.article = article
    self.unverified = unverified
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "step", ProcedureStep.type),
    .init(2, "amount", .int),
    .init(3, "unit", TimeUnit.type),
    .init(4, "extension", .int, optional: true),
    .init(5, "itemKind", PowerDevolved.Kind.type, optional: true),
    .init(6, "item", .code, optional: true),
    .init(7, "openCases", OpenCases.type, optional: true),
    .init(8, "policies", .message(ClockPolicies.fields), optional: true),
    .init(9, "article", .text, harmless: "a citation of a public text"),
    .init(10, "unverified", .bool, optional: true),
  ]

  /// What a new edition does with time that already runs (transitional text).
  public enum OpenCases: String, Enumeration {
    /// It runs on by the edition under which it began.
    case untouched
    /// It runs by the new one, counted from where it began.
    case fromStart
    /// It runs by the new one, counted from the first day of its effect.
    case fromEffect
  }
}

/// The steps of penalty and approval procedures that have a time limit (domain §3.2, §3.3).
public enum ProcedureStep: String, Enumeration {
  /// 追责期限: within which an act must be found to be punished.
  case limitation
  /// The same where life, health or financial safety is endangered and harm followed.
  case limitationEndangering
  /// 办案期限: from filing, or acceptance, to the decision.
  case decide
  /// 先行登记保存: until what was preserved is dealt with.
  case settlePreserved
  /// 查封扣押: how long a seal or seizure holds.
  case measure
  /// 申请听证: how long a hearing may be asked for.
  case askHearing
  /// 听证通知: how long before the hearing its notice is served.
  case noticeHearing
  /// 送达: from the decision to its service.
  case serveDecision
  /// 缴款: from service to payment.
  case pay
  /// 催告: from the demand to the application to a court.
  case demand
  /// 申请强制执行: within which a court may be asked, once remedies have run out.
  case applyToCourt
  /// 申请复议: from service.
  case askReview
  /// 复议审理: from the application to its decision.
  case decideReview
  /// 起诉: from service.
  case sue
  /// 起诉: from the decision on the review.
  case sueAfterReview
  /// 公示: from the decision to its publication.
  case publish
  /// 撤回公示: once changed, revoked, or found unlawful or void.
  case withdrawPublication
  /// 受理或补正告知: from receipt; silence past it is acceptance where the row is there.
  case accept
  /// 补正: from the notice; no answer in it is a withdrawal.
  case answerCorrection
  /// 送达证件: from the decision of an application.
  case deliver

  /// Whether the time is for using a right, which expires, not for doing a duty.
  public var isRight: Bool {
    switch self {
    case .askHearing, .askReview, .sue, .sueAfterReview, .applyToCourt: true
    default: false
    }
  }
}
