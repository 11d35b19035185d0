// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What each event changes. Total: history is folded as it is, never refused.
///
/// A pair that the table does not have is noted as an anomaly; the event then does what it says
/// as well as the state allows.
extension CaseState {
  mutating func apply(_ fact: CaseFact) {
    eventCount += 1
    if let rule = brokenRule(by: fact) {
      anomalies.append(
        HistoryAnomaly(
          status: status?.rawValue, type: fact.event.type.name, rule: rule, index: eventCount))
    }
    switch fact.event {
    case .filed(let event): file(event, fact.occurred)
    case .officersAssigned, .evidenceCollected, .measureSettled: applyInquiry(fact)
    case .served(let event): serve(event, fact.occurred)
    case .hearingHeld, .hearingWaived, .reviewCompleted: applyHearing(fact)
    case .decided, .executed, .closed, .archived, .qualityReviewed: applyEnd(fact)
    case .transferred(let event): transfer(event)
    case .remedyRecorded(let event): remedy(event, fact.occurred)
    case .published, .publicationWithdrawn: applyPublication(fact)
    case .requestMade, .extensionRequested, .requestRuled, .clockSuspended, .clockResumed:
      time.apply(fact.event.event, at: fact.occurred)
    case .supportCalled, .supportArrived, .supportFinished, .supportExcused:
      supports.apply(fact.event.event, by: fact.actor.body)
    case .corrected, .annulled:
      // Repairs change the facts that are folded, not the state.
      break
    }
  }

  /// What the case alone can tell: the table, who may preside, how many act.
  private func brokenRule(by fact: CaseFact) -> String? {
    guard CaseTable.allows(fact.event, in: self) else {
      let isSecondFiling = fact.event.type == .caseFiled && status != nil
      return isSecondFiling ? "I-21" : CaseTable.rule(fact.event.type, in: status)
    }
    if case .hearingHeld(let event) = fact.event, isOfficer(event.chair) {
      return CaseTable.rule(.hearingHeld, in: status)
    }
    return nil
  }

  private mutating func file(_ event: CaseFiled, _ moment: Instant) {
    // Filed twice: the first agency keeps the case (art. 25), the second filing is shown.
    guard filed == nil else { return }
    name = event.case
    // A case of which an import knew the transfer first stays transferred.
    status = status ?? .investigating
    power = event.power
    agency = event.agency
    actingBody = event.actingBody
    filedBy = event.actingBody
    parties = event.party
    partyKind = event.partyKind
    inspection = event.inspection
    ticket = event.ticket
    procedure = event.procedure
    actEnded = event.actEnded
    foundOn = event.foundOn
    isGrave = event.endangers && event.harm
    filed = moment
    roundBegan = moment
    filingOfficers = event.officer
    note(.start, event.record)
  }

  mutating func note(_ step: CaseStep, _ record: Bytes) {
    guard !record.bytes.isEmpty, !recorded.contains(step) else { return }
    recorded.append(step)
  }

  // MARK: Officers, evidence, measures

  private mutating func applyInquiry(_ fact: CaseFact) {
    switch fact.event {
    case .officersAssigned(let event):
      let index = assignments.lastIndex { $0.from <= event.effectiveFrom }.map { $0 + 1 } ?? 0
      assignments.insert(
        CaseAssignment(officers: event.officer, from: event.effectiveFrom), at: index)
    case .evidenceCollected(let event):
      note(.investigation, event.evidence)
      if event.kind == .device, !event.reviewed { uncheckedDevices += 1 }
      guard let measure = event.measure else { return }
      measures.append(
        CaseMeasure(
          name: measure, kind: event.kind, taken: fact.occurred, until: event.until))
    case .measureSettled(let event):
      for index in measures.indices
      where measures[index].name == event.measure && measures[index].settled == nil {
        if event.how == .extended {
          measures[index].isExtended = true
          measures[index].until = event.until ?? measures[index].until
        } else {
          measures[index].settled = fact.occurred
          measures[index].how = event.how
        }
      }
    default: break
    }
  }

  // MARK: Notice, hearing, review

  private mutating func serve(_ event: DocumentServed, _ moment: Instant) {
    switch event.kind {
    case .priorNotice:
      notices.prior = moment
      advance(to: .noticed)
    case .hearingNotice: notices.hearing.append(moment)
    case .decision:
      served = moment
      note(.service, event.record)
      advance(to: .served)
    case .demand: demanded = moment
    case .licence, .refusal: break
    }
  }

  private mutating func applyHearing(_ fact: CaseFact) {
    switch fact.event {
    case .hearingHeld:
      notices.held = fact.occurred
      advance(to: .heard)
    case .hearingWaived(let event): notices.waived = event.how
    case .reviewCompleted(let event):
      note(.review, event.record)
      notices.reviewPassed = event.passed
      if event.passed {
        advance(to: .reviewed)
      } else if status == .noticed || status == .heard {
        status = .investigating
        notices = CaseNotices(reviewPassed: false)
      }
    default: break
    }
  }

  /// Moves on; from any other state late news does not bring a case back.
  private mutating func advance(to next: CaseStatus) {
    if let status, next.isLater(than: status) { self.status = next }
  }

  // MARK: Decision, execution, end

  private mutating func applyEnd(_ fact: CaseFact) {
    switch fact.event {
    case .decided(let event):
      note(.decision, event.record)
      decisions.append(
        CaseDecision(
          outcome: event.outcome, kinds: event.kinds, amount: event.amount, round: round,
          at: fact.occurred))
      advance(to: .decided)
    case .executed(let event):
      note(.execution, event.record)
      deferredTo = event.deferredTo ?? deferredTo
      guard event.done else { return }
      executed = fact.occurred
      advance(to: .executed)
    case .closed(let event):
      closing = event.how
      closed = fact.occurred
      advance(to: .closed)
    case .archived: advance(to: .archived)
    case .qualityReviewed(let event): quality = event.score
    default: break
    }
  }

  private mutating func transfer(_ event: CaseTransferred) {
    guard let agency = event.agency else {
      transferredTo = event.outsideName ?? event.ground.rawValue
      status = .transferred
      return
    }
    self.agency = agency
    // Who acts for the new agency is its own affair; until it says, it is the agency itself.
    actingBody = agency
  }

  private mutating func remedy(_ event: RemedyRecorded, _ moment: Instant) {
    if event.stage == .filed {
      remedies.append(CaseRemedy(kind: event.kind, filed: moment))
      return
    }
    if let index = remedies.firstIndex(where: { $0.kind == event.kind && $0.decided == nil }) {
      remedies[index].decided = moment
      remedies[index].result = event.result
    } else {
      remedies.append(CaseRemedy(kind: event.kind, decided: moment, result: event.result))
    }
    if event.redo, status.map({ !CaseStatus.decided.isLater(than: $0) }) ?? false,
      status != .transferred
    {
      beginRound(at: moment)
    }
  }

  /// Done again: decisions, remedies and publications stay, the rest of the round begins anew.
  private mutating func beginRound(at moment: Instant) {
    status = .investigating
    round += 1
    roundBegan = moment
    notices = CaseNotices()
    served = nil
    demanded = nil
    executed = nil
    deferredTo = nil
    closing = nil
    closed = nil
  }

  private mutating func applyPublication(_ fact: CaseFact) {
    switch fact.event {
    case .published(let event):
      publications.append(
        CasePublication(
          name: event.publication, body: event.body, published: fact.occurred,
          until: event.until))
    case .publicationWithdrawn(let event):
      for index in publications.indices
      where publications[index].name == event.publication && publications[index].withdrawn == nil {
        publications[index].withdrawn = fact.occurred
      }
    default: break
    }
  }
}

extension CaseStatus {
  /// Whether it lies behind the other on the way of a case.
  fileprivate func isLater(than other: CaseStatus) -> Bool {
    number > other.number && other != .transferred
  }
}
