// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Scores, points, vetoes, publications and appeals.
extension AssessmentDecision {
  func submitted(_ proposal: ScoreProposal) throws(Rejection) -> ScoreSubmitted {
    let terms = try terms()
    _ = try period(proposal.period, within: terms.periodKind)
    try requireSubject(proposal.subject, terms.subjectKind)
    try require(
      proposal.value >= ExactDecimal(0),
      .model(
        Words("a score is 0 or more", "评分不得为负"),
        next: Words("give points off as a deduction", "扣分请用扣分记录")))
    if let town = proposal.town {
      try requireOneTownPart(proposal, town)
    } else {
      let parts = terms.parts.map(\.part)
      try require(
        parts.isEmpty || parts.contains(proposal.part),
        .model(
          Words("the scheme has no such part", "考核办法没有该项"),
          next: Words("use one of \(parts.joined(separator: ", "))", "改用办法所列各项")))
    }
    return ScoreSubmitted(
      scheme: context.scheme, subject: proposal.subject, period: proposal.period,
      part: proposal.part, assessor: proposal.assessor, town: proposal.town,
      value: proposal.value)
  }

  /// A town judges as a whole: a second part would stand beside the first, not replace it.
  private func requireOneTownPart(
    _ proposal: ScoreProposal, _ town: ObjectName
  ) throws(Rejection) {
    let judgment = AssessmentState.TownJudgment(
      subject: proposal.subject, period: proposal.period, assessor: proposal.assessor, town: town)
    let known = state.townParts[judgment] ?? proposal.part
    try require(
      known == proposal.part,
      .model(
        Words("the town has judged under another part", "该镇已在另一项下评分"),
        next: Words("use the part \(known)", "改用原来的项")))
  }

  private func requireSubject(
    _ subject: ObjectName, _ kind: AssessmentSubject
  ) throws(Rejection) {
    let isPerson = kind == .person || kind == .gridWorker
    try require(
      subject.kind == (isPerson ? .person : .body),
      .model(
        Words("the scheme assesses other subjects", "考核对象与办法不符"),
        next: Words("use a scheme over such subjects", "改用相应办法")))
  }

  func pointsRecorded(_ proposal: PointsProposal) throws(Rejection) -> PointsRecorded {
    let terms = try terms()
    _ = try period(proposal.period, within: terms.periodKind)
    try requireSubject(proposal.subject, terms.subjectKind)
    try require(
      proposal.points >= ExactDecimal(0),
      .model(
        Words("points are 0 or more", "加减分不得为负"),
        next: Words("say whether they are a bonus or a deduction", "写明加分或扣分")))
    return PointsRecorded(
      scheme: context.scheme, subject: proposal.subject, period: proposal.period,
      kind: proposal.kind, points: proposal.points, ground: proposal.ground,
      document: proposal.document)
  }

  /// I-33: a veto needs a document, and a part that the scheme has as one.
  func vetoImposed(_ proposal: VetoProposal) throws(Rejection) -> VetoImposed {
    let terms = try terms()
    guard let document = proposal.document else { throw .vetoWithoutDocument }
    _ = try period(proposal.period, within: terms.periodKind)
    try requireSubject(proposal.subject, terms.subjectKind)
    try require(
      terms.vetoParts.contains { $0.part == proposal.part },
      .model(
        Words("the scheme has no such veto part", "考核办法没有该否决项"),
        next: Words("adopt a scheme that names it with its approval", "先在办法中列明并报批")))
    try require(
      state.vetoes[proposal.veto] == nil,
      .model(
        Words("a veto of that name exists", "该否决编号已存在"),
        next: Words("give the new one its own name", "另起编号")))
    return VetoImposed(
      veto: proposal.veto, scheme: context.scheme, subject: proposal.subject,
      period: proposal.period, part: proposal.part, document: document)
  }

  func vetoLifted(_ veto: ObjectName, _ document: ObjectName) throws(Rejection) -> VetoLifted {
    guard let imposed = state.vetoes[veto], !imposed.isLifted else {
      throw .model(
        Words("there is no such veto in force", "没有生效中的该项否决"),
        next: Words("name a veto that is in force", "写明生效中的否决"))
    }
    return VetoLifted(
      veto: veto, scheme: context.scheme, subject: imposed.subject, document: document)
  }

  func published(_ proposal: PublicationProposal) throws(Rejection) -> AssessmentPublished {
    let terms = try terms()
    let period = try period(proposal.period, within: terms.periodKind)
    guard period.kind == terms.periodKind else { throw .badPeriod(terms.periodKind) }
    guard let result = context.result else { throw .nothingToPublish }
    try require(result.isCompliant, .publishedBelowFloor)
    try requireRestatement(proposal)
    return AssessmentPublished(
      scheme: context.scheme, subject: proposal.subject, period: proposal.period,
      status: proposal.status, value: result.value, grade: result.grade,
      inputsUpTo: result.inputsUpTo, restates: proposal.restates)
  }

  /// A final result is published once; after that it is restated, and both editions stay.
  private func requireRestatement(_ proposal: PublicationProposal) throws(Rejection) {
    let editions = state.publications(of: proposal.subject, in: proposal.period)
    if let restated = proposal.restates {
      try require(
        editions.contains { $0.id == restated },
        .model(
          Words("the restated publication is not one of this result", "更正的发布不属于该结果"),
          next: Words("name the publication by its event id", "写明原发布的事件编号")))
    } else {
      try require(
        !editions.contains { $0.status == .final },
        .model(
          Words("a final result is published already", "最终结果已发布"),
          next: Words("restate it by naming its event id", "写明原发布编号予以更正")))
    }
  }

  func appealFiled(
    _ appeal: ObjectName, _ subject: ObjectName, _ period: String, _ text: SealedText
  ) throws(Rejection) -> AppealFiled {
    try require(
      !state.publications(of: subject, in: period).isEmpty,
      .model(
        Words("nothing is published to appeal against", "尚无可申诉的发布结果"),
        next: Words("appeal after the publication", "发布后再申诉")))
    return AppealFiled(
      appeal: appeal, scheme: context.scheme, subject: subject, period: period, text: text)
  }

  func appealDecided(
    _ appeal: ObjectName, _ result: AppealDecided.Result, _ document: ObjectName
  ) throws(Rejection) -> AppealDecided {
    guard let filed = state.appeals[appeal], !filed.isDecided else {
      throw .model(
        Words("there is no such appeal to decide", "没有待决定的该项申诉"),
        next: Words("name an open appeal", "写明未决的申诉"))
    }
    return AppealDecided(
      appeal: appeal, scheme: context.scheme, subject: filed.subject, result: result,
      document: document)
  }
}
