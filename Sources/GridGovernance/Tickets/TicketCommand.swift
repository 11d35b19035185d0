// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of a ticket.
///
/// Commands carry what the caller chooses; hop numbers, levels and stages follow from the state.
public enum TicketCommand: Hashable, Sendable {
  /// 上报: an incident is reported. The one command before which there is no ticket.
  case report(IncidentReported)
  /// 受理, on the level of the acting body.
  case accept
  /// 不予受理 before acceptance, 不予立案 after it.
  case decline(ground: String, to: ObjectName? = nil, told: Bool = false)
  /// 转送 to an authority that is not this county's to command.
  case refer(
    ground: TicketReferred.Ground, to: ObjectName? = nil, outsideName: String? = nil,
    told: Bool = false)
  /// 核实派单 before registration, 核查派单 after handling.
  case assignCheck(assignee: ObjectName)
  /// 核实.
  case verify(result: ReportVerified.Result, worker: ObjectName, media: [Bytes] = [])
  /// 立案; the category is that of the report unless given.
  case register(
    grade: TicketGrade, category: ObjectName? = nil, listItem: ObjectName? = nil,
    duty: TicketRegistered.Duty? = nil)
  /// 调整等级/类别.
  case regrade(
    grade: TicketGrade? = nil, category: ObjectName? = nil, ground: String,
    document: ObjectName? = nil)

  /// 派遣: opens the next hop.
  case dispatch(DispatchOrder)
  /// 改派: sends that hop, or the top hop, to another unit.
  case redirect(hop: Int? = nil, DispatchOrder)
  /// 签收.
  case signFor(worker: ObjectName? = nil)
  /// 退回.
  case putBack(ground: TicketReturned.Ground, request: ObjectName, evidence: [Bytes] = [])

  /// 申请: suspension, reopening, exclusion, termination, release from support.
  case request(
    RequestMade.Kind, as: ObjectName, ground: String, text: SealedText? = nil,
    document: ObjectName? = nil)
  /// 延期申请.
  case requestExtension(as: ObjectName, units: Int, unit: TimeUnit, ground: String)
  /// Grants a request and carries it out in the same append.
  case grant(Grant, Ruling)
  /// Refuses a request.
  case refuse(RequestKind, Ruling)
  /// 挂账/缓办/中止计时 without a request.
  case suspend(Suspension)
  /// 恢复计时.
  case resume

  /// 吹哨/协办.
  case callSupport(SupportCall)
  /// 报到.
  case arrive(support: ObjectName)
  /// 协办办结.
  case finishSupport(support: ObjectName, result: String)
  /// 免予协办.
  case excuse(support: ObjectName, unit: ObjectName, ground: String)

  /// 处置进展.
  case progress(text: SealedText? = nil, media: [Bytes] = [])
  /// 联系诉求人.
  case contactReporter(reached: Bool, channel: String)
  /// 催办/补充/撤诉/异议.
  case speak(ReporterSpoke.Kind, channel: String, text: SealedText? = nil)
  /// 处置完成.
  case complete(result: String, worker: ObjectName? = nil, media: [Bytes] = [])
  /// 核查.
  case inspect(Inspection)

  /// 结案/强制结案.
  case close(Closing)
  /// 重启.
  case reopen(ReopenGround, request: ObjectName? = nil, document: ObjectName? = nil)
  /// 回访评价.
  case followUp(
    reached: Bool, contacted: Bool? = nil, solved: Bool? = nil, satisfaction: Int? = nil)
  /// 升级上报; one level up unless told.
  case escalate(
    ground: TicketEscalated.Ground, to: Level? = nil, urgency: TicketGrade? = nil,
    power: ObjectName? = nil)

  /// 督办.
  case supervise(
    as: ObjectName, unit: ObjectName, grade: SupervisionGrade, opinion: SealedText? = nil,
    replyBy: Instant? = nil)
  /// 督办回复.
  case replyToSupervision(ObjectName, text: SealedText)
  /// 解除督办.
  case liftSupervision(ObjectName, ground: String)

  /// 并案, into the survivor of the context.
  case merge
  /// 撤销并案.
  case unmerge
  /// 作废.
  case void(ground: String, document: ObjectName? = nil)
  /// 剔除考核.
  case exclude(
    indicators: [String], ground: String, document: ObjectName, request: ObjectName? = nil)
  /// 恢复计入.
  case liftExclusion(indicators: [String], document: ObjectName)
}

/// Where a ticket is to go, and why the unit has to take it.
public struct DispatchOrder: Hashable, Sendable {
  /// The unit that handles.
  public var handler: ObjectName
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// The rule set by which it is done.
  public var rule: ObjectName
  /// Whether the unit may not return it.
  public var binding: Bool
  /// The department whose work it is; set, a town as receiver needs a ground of I-17.
  public var onBehalfOf: ObjectName?
  /// Why the unit has to take it.
  public var ground: DispatchGround
  /// The list item that gives the duty.
  public var listItem: ObjectName?
  /// The power that is used.
  public var power: ObjectName?
  /// The admission that allows the push.
  public var admission: ObjectName?
  /// Who is told.
  public var copyTo: [ObjectName]
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    to handler: ObjectName, by rule: ObjectName, worker: ObjectName? = nil,
    binding: Bool = false, onBehalfOf: ObjectName? = nil, ground: DispatchGround = .ownDuty,
    listItem: ObjectName? = nil, power: ObjectName? = nil, admission: ObjectName? = nil,
    copyTo: [ObjectName] = [], document: ObjectName? = nil
  ) {
    self.handler = handler
    self.worker = worker
    self.rule = rule
    self.binding = binding
    self.onBehalfOf = onBehalfOf
    self.ground = ground
    self.listItem = listItem
    self.power = power
    self.admission = admission
    self.copyTo = copyTo
    self.document = document
  }
}

/// The ruling on a request.
public struct Ruling: Hashable, Sendable {
  /// The request; for a whistle, a request with the key of the call that is judged.
  public var request: ObjectName
  /// The reason.
  public var ground: String?
  /// The paper behind it.
  public var document: ObjectName?
  /// From when a grant counts; the request's time unless given (K8).
  public var effectiveFrom: Instant?

  public init(
    on request: ObjectName, ground: String? = nil, document: ObjectName? = nil,
    effectiveFrom: Instant? = nil
  ) {
    self.request = request
    self.ground = ground
    self.document = document
    self.effectiveFrom = effectiveFrom
  }
}

/// What is granted, with what carrying it out needs.
public enum Grant: Hashable, Sendable {
  case `return`
  case `extension`(units: Int)
  case suspension(Suspension)
  case reopen(ReopenGround)
  case exclusion(indicators: [String], document: ObjectName)
  case termination(replied: Bool)
  case supportRelease(support: ObjectName, unit: ObjectName)
  case whistle

  /// What kind of request it answers.
  public var kind: RequestKind {
    switch self {
    case .return: .return
    case .extension: .extension
    case .suspension: .suspension
    case .reopen: .reopen
    case .exclusion: .exclusion
    case .termination: .termination
    case .supportRelease: .supportRelease
    case .whistle: .whistle
    }
  }
}

/// How the clock stands still.
public struct Suspension: Hashable, Sendable {
  /// Which of the kinds.
  public var kind: SuspensionClass
  /// Which clocks stand still.
  public var reach: ClockSuspended.Reach
  /// The reason.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    _ kind: SuspensionClass, reach: ClockSuspended.Reach = .hop, ground: String,
    document: ObjectName? = nil
  ) {
    self.kind = kind
    self.reach = reach
    self.ground = ground
    self.document = document
  }
}

/// Who is called, for what.
public struct SupportCall: Hashable, Sendable {
  /// The call, by its own name.
  public var support: ObjectName
  /// What the call is for.
  public var purpose: SupportCalled.Purpose
  /// One a party, in the same order.
  public var units: [ObjectName]
  /// One a unit, in the same order.
  public var parties: [SupportCalled.Party]
  /// Who leads.
  public var lead: ObjectName
  /// Whether the lead may complete while it is open (I-40).
  public var allowPartial: Bool
  /// The earlier call that it replaces.
  public var replaces: ObjectName?

  public init(
    _ support: ObjectName, purpose: SupportCalled.Purpose, units: [ObjectName],
    parties: [SupportCalled.Party], lead: ObjectName, allowPartial: Bool = false,
    replaces: ObjectName? = nil
  ) {
    self.support = support
    self.purpose = purpose
    self.units = units
    self.parties = parties
    self.lead = lead
    self.allowPartial = allowPartial
    self.replaces = replaces
  }
}

/// What an inspection found.
public struct Inspection: Hashable, Sendable {
  /// Passed or failed.
  public var result: WorkInspected.Result
  /// Whether it was not that unit's work.
  public var wrongUnit: Bool
  /// Whether completion was reported falsely.
  public var falseCompletion: Bool
  /// Whether somebody went there.
  public var onSite: Bool
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// Hashes of photos and recordings.
  public var media: [Bytes]

  public init(
    _ result: WorkInspected.Result, wrongUnit: Bool = false, falseCompletion: Bool = false,
    onSite: Bool = true, worker: ObjectName? = nil, media: [Bytes] = []
  ) {
    self.result = result
    self.wrongUnit = wrongUnit
    self.falseCompletion = falseCompletion
    self.onSite = onSite
    self.worker = worker
    self.media = media
  }
}

/// How a ticket is closed.
public struct Closing: Hashable, Sendable {
  /// How it is closed.
  public var reason: CloseReason
  /// The enforcement case into which it went.
  public var enforcementCase: ObjectName?
  /// The request on which it rests.
  public var request: ObjectName?
  /// The paper behind it.
  public var document: ObjectName?
  /// Whether the reporter got an answer.
  public var replied: Bool

  public init(
    _ reason: CloseReason, enforcementCase: ObjectName? = nil, request: ObjectName? = nil,
    document: ObjectName? = nil, replied: Bool = false
  ) {
    self.reason = reason
    self.enforcementCase = enforcementCase
    self.request = request
    self.document = document
    self.replied = replied
  }
}
