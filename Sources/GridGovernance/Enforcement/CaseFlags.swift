// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What each event of a case asks for, so that a history can be held against the rules.
extension CaseEvent {
  /// The command that leads to the event; `nil` for repairs, and for what follows from another
  /// command.
  var command: CaseCommand? {
    switch self {
    case .filed(let event): .file(CaseFiling(event))
    case .officersAssigned(let event):
      .assign(certified(event.officer, event.certificate), from: event.effectiveFrom)
    case .evidenceCollected(let event):
      .collect(
        Evidence(
          event.kind, officers: certified(event.officer, event.certificate),
          measure: event.measure, evidence: event.evidence, recording: event.recording,
          reviewed: event.reviewed, approvedBy: event.approvedBy, until: event.until))
    case .measureSettled(let event):
      .settle(
        measure: event.measure, how: event.how, until: event.until, document: event.document)
    case .served(let event):
      .serve(
        event.kind, method: event.method, officers: certified(event.officer, event.certificate),
        record: event.record)
    case .hearingHeld(let event):
      .holdHearing(askedOn: event.askedOn, chair: event.chair, record: event.record)
    case .hearingWaived(let event): .waiveHearing(event.how, record: event.record)
    case .reviewCompleted(let event):
      .review(
        passed: event.passed, reviewer: event.reviewer, qualified: event.qualified,
        record: event.record)
    case .decided(let event): .decide(PenaltyDecision(event))
    default: laterCommand
    }
  }

  private var laterCommand: CaseCommand? {
    switch self {
    case .executed(let event):
      .carryOut(
        event.mode, done: event.done, deferredTo: event.deferredTo,
        officers: certified(event.officer, event.certificate), record: event.record)
    case .transferred(let event):
      .transfer(
        to: event.agency, outsideName: event.outsideName, ground: event.ground,
        document: event.document)
    case .remedyRecorded(let event):
      .recordRemedy(
        event.kind, event.stage, result: event.result, redo: event.redo,
        document: event.document)
    case .published(let event) where event.stage == .after:
      .publish(event.publication, what: event.what, place: event.place, until: event.until)
    case .publicationWithdrawn(let event): .withdraw(event.publication, ground: event.ground)
    case .closed(let event): .close(event.how, record: event.record)
    case .archived(let event): .archive(file: event.file)
    case .qualityReviewed(let event):
      .reviewQuality(score: event.score, defects: event.defects)
    default: nil
    }
  }
}

/// Officers and certificates follow one another's order; one without the other fits nobody.
func certified(_ persons: [ObjectName], _ certificates: [ObjectName]) -> [CaseOfficer] {
  persons.indices.map { index in
    CaseOfficer(
      persons[index],
      certificate: certificates.indices.contains(index) ? certificates[index] : "certificate/none")
  }
}

extension CaseFiling {
  fileprivate init(_ event: CaseFiled) {
    self.init(
      power: event.power, agency: event.agency, parties: event.party,
      partyKind: event.partyKind, partyName: event.partyName, ticket: event.ticket,
      actEnded: event.actEnded, foundOn: event.foundOn, endangers: event.endangers,
      harm: event.harm, procedure: event.procedure,
      officers: certified(event.officer, event.certificate), record: event.record)
  }
}

extension PenaltyDecision {
  fileprivate init(_ event: PenaltyDecided) {
    self.init(
      event.outcome, noPenaltyGround: event.noPenaltyGround, kinds: event.kinds,
      amount: event.amount, collective: event.collective,
      officers: certified(event.officer, event.certificate), record: event.record)
  }
}
