// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of an application.
public enum ApplicationCommand: Hashable, Sendable {
  /// 收件. The one command before which there is no application.
  case receive(ApplicationForm)
  /// 一次性补正告知: all that is missing, at once.
  case notifyCorrection(missing: [String])
  /// 补正收件.
  case receiveCorrection(complete: Bool)
  /// 受理决定.
  case accept
  /// 不予受理.
  case decline(AcceptanceDecided.Ground)
  /// 不需受理: nothing has to be applied for.
  case notNeeded
  /// 办结.
  case decide(granted: Bool, ground: String? = nil, document: ObjectName? = nil)
  /// 撤回申请, by the applicant.
  case withdraw(ground: String? = nil)
  /// 送达: the licence or the refusal, as it was decided.
  case deliver(method: String, record: Bytes)
  /// 好差评; 1 to 5 where the applicant was reached.
  case rate(reached: Bool, satisfaction: Int? = nil)

  /// 申请.
  case request(RequestMade.Kind, as: ObjectName, ground: String, document: ObjectName? = nil)
  /// 延期申请.
  case requestExtension(as: ObjectName, units: Int, unit: TimeUnit, ground: String)
  /// Grants more time, or a suspension, and carries it out in the same append.
  case grant(Grant, Ruling)
  /// Refuses a request.
  case refuse(RequestKind, Ruling)
  /// 特别程序: hearing, tests, expert review, whose time is not counted; the ground is a code.
  case suspend(ground: String, document: ObjectName? = nil)
  /// 恢复计时.
  case resume
}

/// What is handed in at the window.
public struct ApplicationForm: Hashable, Sendable {
  /// What is applied for.
  public var item: ObjectName
  /// The town.
  public var town: ObjectName
  /// The applicant, under a pseudonym.
  public var applicant: ObjectName
  /// The applicant's name, sealed.
  public var applicantName: SealedText?
  /// The service guide in force.
  public var guide: ObjectName

  public init(
    item: ObjectName, town: ObjectName, applicant: ObjectName,
    applicantName: SealedText? = nil, guide: ObjectName
  ) {
    self.item = item
    self.town = town
    self.applicant = applicant
    self.applicantName = applicantName
    self.guide = guide
  }
}
