// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Execution, transfer, remedies, publication, closing and the file.
extension CaseRuling {
  mutating func carryOutEnd(_ command: CaseCommand) throws(Rejection) {
    switch command {
    case .carryOut(let mode, let done, let deferredTo, let officers, let record):
      try execute(mode, done, deferredTo, officers, record)
    case .transfer(let agency, let outsideName, let ground, let document):
      try transfer(
        CaseTransferred(
          case: name, agency: agency, outsideName: outsideName, ground: ground,
          document: document))
    case .recordRemedy(let kind, let stage, let result, let redo, let document):
      try remedy(
        RemedyRecorded(
          case: name, kind: kind, stage: stage, result: result, redo: redo, document: document))
    case .publish(let publication, let what, let place, let until):
      try publish(
        EnforcementPublished(
          publication: publication, body: context.body, case: name, stage: .after, what: what,
          place: place, until: until))
    case .withdraw(let publication, let ground): try withdraw(publication, ground)
    case .close(let how, let record):
      try act(.closed(CaseClosed(case: name, how: how, record: record)))
    case .archive(let file): try act(.archived(FileArchived(case: name, file: file)))
    case .reviewQuality(let score, let defects):
      let event = CaseEvent.qualityReviewed(
        CaseQualityReviewed(case: name, score: score, defects: defects))
      try requirePair(event)
      take(event)
    default: preconditionFailure("\(command) ends nothing")
    }
  }

  // MARK: Execution

  private mutating func execute(
    _ mode: PenaltyExecuted.Mode, _ done: Bool, _ deferredTo: CivilDate?,
    _ officers: [CaseOfficer], _ record: Bytes
  ) throws(Rejection) {
    let event = CaseEvent.executed(
      PenaltyExecuted(
        case: name, mode: mode, done: done, deferredTo: deferredTo,
        officer: officers.map(\.person), certificate: officers.map(\.certificate),
        record: record))
    try requirePair(event)
    try requireAgency()
    if mode == .onTheSpot {
      try requireOfficers(officers, for: .executionOnTheSpot)
    } else if !officers.isEmpty {
      try requireOfficers(officers, for: .executionOnTheSpot)
    }
    if mode == .court { try requireDemand() }
    take(event)
  }

  /// A court is asked once the demand has had its time (Coercion Law art. 54).
  private func requireDemand() throws(Rejection) {
    guard let limit = law.penaltyLimit(.demand) else { return }
    let due = state.demanded.flatMap { clocks.deadline(.demand, from: $0)?.due }
    try require(
      due.map { context.now > $0.moment } ?? false,
      .condition(
        .penaltyExecuted, in: state.status, source: limit.row.article,
        Words(
          due.map { "a court is asked after \(context.zone.date(of: $0.moment))" }
            ?? "payment was not demanded",
          due.map { "申请法院强制执行须在 \(context.zone.date(of: $0.moment)) 之后" } ?? "尚未催告"),
        next: Words(
          "serve the demand (DocumentServed{demand}) and wait", "送达催告书并等待期满")))
  }

  // MARK: Transfer

  private mutating func transfer(_ transfer: CaseTransferred) throws(Rejection) {
    let event = CaseEvent.transferred(transfer)
    try requirePair(event)
    // A common superior designates; else the agency gives the case away itself.
    if transfer.ground != .designated { try requireAgency() }
    try require(
      (transfer.agency == nil) != (transfer.outsideName == nil),
      .leadingAgency(
        Words(
          "a case goes to one agency: of the log, or outside", "案件只能移送一个机关：本县或县外"),
        next: Words("name one of the two", "请写明其中之一")))
    try require(
      transfer.agency.map { $0 != state.agency && context.isAgencyKnown } ?? true,
      .leadingAgency(
        Words(
          "the agency has the case already, or is not registered", "该机关已承办本案，或未登记"),
        next: Words("name another registered body", "请写明其他已登记的机关")))
    try require(
      transfer.ground != .criminal || transfer.agency == nil,
      .condition(
        .caseTransferred, in: state.status,
        source: "Administrative Penalty Law, art. 57 (行政处罚法第57条)",
        Words("a crime goes to justice, outside the county's agencies", "涉嫌犯罪须移送司法机关"),
        next: Words("name the organ of justice as outsideName", "请以 outsideName 写明司法机关")))
    take(event)
  }

  // MARK: Remedies

  private mutating func remedy(_ remedy: RemedyRecorded) throws(Rejection) {
    let event = CaseEvent.remedyRecorded(remedy)
    try requirePair(event)
    if remedy.kind == .`self` { try requireAgency() }
    let isPending = state.remedies.contains { $0.kind == remedy.kind && $0.decided == nil }
    let fits =
      switch remedy.stage {
      case .filed: remedy.result == nil && !remedy.redo && !isPending
      // The agency corrects itself without being asked.
      case .decided: remedy.result != nil && (isPending || remedy.kind == .`self`)
      }
    try require(
      fits,
      .condition(
        .remedyRecorded, in: state.status, source: "domain §3.2, remedies",
        Words(
          "a remedy is filed once, then decided with a result", "救济须先提出一次，再作出有结果的决定"),
        next: Words("record the stage that is missing", "请记录缺少的阶段")))
    if remedy.stage == .filed, remedy.kind == .suit { try requireReviewFirst() }
    take(event)
  }

  private func requireReviewFirst() throws(Rejection) {
    guard let procedure = state.procedure,
      let rule = law.penalty.compactMap(\.reviewFirst).last, rule.procedures.contains(procedure)
    else { return }
    try require(
      state.remedies.contains { $0.kind == .review },
      .condition(
        .remedyRecorded, in: state.status, source: rule.article,
        Words(
          "a decision on the spot goes to review before suit", "对当场作出的处罚决定不服，应先申请复议"),
        next: Words("record the review first", "请先记录行政复议")))
  }

  // MARK: Publication

  private mutating func publish(_ publication: EnforcementPublished) throws(Rejection) {
    let event = CaseEvent.published(publication)
    try requirePair(event)
    try requireAgency()
    try require(
      !state.publications.contains { $0.name == publication.publication },
      .condition(
        .enforcementPublished, in: state.status, source: "domain §3.2, disclosure",
        Rejection.nameTaken,
        next: Words("give the publication a name of its own", "请使用新的公示编号")))
    take(event)
  }

  private mutating func withdraw(_ name: ObjectName, _ ground: String) throws(Rejection) {
    let event = CaseEvent.publicationWithdrawn(
      PublicationWithdrawn(
        publication: name, body: context.body, case: self.name, ground: ground))
    try requirePair(event)
    try requireAgency()
    try require(
      state.publications.contains { $0.name == name && $0.withdrawn == nil },
      .condition(
        .publicationWithdrawn, in: state.status,
        source: "Administrative Penalty Law, art. 48 (行政处罚法第48条)",
        Words("nothing of that name is published", "没有该项有效公示"),
        next: Words("name a publication that stands", "请写明有效的公示")))
    take(event)
  }
}
