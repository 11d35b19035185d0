// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance

/// What a clerk reads off a pile of papers: repairs first, then one question after the other.
struct PlainCases {
  struct Paper {
    var event: any Event
    var occurred: Instant
    var position: Position
    var actor: ObjectName?
  }

  /// In the order of the log, as repaired.
  let papers: [Paper]

  init(_ made: RandomCases) throws {
    let events = made.history.events
    let types = Dictionary(
      uniqueKeysWithValues: Module.allCases.flatMap(\.events).map { ($0.type, $0) })
    func read(_ event: StoredEvent) throws -> (any Event)? {
      if let typed = made.typed[event.content.id] { return typed }
      return try types[event.content.type].map { try event.decode($0) }
    }
    var dropped: Set<EventID> = []
    var moved: [EventID: Instant] = [:]
    for event in events {
      if let annulled = try read(event) as? EventAnnulled { dropped.insert(annulled.target) }
    }
    for event in events where !dropped.contains(event.content.id) {
      if let corrected = try read(event) as? FactCorrected,
        case .instant(let time) = corrected.new
      {
        moved[corrected.target] = time
      }
    }
    papers = try events.compactMap { event in
      guard !dropped.contains(event.content.id), let paper = try read(event) else { return nil }
      return Paper(
        event: paper, occurred: moved[event.content.id] ?? event.content.occurred,
        position: event.position, actor: event.content.actor.body)
    }
  }

  func all<E: Event>(_ type: E.Type) -> [(event: E, paper: Paper)] {
    papers.compactMap { paper in (paper.event as? E).map { ($0, paper) } }
  }

  func day(_ moment: Instant) -> CivilDate { BusinessZone.shanghai.date(of: moment) }

  static func town(of body: ObjectName?) -> ObjectName? {
    switch body {
    case Town.bureau?, Town.government?: SmallCounty.town
    case Town.otherBureau?: SmallCounty.otherTown
    default: nil
    }
  }

  // MARK: A case

  func filing(of name: ObjectName) -> (event: CaseFiled, paper: Paper)? {
    all(CaseFiled.self).first { $0.event.case == name }
  }

  /// Where the case stands: forward only, but for a review that fails.
  func status(of name: ObjectName) -> CaseStatus? {
    var rank: CaseStatus?
    func reach(_ next: CaseStatus) {
      if let now = rank, now != .transferred, next.number > now.number { rank = next }
    }
    for paper in papers {
      switch paper.event {
      case let event as CaseFiled where event.case == name: rank = rank ?? .investigating
      case let event as DocumentServed where event.case == name:
        if event.kind == .priorNotice { reach(.noticed) }
        if event.kind == .decision { reach(.served) }
      case let event as LegalReviewCompleted where event.case == name:
        if event.passed {
          reach(.reviewed)
        } else if rank == .noticed || rank == .heard {
          rank = .investigating
        }
      case let event as PenaltyDecided where event.case == name: reach(.decided)
      case let event as PenaltyExecuted where event.case == name && event.done: reach(.executed)
      case let event as CaseTransferred where event.case == name && event.agency == nil:
        rank = .transferred
      default: break
      }
    }
    return rank
  }

  func remedies(of name: ObjectName) -> (pending: Int, ended: Bool) {
    var pending = 0
    var ended = false
    for (event, _) in all(RemedyRecorded.self) where event.case == name {
      if event.stage == .filed {
        pending += 1
      } else {
        pending = max(0, pending - 1)
        ended = ended || event.result == .revoked
      }
    }
    return (pending, ended)
  }

  /// Acts whose officers were not in order, by the rule that they broke.
  func faults(of name: ObjectName) -> [String] {
    let isSimple = filing(of: name)?.event.procedure == .simple
    return papers.compactMap { paper in
      switch paper.event {
      case let event as CaseFiled where event.case == name:
        fault(event.officer, event.certificate, 2, paper)
      case let event as EvidenceCollected where event.case == name:
        fault(event.officer, event.certificate, 2, paper)
      case let event as DocumentServed where event.case == name:
        fault(
          event.officer, event.certificate,
          event.method == "mail" && day(paper.occurred) >= "2021-07-15" ? 0 : 2, paper)
      case let event as PenaltyDecided where event.case == name:
        fault(event.officer, event.certificate, isSimple ? 2 : 0, paper)
      default: nil
      }
    }
  }

  private func fault(
    _ officers: [ObjectName], _ certificates: [ObjectName], _ least: Int, _ paper: Paper
  ) -> String? {
    let today = day(paper.occurred)
    for (officer, certificate) in zip(officers, certificates) {
      let issued = all(CertificateIssued.self).first { $0.event.certificate == certificate }
      guard let issued, issued.event.person == officer, issued.event.effectiveFrom <= today,
        today <= issued.event.effectiveTo
      else { return "I-10" }
      let broken = all(CertificateInvalidated.self).contains { broken, end in
        // What ended a certificate before it was issued ended nothing.
        broken.certificate == certificate && end.position > issued.paper.position
          && broken.effectiveFrom <= today && today <= broken.effectiveTo ?? today
      }
      if broken { return "I-10" }
    }
    return Set(officers).count < least ? "I-30" : nil
  }
}
