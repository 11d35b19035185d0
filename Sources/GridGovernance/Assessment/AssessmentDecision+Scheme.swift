// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Formulas, schemes and weights.
extension AssessmentDecision {
  /// I-22: a formula names indicators of the closed list and nothing else.
  func checked(_ rule: RuleSetPublished) throws(Rejection) -> RuleSetPublished {
    guard rule.kind == .indicator, let formula = rule.content.indicator else {
      throw .model(
        Words("the rule set holds no formula", "规则集不含指标公式"),
        next: Words("publish a rule set of the kind indicator", "发布指标类规则集"))
    }
    if let unknown = formula.unknownIndicators.first {
      throw namesUnknown(unknown, command: "RuleSetPublished", subject: rule.rule)
    }
    try require(
      !formula.terms.isEmpty && formula.terms.allSatisfy { $0.weight >= .zero },
      .model(
        Words("a formula needs terms with weights of 0 or more", "公式须有权重不为负的项"),
        next: Words("give each term its weight", "为每一项写明权重")))
    return rule
  }

  func checked(
    _ scheme: AssessmentSchemeAdopted
  ) throws(Rejection) -> AssessmentSchemeAdopted {
    try require(
      scheme.scheme == context.scheme,
      .model(
        Words("the command is about another scheme", "命令涉及另一办法"),
        next: Words("ask under the scheme's own name", "在该办法名下提出")))
    try requireNoAmount(scheme)
    try requireTownRules(scheme)
    try requireShares(scheme)
    try requireGrades(scheme.policies)
    return scheme
  }

  /// I-22 once more: neither the composite nor a part may be an amount of money.
  private func requireNoAmount(_ scheme: AssessmentSchemeAdopted) throws(Rejection) {
    let parts = scheme.parts.map(\.part) + scheme.vetoParts.map(\.part)
    if let part = parts.first(where: AmountWords.areIn) {
      throw namesUnknown(part, command: "AssessmentSchemeAdopted", subject: scheme.scheme)
    }
    guard let code = scheme.policies.composite else {
      return try require(
        scheme.handlingCountsFor == .none,
        .model(
          Words("handling counts and no formula is named", "处置计分而未写明公式"),
          next: Words("name a published formula", "写明已发布的公式")))
    }
    let formula = context.rules.formulas.formula(code, on: scheme.effectiveFrom)
    guard let formula else {
      throw namesUnknown(code, command: "AssessmentSchemeAdopted", subject: scheme.scheme)
    }
    if let unknown = formula.unknownIndicators.first {
      throw namesUnknown(unknown, command: "AssessmentSchemeAdopted", subject: scheme.scheme)
    }
  }

  /// I-32 and I-33 for schemes over towns.
  private func requireTownRules(_ scheme: AssessmentSchemeAdopted) throws(Rejection) {
    guard scheme.subjectKind == .town else { return }
    try require(
      !scheme.policies.publishesRanking || context.rules.allowsTownRanking, .townRanking)
    try require(
      scheme.vetoParts.allSatisfy { $0.approvedBy >= .province }, .townVetoNotApproved)
  }

  private func requireShares(_ scheme: AssessmentSchemeAdopted) throws(Rejection) {
    let sum = scheme.parts.reduce(Rational.zero) { $0 + $1.share }
    try require(
      scheme.parts.isEmpty || sum == .one,
      .model(
        Words("the shares of the parts sum to \(sum), not 1", "各项份额合计为\(sum)，不是1"),
        next: Words("make them sum to 1", "使其合计为1")))
    let share = scheme.handlingShare
    let isUnderstood =
      switch scheme.handlingCountsFor {
      case .town: share.map { $0 >= .zero && $0 <= .one } ?? false
      case .none, .third: share == nil
      }
    try require(
      isUnderstood,
      .model(
        Words(
          "a share h of handling belongs to schemes where it counts for the town, 0 to 1",
          "处置份额仅用于处置计入镇评分的办法，为0至1"),
        next: Words("give it there, and nowhere else", "仅在该类办法中写明")))
    try require(
      !scheme.document.isEmpty,
      .model(
        Words("a scheme needs the county's document", "考核办法须有县级文件"),
        next: Words("name the document", "写明文件")))
  }

  private func requireGrades(_ policies: AssessmentPolicies) throws(Rejection) {
    let lines = policies.gradeLines
    let isDescending = zip(lines, lines.dropFirst()).allSatisfy { $0.from > $1.from }
    let isCapKnown = policies.vetoGrade.map { cap in lines.contains { $0.grade == cap } } ?? true
    try require(
      isDescending && isCapKnown && (0...6).contains(policies.places),
      .model(
        Words(
          "grade lines go from the best down, the veto's grade is one of them, "
            + "and figures have 0 to 6 places",
          "等次线自高而低，否决等次须在其中，小数位为0至6"),
        next: Words("put them right", "予以改正")))
  }

  /// I-18: at least the floor that is live on the weight's own effective date.
  func weightSet(_ proposal: WeightProposal) throws(Rejection) -> AssessmentWeightSet {
    guard let terms = state.terms(on: proposal.effectiveFrom) else { throw .noScheme }
    let (w, q) = (proposal.weight, proposal.handlingWeight)
    try require(
      w >= .zero && q >= .zero && w + q <= .one,
      .model(
        Words("weights are 0 or more and together at most 1", "权重不为负，合计不超过1"),
        next: Words("give weights that leave the department its rest", "改正权重")))
    try require(
      q.isZero || terms.handlingCountsFor == .third,
      .model(
        Words("handling is no term of its own in this scheme", "本办法中处置不单独计权"),
        next: Words("set its weight to 0, or adopt a scheme with a third term", "处置权重设为0")))
    try requireFloor(proposal, terms.subjectKind)
    return AssessmentWeightSet(
      scheme: context.scheme, weight: w, handlingWeight: q, document: proposal.document,
      effectiveFrom: proposal.effectiveFrom)
  }

  private func requireFloor(
    _ proposal: WeightProposal, _ kind: AssessmentSubject
  ) throws(Rejection) {
    let floor = context.rules.floors.floor(for: kind, on: proposal.effectiveFrom)
    guard let floor else {
      guard kind.needsFloor else { return }
      throw .noFloor(recorded: weightRefused(proposal, floor: nil))
    }
    try require(
      proposal.weight >= floor,
      .belowFloor(
        proposal.weight, floor, recorded: weightRefused(proposal, floor: floor)))
  }

  private func weightRefused(_ proposal: WeightProposal, floor: Rational?) -> CommandRefused {
    var values = [RefusedValue(name: "proposed", value: .rational(proposal.weight))]
    if let floor { values.append(RefusedValue(name: "floor", value: .rational(floor))) }
    values.append(RefusedValue(name: "effectiveFrom", value: .date(proposal.effectiveFrom)))
    return CommandRefused(
      command: "AssessmentWeightSet", rule: "I-18", source: Rejection.floorSource,
      commandID: context.commandID, proposer: context.body, subject: context.scheme,
      values: values)
  }

  private func namesUnknown(
    _ name: String, command: String, subject: ObjectName
  ) -> Rejection {
    .namesUnknown(
      name, command: command, commandID: context.commandID, by: context.body, subject: subject)
  }
}

/// Words for money from penalties, as they might stand in a code.
enum AmountWords {
  private static let english: Set<String> = [
    "fine", "fines", "confiscated", "confiscation", "forfeited", "forfeiture", "auction",
    "auctioned",
  ]
  private static let chinese = ["罚款", "罚没", "没收", "拍卖"]

  /// Whether one of the words stands in the code, `fineAmount` as `auction-money`.
  static func areIn(_ code: String) -> Bool {
    var words: [String] = [""]
    for character in code {
      if character.isUppercase || !character.isLetter { words.append("") }
      if character.isLetter { words[words.count - 1] += character.lowercased() }
    }
    return words.contains(where: english.contains) || chinese.contains(where: code.contains)
  }
}

extension ApprovalLevel: Comparable {
  /// County below city below province below state.
  public static func < (left: ApprovalLevel, right: ApprovalLevel) -> Bool {
    left.number < right.number
  }
}
