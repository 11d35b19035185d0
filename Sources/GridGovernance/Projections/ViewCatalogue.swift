// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A name for people, in both languages of the program.
public struct ViewTitle: Hashable, Sendable {
  public let en: String
  public let zh: String

  public init(_ en: String, _ zh: String) {
    self.en = en
    self.zh = zh
  }
}

/// A view of the county: a projection, and what people call it and its columns.
public struct CountyView: Sendable {
  public let projection: any Projection.Type
  public let title: ViewTitle
  /// The question that the view answers.
  public let question: ViewTitle
  /// The names of columns for people; a column without one goes by its own name.
  public let columns: [String: ViewTitle]
  /// The rules of the columns that change with time alone.
  public let rules: [String: ViewTitle]
  /// The codes of columns that hold such, and the terms for them.
  public let terms: [String: ColumnTerms]

  public init(
    _ projection: any Projection.Type, _ title: ViewTitle, asks question: ViewTitle,
    columns: [String: ViewTitle] = [:], rules: [String: ViewTitle] = [:],
    terms: [String: ColumnTerms] = [:]
  ) {
    self.rules = rules
    self.terms = terms
    self.projection = projection
    self.title = title
    self.question = question
    self.columns = columns
  }

  /// Kebab-case; what scripts call it.
  public var name: String { projection.name }
  public var version: Int { projection.version }
  public var order: FoldOrder { projection.order }
}

/// The county's views by the names that scripts use.
public enum ViewCatalogue {
  /// In the order in which they are listed.
  public static let views: [CountyView] = [
    CountyView(
      TicketStatusView.self, ViewTitle("Ticket status", "工单状态"),
      asks: ViewTitle(
        "Where is this ticket now, or as at a moment?", "工单现在（或某一时刻）处于什么状态？"),
      columns: ViewColumns.ticketStatus, rules: ViewColumns.ticketStatusRules,
      terms: ViewTerms.ticketStatus),
    CountyView(
      TicketTimeline.self, ViewTitle("Ticket timeline", "工单全程"),
      asks: ViewTitle("What happened, in both times?", "先后发生了什么、何时得知？"),
      columns: ViewColumns.ticketTimeline,
      terms: ViewTerms.ticketTimeline),
    CountyView(
      TownWorkload.self, ViewTitle("Town workload", "镇工作量"),
      asks: ViewTitle("How much does each town carry?", "各镇承担多少工作？"),
      columns: ViewColumns.townWorkload, rules: ViewColumns.townWorkloadRules),
    CountyView(
      DeadlineBoard.self, ViewTitle("Deadline board", "时限看板"),
      asks: ViewTitle("What falls due, what is late?", "什么即将到期、什么已经超期？"),
      columns: ViewColumns.deadlines, rules: ViewColumns.deadlineRules,
      terms: ViewTerms.deadlines),
    CountyView(
      HandlingIndicators.self, ViewTitle("Handling indicators", "处置指标"),
      asks: ViewTitle(
        "How do units, towns and categories stand in each indicator?", "各单位、各镇、各类别的处置指标如何？"),
      columns: ViewColumns.indicators, rules: ViewColumns.indicatorRules,
      terms: ViewTerms.indicators),
    CountyView(
      SourceMix.self, ViewTitle("Source mix", "来源结构"),
      asks: ViewTitle(
        "Which of the four sources, which origin, which channel?", "来自四个来源中的哪一个、什么渠道？"),
      columns: ViewColumns.sourceMix, rules: ViewColumns.sourceMixRules,
      terms: ViewTerms.sourceMix),
    CountyView(
      Hotspots.self, ViewTitle("Duplicates and hotspots", "重复与热点"),
      asks: ViewTitle("What keeps coming back?", "哪些问题反复出现？"),
      columns: ViewColumns.hotspots),
    CountyView(
      Supervision.self, ViewTitle("Escalation and supervision", "升级督办"),
      asks: ViewTitle("What went up, who was supervised?", "哪些升级上报、督办了谁？"),
      columns: ViewColumns.supervision, rules: ViewColumns.supervisionRules,
      terms: ViewTerms.supervision),
    CountyView(
      Returns.self, ViewTitle("Returns and disputes", "退件推诿"),
      asks: ViewTitle(
        "Who returns what, on what ground, with what ruling?", "谁退件、以何理由、如何裁定？"),
      columns: ViewColumns.returns),
    CountyView(
      Satisfaction.self, ViewTitle("Satisfaction", "回访三率"),
      asks: ViewTitle("Contacted, solved, satisfied?", "是否联系、是否解决、是否满意？"),
      columns: ViewColumns.satisfaction,
      terms: ViewTerms.satisfaction),
    CountyView(
      GridRoster.self, ViewTitle("Grid roster", "网格台账"),
      asks: ViewTitle(
        "Which grids are there, and who is on them (1+1+N)?", "有哪些网格、力量如何配置（1+1+N）？"),
      columns: ViewColumns.gridRoster, rules: ViewColumns.gridRosterRules,
      terms: ViewTerms.gridRoster),
    CountyView(
      InstitutionRegister.self, ViewTitle("Institution register", "机构台账"),
      asks: ViewTitle(
        "Which offices has each town, with which posts, under which rules?",
        "各镇有哪些机构、编制多少、执行哪些规则？"),
      columns: ViewColumns.institutionRegister, rules: ViewColumns.institutionRegisterRules,
      terms: ViewTerms.institutionRegister),
    CountyView(
      StaffCover.self, ViewTitle("Staff and AB cover", "人员与AB岗"),
      asks: ViewTitle(
        "Who works where, who stands in, who works outside the home body?",
        "谁在何处任职、谁替岗、谁在本单位外办理？"),
      columns: ViewColumns.staffCover, rules: ViewColumns.staffCoverRules,
      terms: ViewTerms.staffCover),
    CountyView(
      DutyLists.self, ViewTitle("Duty lists", "责任清单"),
      asks: ViewTitle(
        "Who leads, supports, guides, supervises? The four \"who\".", "谁主责、谁配合、谁指导、谁监管（四谁）？"),
      columns: ViewColumns.dutyLists, rules: ViewColumns.dutyListsRules,
      terms: ViewTerms.dutyLists),
    CountyView(
      CertificateMatch.self, ViewTitle("Certificate match", "持证在岗"),
      asks: ViewTitle(
        "Who is certified and off post, who on post and uncertified?", "谁持证不在岗、谁在岗不持证？"),
      columns: ViewColumns.certificateMatch, rules: ViewColumns.certificateMatchRules,
      terms: ViewTerms.certificateMatch),
    CountyView(
      PowerUptake.self, ViewTitle("Power uptake", "赋权承接"),
      asks: ViewTitle(
        "Is a power used, can the town, does it run well: keep or take back?",
        "赋权事项用得如何、接得住吗、该留还是收回？"),
      columns: ViewColumns.powerUptake, rules: ViewColumns.powerUptakeRules,
      terms: ViewTerms.powerUptake),
    CountyView(
      CaseDocket.self, ViewTitle("Case docket", "案件台账"),
      asks: ViewTitle(
        "Each case: its step, its clocks, is its record complete?", "各案件办到哪一步、时限如何、案卷是否齐全？"),
      columns: ViewColumns.caseDocket, rules: ViewColumns.caseDocketRules,
      terms: ViewTerms.caseDocket),
    CountyView(
      PublicationView.self, ViewTitle("Publication", "执法公示"),
      asks: ViewTitle(
        "Was enforcement published and withdrawn in time, at each stage?", "各阶段执法公示与撤回是否及时？"),
      columns: ViewColumns.publication, rules: ViewColumns.publicationRules,
      terms: ViewTerms.publication),
    CountyView(
      ApprovalDesk.self, ViewTitle("Approval desk", "一窗受理"),
      asks: ViewTitle(
        "Applications, their clocks, items per hall?", "申请办理、时限与各镇进驻事项情况如何？"),
      columns: ViewColumns.approvalDesk, rules: ViewColumns.approvalDeskRules,
      terms: ViewTerms.approvalDesk),
    CountyView(
      Assessment.self, ViewTitle("Stationed-body assessment", "派驻考核"),
      asks: ViewTitle(
        "How does each stationed body stand, and why?", "各派驻机构考核情况如何、依据何在？"),
      columns: ViewColumns.assessment,
      terms: ViewTerms.assessment),
    CountyView(
      ScoreExplanation.self, ViewTitle("Score explanation", "得分溯源"),
      asks: ViewTitle("Why this number; what changed since?", "得分从何而来、有何变化？"),
      columns: ViewColumns.scoreExplanation,
      terms: ViewTerms.scoreExplanation),
    CountyView(
      GradeQuota.self, ViewTitle("Grade quota", "优秀名额"),
      asks: ViewTitle(
        "What is the quota of each unit, year and kind of staff, and its use?",
        "各单位、年度、人员类别的优秀名额及使用情况？"),
      columns: ViewColumns.gradeQuota,
      terms: ViewTerms.gradeQuota),
    CountyView(
      DataFreshness.self, ViewTitle("Data freshness", "数据时效"),
      asks: ViewTitle(
        "How late do facts come in, what is typed twice, which connector is down?",
        "数据延迟多少、二次录入多少、哪些接口中断？"),
      columns: ViewColumns.dataFreshness, rules: ViewColumns.dataFreshnessRules,
      terms: ViewTerms.dataFreshness),
    CountyView(
      PartyOrganisation.self, ViewTitle("Party organisation", "党建"),
      asks: ViewTitle(
        "Where is the secretary head as well, who organises, what is vacant?",
        "一肩挑比例、组织员、责任清单与空缺情况？"),
      columns: ViewColumns.partyOrganisation, rules: ViewColumns.partyOrganisationRules,
      terms: ViewTerms.partyOrganisation),
    CountyView(
      AdmissionRegister.self, ViewTitle("Admission register", "准入台账"),
      asks: ViewTitle(
        "What did departments ask for, and what did they push?", "各部门申请了什么、交办了什么？"),
      columns: ViewColumns.admissionRegister, rules: ViewColumns.admissionRegisterRules,
      terms: ViewTerms.admissionRegister),
    CountyView(
      PersonalDataRegister.self, ViewTitle("Personal data register", "个人信息台账"),
      asks: ViewTitle(
        "Which events hold data of this person; erased, restricted, held?",
        "哪些事件涉及此人信息、是否已删除、限制或冻结？"),
      columns: ViewColumns.personalDataRegister, rules: ViewColumns.personalDataRegisterRules,
      terms: ViewTerms.personalDataRegister),
  ]

  /// The view of that name.
  public static func view(named name: String) -> CountyView? { views.first { $0.name == name } }
}
