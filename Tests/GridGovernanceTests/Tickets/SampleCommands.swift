// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

extension ObjectName {
  /// The open request of that kind that the pair tests put on every ticket.
  static func open(_ kind: RequestKind) -> ObjectName {
    kind == .whistle ? "request/1" : ObjectName(.request, "open-\(kind.rawValue)")
  }
}

extension TicketCommand {
  /// Commands that lead to an event of that type, one a variant in braces.
  static func samples(of type: EventType, in status: TicketStatus?) -> [TicketCommand] {
    intake(type, status) ?? handling(type, status) ?? requests(type) ?? ends(type)
  }

  private static func intake(_ type: EventType, _ status: TicketStatus?) -> [TicketCommand]? {
    switch type {
    case .incidentReported: [.report(.sample())]
    case .ticketAccepted: [.accept]
    case .ticketDeclined: [.decline(ground: "g")]
    case .ticketReferred: [.refer(ground: .otherArea, outsideName: "邻县")]
    case .checkAssigned: [.assignCheck(assignee: "person/w2")]
    case .reportVerified: [.verify(result: .valid, worker: "person/w")]
    case .ticketRegistered: [.register(grade: .urgent)]
    case .ticketRegraded: [.regrade(grade: .low, ground: "g")]
    case .reporterSpoke: [.speak(.urge, channel: "12345")]
    case .followUpRecorded: [.followUp(reached: true, solved: true)]
    default: nil
    }
  }

  private static func handling(_ type: EventType, _ status: TicketStatus?) -> [TicketCommand]? {
    let party = SupportCalled.Party(duty: "d", arriveBy: "2021-08-06T09:00:00+08:00")
    switch type {
    case .ticketDispatched: return [.dispatch(.village)]
    case .ticketRedirected: return [.redirect(.to(Body.office))]
    case .ticketSignedFor: return [.signFor()]
    case .ticketReturned: return [.putBack(ground: .notMine, request: "request/new")]
    case .supportCalled:
      return [
        .callSupport(
          SupportCall(
            "support/2", purpose: .support, units: [Body.office], parties: [party],
            lead: Body.station))
      ]
    case .supportArrived: return [.arrive(support: "support/1")]
    case .supportFinished: return [.finishSupport(support: "support/1", result: "done")]
    case .supportExcused:
      return [.excuse(support: "support/1", unit: Body.office, ground: "g")]
    case .handlingProgressed: return [.progress()]
    case .reporterContacted: return [.contactReporter(reached: true, channel: "phone")]
    case .handlingCompleted: return [.complete(result: "done")]
    case .workInspected:
      return [
        .inspect(Inspection(.passed)), .inspect(Inspection(.failed)),
        .inspect(Inspection(.failed, wrongUnit: true)),
      ]
    default: return nil
    }
  }

  private static func requests(_ type: EventType) -> [TicketCommand]? {
    switch type {
    case .requestMade:
      RequestMade.Kind.allCases.map { .request($0, as: "request/new", ground: "g") }
    case .extensionRequested:
      [.requestExtension(as: "request/new", units: 2, unit: .workingDay, ground: "g")]
    case .requestRuled:
      RequestKind.allCases.map { .refuse($0, Ruling(on: .open($0))) } + [
        .grant(.return, Ruling(on: .open(.return))),
        .grant(.extension(units: 1), Ruling(on: .open(.extension))),
        .grant(.whistle, Ruling(on: .open(.whistle))),
      ]
    case .clockSuspended: [.suspend(Suspension(.deferred, ground: "g"))]
    case .clockResumed: [.resume]
    default: nil
    }
  }

  private static func ends(_ type: EventType) -> [TicketCommand] {
    switch type {
    case .ticketClosed:
      CloseReason.allCases.map { reason in
        .close(
          Closing(
            reason, enforcementCase: "case/1",
            request: reason == .terminated ? "request/granted" : nil, document: "document/1"))
      }
    case .ticketReopened: [.reopen(.falseCompletion)]
    case .ticketEscalated: [.escalate(ground: .noPower)]
    case .supervisionIssued: [.supervise(as: "supervision/2", unit: Body.station, grade: .red)]
    case .supervisionReplied: [.replyToSupervision("supervision/1", text: "we will")]
    case .supervisionLifted: [.liftSupervision("supervision/1", ground: "g")]
    case .ticketMerged: [.merge]
    case .ticketUnmerged: [.unmerge]
    case .ticketVoided: [.void(ground: "g")]
    case .ticketExcluded:
      [.exclude(indicators: ["rework"], ground: "g", document: "document/1")]
    case .ticketExclusionLifted:
      [.liftExclusion(indicators: ["closing"], document: "document/1")]
    default: []
    }
  }

  /// The names in braces that the command stands for.
  var variantNames: [String] {
    switch self {
    case .request(let kind, _, _, _, _): [kind.rawValue]
    case .refuse(let kind, _): [kind.rawValue, "refused"]
    case .grant(let grant, _): [grant.kind.rawValue, "granted"]
    case .inspect(let inspection):
      [inspection.result.rawValue] + (inspection.wrongUnit ? ["wrongUnit"] : [])
    case .close(let closing): [closing.reason.rawValue]
    // The stage and the kind follow from the state, so that both fit where one does.
    case .decline: ["acceptance", "registration"]
    case .assignCheck: ["verify", "inspect"]
    default: []
    }
  }

  /// Whether note 1 has another event go first, so that the command stands beside the table.
  func isCarriedOutAfterAnother(in status: TicketStatus?) -> Bool {
    switch (status, self) {
    case (.dispatched, .dispatch), (.dispatched, .progress), (.dispatched, .complete),
      (.dispatched, .requestExtension):
      true
    case (.dispatched, .request(let kind, _, _, _, _)): kind != .reopen
    case (.suspended, .redirect), (.suspended, .escalate): true
    case (.suspended, .close(let closing)):
      [.terminated, .caseFiled, .transferred, .withdrawnByReporter, .forced].contains(
        closing.reason)
    default: false
    }
  }
}
