// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// Procedures of penalties and approvals, quotas and guides: as the rule files of the
/// documentation have them, each figure with its article (domain §3).
enum SampleProcedures {
  static let penaltyLaw: ObjectName = "rule/sample-penalty-law"
  static let coercionLaw: ObjectName = "rule/sample-coercion-law"
  static let reviewLaw: ObjectName = "rule/sample-review-law"
  static let practice: ObjectName = "rule/sample-enforcement-practice"
  static let licensingLaw: ObjectName = "rule/sample-licensing-law"
  static let correction: ObjectName = "rule/sample-correction-practice"
  static let guide: ObjectName = "rule/sample-guide"
  static let gradeQuota: ObjectName = "rule/sample-grade-quota"
  static let townOffices: ObjectName = "rule/sample-town-offices"
  static let hotspots: ObjectName = "rule/sample-hotspots"

  /// The Penalty Law of 2021, in force from 15 July.
  static let revisedLaw = RuleContent(
    penalty: PenaltyProcedure(
      limits: [
        ProcedureLimit(.limitation, 2, .year, article: "行政处罚法第36条"),
        ProcedureLimit(.limitationEndangering, 5, .year, article: "行政处罚法第36条"),
        ProcedureLimit(.decide, 90, .day, openCases: .untouched, article: "行政处罚法第60条"),
        ProcedureLimit(.settlePreserved, 7, .workingDay, article: "行政处罚法第56、85条"),
        ProcedureLimit(.askHearing, 5, .workingDay, article: "行政处罚法第64、85条"),
        ProcedureLimit(.noticeHearing, 7, .workingDay, article: "行政处罚法第64、85条"),
        ProcedureLimit(.serveDecision, 7, .workingDay, article: "行政处罚法第61、85条"),
        ProcedureLimit(.pay, 15, .day, article: "行政处罚法第67条"),
        ProcedureLimit(.withdrawPublication, 3, .workingDay, article: "行政处罚法第48、85条"),
      ],
      hearing: HearingRule(
        kinds: [
          "confiscation", "revokeLicence", "lowerQualification", "closure", "suspension",
          "restriction",
        ], article: "行政处罚法第63条"),
      reviews: [
        ReviewRule(ground: .afterHearing, article: "行政处罚法第58条第2项"),
        ReviewRule(ground: .complex, article: "行政处罚法第58条第3项"),
      ],
      simple: SimpleRule(
        kinds: ["warning", "fine"], fineUpTo: "200", entityFineUpTo: "3000", article: "行政处罚法第51条"),
      lateFee: LateFeeRule(perDay: "3/100", upTo: "1", article: "行政处罚法第72条")))

  static let lawOf2017 = RuleContent(
    penalty: PenaltyProcedure(
      limits: [
        ProcedureLimit(
          .limitation, 2, .year, article: "行政处罚法(2017)第29条", unverified: true),
        ProcedureLimit(.askHearing, 3, .day, article: "行政处罚法(2017)第42条", unverified: true),
        ProcedureLimit(.pay, 15, .day, article: "行政处罚法(2017)第46条", unverified: true),
      ],
      simple: SimpleRule(
        kinds: ["warning", "fine"], fineUpTo: "50", entityFineUpTo: "1000",
        article: "行政处罚法(2017)第33条")))

  static let coercion = RuleContent(
    penalty: PenaltyProcedure(limits: [
      ProcedureLimit(.measure, 30, .day, extension: 30, article: "行政强制法第25条"),
      ProcedureLimit(.demand, 10, .workingDay, article: "行政强制法第54、69条"),
      ProcedureLimit(.applyToCourt, 3, .month, article: "行政强制法第53条"),
    ]))

  static let review = RuleContent(
    penalty: PenaltyProcedure(limits: [
      ProcedureLimit(.askReview, 60, .day, article: "行政复议法(2017)第9条", unverified: true),
      ProcedureLimit(.decideReview, 60, .day, article: "行政复议法(2017)第31条", unverified: true),
      ProcedureLimit(.sue, 6, .month, article: "行政诉讼法第46条"),
      ProcedureLimit(.sueAfterReview, 15, .day, article: "行政诉讼法第45条"),
    ]))

  static let publication = RuleContent(
    penalty: PenaltyProcedure(
      limits: [
        ProcedureLimit(.publish, 7, .workingDay, article: "双公示 practice", unverified: true)
      ],
      fewerOfficers: [
        FewerOfficersRule(
          act: .service, least: 0, methods: ["announcement", "electronic", "mail"],
          article: "民事诉讼法 (送达)")
      ]))

  static let licensing = RuleContent(
    approval: ApprovalProcedure(
      limits: [
        ProcedureLimit(
          .accept, 5, .workingDay, itemKind: .licence, article: "行政许可法第32、82条"),
        ProcedureLimit(
          .decide, 20, .workingDay, extension: 10, itemKind: .licence, article: "行政许可法第42、82条"),
        ProcedureLimit(
          .deliver, 10, .workingDay, itemKind: .licence, article: "行政许可法第44、82条"),
      ],
      excludedTime: [
        "auction", "expertReview", "hearing", "inspection", "quarantine", "tender", "test",
      ]))

  static let answers = RuleContent(
    approval: ApprovalProcedure(limits: [
      ProcedureLimit(
        .answerCorrection, 30, .workingDay, article: "practice, invented", unverified: true)
    ]))

  /// A guide of each item: invented limits, shorter promises.
  static let guides = RuleContent(
    serviceGuide: PowerTable.approvals.map { item in
      let (amount, promised) = terms(of: item.kind)
      return ServiceGuideRule(
        item: item.code, amount: amount, unit: .workingDay, promised: promised,
        papers: ["applicationForm", "identityPaper", "sitePlan"])
    })

  /// Limit and promise in working days.
  static func terms(of kind: PowerDevolved.Kind) -> (amount: Int, promised: Int) {
    switch kind {
    case .licence: (20, 7)
    case .otherApproval: (15, 5)
    default: (10, 3)
    }
  }

  /// Excellent: one in five, rounded down; an example, the county's share is not to be had (S58).
  static let quota = RuleContent(gradeQuota: GradeQuotaRule(share: "1/5", rounding: .down))

  /// Nine in a town; the development zone's own number is open (S2, I-2).
  static let offices = RuleContent(townOffices: [
    TownOfficesRule(divisionKind: .town, least: 9, most: 9),
    TownOfficesRule(divisionKind: .developmentZone, least: 4, most: 9),
  ])

  static let repeats = RuleContent(hotspots: [HotspotRule(reports: 3, days: 30)])
}
