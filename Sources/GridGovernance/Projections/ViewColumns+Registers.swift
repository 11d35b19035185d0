// SPDX-License-Identifier: Apache-2.0

// What people call the columns of the registers 台账.
extension ViewColumns {
  /// Columns that several registers have.
  static let registers: [String: ViewTitle] = [
    "town": ViewTitle("town", "镇"), "division": ViewTitle("division", "区划"),
    "village": ViewTitle("village", "村（社区）"), "kind": ViewTitle("kind", "类别"),
    "inForce": ViewTitle("in force", "有效"), "from": ViewTitle("from", "起始日"),
    "until": ViewTitle("until", "终止日"), "person": ViewTitle("person", "人员"),
    "body": ViewTitle("body", "机构"), "month": ViewTitle("month", "月份"),
    "number": ViewTitle("no.", "序号"), "role": ViewTitle("role", "身份"),
    "scope": ViewTitle("division", "区划"), "managedBy": ViewTitle("managed by", "管理层级"),
    "period": ViewTitle("period", "期间"), "name": ViewTitle("name", "名称"),
    "level": ViewTitle("level", "层级"),
  ]

  static let gridRoster = registers.merging([
    "key": ViewTitle("grid", "网格"), "grid": ViewTitle("grid", "网格"),
    "households": ViewTitle("households", "户数"), "workers": ViewTitle("workers", "网格员"),
    "fullTime": ViewTitle("full-time", "专职"), "policeTeams": ViewTitle("police teams", "警务小组"),
    "officers": ViewTitle("officers", "社区民警"), "auxiliaries": ViewTitle("auxiliaries", "辅警"),
    "socialTeams": ViewTitle("social teams", "社会力量（支）"),
    "partyBranch": ViewTitle("party branch", "党组织"),
    "liaison": ViewTitle("liaison", "网格联络员"),
    "vacantSince": ViewTitle("vacant since", "空缺起"),
    "vacantDays": ViewTitle("days vacant", "空缺天数"), "complete": ViewTitle("1+1+N", "1+1+N齐备"),
    "patrols": ViewTitle("patrols", "巡查次数"), "lastPatrol": ViewTitle("last patrol", "最近巡查"),
    "force": ViewTitle("force", "力量"), "team": ViewTitle("team", "队伍"),
    "member": ViewTitle("member", "成员"), "memberKind": ViewTitle("member kind", "成员类别"),
    "grids": ViewTitle("grids", "网格数"), "staffed": ViewTitle("staffed", "已配备"),
    "staffedFullTime": ViewTitle("with full-time worker", "专职配备"),
    "vacant": ViewTitle("vacant", "空缺"),
    "staffingRate": ViewTitle("staffed, %", "配备率（%）"),
    "withPartyBranch": ViewTitle("with party branch", "有党组织"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let gridRosterRules: [String: ViewTitle] = [
    "town": ViewTitle("the town of the village on that day", "村（社区）当日所属镇"),
    "inForce": ViewTitle("drawn and not retired by that day (S24)", "当日已划定且未撤销（S24）"),
    "workers": ViewTitle("staffed and not released by that day (S26)", "当日已配备且未撤出（S26）"),
    "liaison": ViewTitle("holds the role for the village that day (I-13)", "当日任该村网格联络员（I-13）"),
    "vacantSince": ViewTitle(
      "the later of the grid's first day and its last worker's release (S26)",
      "网格起始日与最近一名网格员撤出日之较晚者（S26）"),
    "complete": ViewTitle(
      "a worker and one police team with an officer; social teams may be none (S29)",
      "有网格员，且有一个含社区民警的警务小组；社会力量可为零（S29）"),
  ]

  static let partyOrganisation = registers.merging([
    "key": ViewTitle("division", "区划"), "secretary": ViewTitle("secretary", "党组织书记"),
    "secretaryManagedBy": ViewTitle("secretary managed by", "书记管理层级"),
    "head": ViewTitle("village head", "村（居）委会主任"),
    "samePerson": ViewTitle("one person both", "一肩挑"),
    "liaison": ViewTitle("grid liaison", "网格联络员"),
    "organiser": ViewTitle("organiser", "组织员"),
    "secretaryVacantDays": ViewTitle("days without secretary", "书记空缺天数"),
    "headVacantDays": ViewTitle("days without head", "主任空缺天数"),
    "liaisonVacantDays": ViewTitle("days without liaison", "联络员空缺天数"),
    "organiserVacantDays": ViewTitle("days without organiser", "组织员空缺天数"),
    "branchGrids": ViewTitle("grids with branch", "建有党组织的网格"),
    "dutyVersion": ViewTitle("duty list no.", "责任清单版次"),
    "dutyFrom": ViewTitle("duty list from", "清单起始日"), "duties": ViewTitle("duties", "责任事项"),
    "items": ViewTitle("items", "事项数"), "team": ViewTitle("team", "队伍"),
    "member": ViewTitle("member", "成员"), "grid": ViewTitle("grid", "网格"),
    "villages": ViewTitle("villages", "村数"), "bothRoles": ViewTitle("one person both", "一肩挑村数"),
    "bothRolesRate": ViewTitle("one person both, %", "一肩挑比例（%）"),
    "communities": ViewTitle("communities", "社区数"),
    "communitiesBothRoles": ViewTitle("communities, one person both", "社区一肩挑"),
    "withoutSecretary": ViewTitle("without secretary", "缺书记"),
    "withoutHead": ViewTitle("without head", "缺主任"),
    "withoutLiaison": ViewTitle("without liaison", "缺联络员"),
    "towns": ViewTitle("towns", "镇数"), "withOrganiser": ViewTitle("with organiser", "有组织员"),
    "withDutyList": ViewTitle("with duty list", "有责任清单"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let partyOrganisationRules: [String: ViewTitle] = [
    "town": ViewTitle("the town of the division on that day", "区划当日所属镇"),
    "inForce": ViewTitle("registered and not abolished by that day", "当日已设立且未撤销"),
    "secretary": ViewTitle("holds the role that day (S6)", "当日任职者（S6）"),
    "head": ViewTitle("holds the role that day (S7)", "当日任职者（S7）"),
    "samePerson": ViewTitle(
      "one holder of both roles that day (S7)", "当日书记、主任为同一人（S7）"),
    "organiser": ViewTitle("holds the role that day (I-4)", "当日任职者（I-4）"),
    "liaison": ViewTitle("holds the role that day (I-13)", "当日任职者（I-13）"),
    "secretaryVacantDays": ViewTitle(
      "since the division's first day or the last holder's end; so for each role (I-4, I-13)",
      "自设立之日或上一任届满之日起；各身份同此（I-4、I-13）"),
    "branchGrids": ViewTitle(
      "grids in force in the village with a branch that day (S5)", "当日村内有效且建有党组织的网格（S5）"),
    "dutyVersion": ViewTitle("the list in force that day (S8)", "当日有效的责任清单（S8）"),
  ]

  static let institutionRegister = registers.merging([
    "key": ViewTitle("body", "机构"), "subordination": ViewTitle("subordination", "隶属关系"),
    "superior": ViewTitle("superior", "上级机构"),
    "predecessors": ViewTitle("predecessors", "前身"),
    "successors": ViewTitle("successors", "承接机构"), "approved": ViewTitle("approved", "核定编制"),
    "leaderPosts": ViewTitle("leader posts", "领导职数"), "filled": ViewTitle("filled", "在编"),
    "vacant": ViewTitle("vacant", "空编"), "secondedOut": ViewTitle("seconded out", "借出"),
    "secondedIn": ViewTitle("seconded in", "借入"), "staff": ViewTitle("by kind", "分类"),
    "ruleSets": ViewTitle("rule sets in force", "有效规则集"),
    "checksMet": ViewTitle("checks met", "检查达标"),
    "checksUnmet": ViewTitle("checks not met", "检查未达标"),
    "homeBody": ViewTitle("home body", "原单位"), "staffKind": ViewTitle("staff kind", "人员类别"),
    "post": ViewTitle("post", "岗位"), "bodies": ViewTitle("bodies", "机构数"),
    "offices": ViewTitle("town offices", "办局数"),
    "officesLeast": ViewTitle("at least", "应设下限"),
    "officesMost": ViewTitle("at most", "应设上限"), "officesGap": ViewTitle("gap", "差额"),
    "stationedBodies": ViewTitle("stationed bodies", "派驻机构"),
    "checks": ViewTitle("checked", "检查项"),
    "checksMetRate": ViewTitle("checks met, %", "达标率（%）"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let institutionRegisterRules: [String: ViewTitle] = [
    "town": ViewTitle("the town of its division on that day", "所在区划当日所属镇"),
    "inForce": ViewTitle("registered and not abolished by that day", "当日已设立且未撤销"),
    "approved": ViewTitle("by the decision in force that day", "按当日有效的编制核定"),
    "filled": ViewTitle(
      "posted there that day, or lent out from there", "当日在该机构任职或由其借出的人员"),
    "vacant": ViewTitle("approved − filled", "核定编制减在编"),
    "ruleSets": ViewTitle("published by the body and in force that day", "该机构发布且当日有效"),
  ]

  static let dutyLists = registers.merging([
    "subject": ViewTitle("item or power", "事项"), "list": ViewTitle("list", "清单/事项类别"),
    "domain": ViewTitle("domain", "领域"), "clause": ViewTitle("clause", "事项内容"),
    "version": ViewTitle("version", "版次"), "binds": ViewTitle("binds", "适用镇村"),
    "lead": ViewTitle("leads", "主体责任"), "support": ViewTitle("supports", "配合责任"),
    "guide": ViewTitle("guides", "指导"), "supervisor": ViewTitle("supervises", "监管"),
    "mode": ViewTitle("mode", "下放方式"), "ground": ViewTitle("ground", "依据"),
    "transferor": ViewTitle("transferor", "移交（指导）单位"),
    "approver": ViewTitle("approver", "审批（负责）单位"),
    "accountable": ViewTitle("accountable", "担责主体"), "pending": ViewTitle("pending work", "在办处理"),
    "tickets": ViewTitle("tickets", "工单"), "supervisions": ViewTitle("supervisions", "督办"),
    "trainings": ViewTitle("trainings", "培训次数"),
    "trainingHours": ViewTitle("training hours", "培训学时"),
    "reviewed": ViewTitle("review outcome", "评估结论"), "reviewDue": ViewTitle("review due", "应评估日"),
    "registered": ViewTitle("registered", "立案"), "underItem": ViewTitle("under an item", "清单内"),
    "underNone": ViewTitle("under none", "清单外"), "department": ViewTitle("department", "部门"),
    "items": ViewTitle("items", "事项数"), "domains": ViewTitle("domains", "领域数"),
    "grants": ViewTitle("power × towns", "镇次"), "leads": ViewTitle("leads", "主体责任"),
    "supports": ViewTitle("supports", "配合责任"), "guides": ViewTitle("guides", "指导"),
    "supervises": ViewTitle("supervises", "监管"), "transfers": ViewTitle("handed over", "移交"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let dutyListsRules: [String: ViewTitle] = [
    "inForce": ViewTitle(
      "the version listed, or the grant live, that day (S36, I-23)",
      "当日在列的版次或当日有效的赋权（S36、I-23）"),
    "accountable": ViewTitle(
      "the town; for a delegation whoever delegated (Penalty Law art. 20)",
      "行权镇；委托的为委托机关（行政处罚法第20条）"),
  ]

  static let certificateMatch = registers.merging([
    "key": ViewTitle("person", "人员"), "valid": ViewTitle("certified", "持证"),
    "certificate": ViewTitle("certificate", "执法证"),
    "certificates": ViewTitle("certificates", "执法证起止"),
    "onPost": ViewTitle("on post", "在岗"), "posts": ViewTitle("enforcement posts", "执法岗位起止"),
    "absences": ViewTitle("absences", "缺岗"), "absent": ViewTitle("absent", "缺岗中"),
    "mismatches": ViewTitle("mismatches", "不符时段"), "mismatch": ViewTitle("mismatch", "不符情形"),
    "mismatchSince": ViewTitle("mismatch since", "不符起"),
    "mismatchDays": ViewTitle("days", "不符天数"), "refused": ViewTitle("refused acts", "驳回"),
    "officers": ViewTitle("officers", "人员数"), "certified": ViewTitle("certified", "持证人数"),
    "onPostCertified": ViewTitle("on post, certified", "在岗持证"),
    "certifiedOffPost": ViewTitle("certified, off post", "持证不在岗"),
    "uncertifiedOnPost": ViewTitle("on post, uncertified", "在岗不持证"),
    "matchRate": ViewTitle("on post certified, %", "在岗持证率（%）"),
    "value": ViewTitle("refused acts", "驳回"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let certificateMatchRules: [String: ViewTitle] = [
    "valid": ViewTitle(
      "a certificate runs that day and is neither suspended, revoked nor surrendered (I-10)",
      "当日执法证有效，未被暂扣、吊销或收回（I-10）"),
    "onPost": ViewTitle(
      "posted to an enforcement post and working there that day (S46)", "当日任执法岗位且在岗（S46）"),
    "mismatch": ViewTitle(
      "certified off post, or on post uncertified, that day (S46)", "当日持证不在岗或在岗不持证（S46）"),
    "absent": ViewTitle("an absence covers that day (S44)", "当日处于缺岗期（S44）"),
  ]

  static let admissionRegister = registers.merging([
    "key": ViewTitle("admission", "准入申请"), "department": ViewTitle("department", "部门"),
    "task": ViewTitle("task", "事项"), "towns": ViewTitle("towns", "涉及镇"),
    "asked": ViewTitle("asked", "申请"), "askedOn": ViewTitle("asked on", "申请日"),
    "askedFrom": ViewTitle("asked from", "申请起"), "askedTo": ViewTitle("asked to", "申请止"),
    "result": ViewTitle("result", "决定"), "decidedOn": ViewTitle("decided on", "决定日"),
    "decidedBy": ViewTitle("decided by", "决定单位"),
    "grantedTowns": ViewTitle("granted for", "准入镇"), "last": ViewTitle("last day", "截止日"),
    "expired": ViewTitle("expired", "已到期"),
    "fundsPromised": ViewTitle("funds promised", "承诺经费"),
    "staffPromised": ViewTitle("staff promised", "承诺人员"),
    "fundsReceived": ViewTitle("funds received", "到位经费"),
    "staffReceived": ViewTitle("staff received", "到位人员"),
    "fulfilled": ViewTitle("fulfilled by towns", "到位登记"),
    "pushes": ViewTitle("pushes", "交办"), "granted": ViewTitle("granted", "准予"),
    "refused": ViewTitle("refused", "不予"), "conditional": ViewTitle("conditional", "附条件"),
    "pushesRefused": ViewTitle("pushes refused", "交办驳回"),
    "returnsNotAdmitted": ViewTitle("returned as not admitted", "未准入退件"),
    "returnsUpheld": ViewTitle("returns upheld", "退件准予"),
    "emergencies": ViewTitle("emergencies", "应急交办"), "ticket": ViewTitle("ticket", "工单"),
    "position": ViewTitle("position", "序号"), "pushedOn": ViewTitle("pushed on", "交办日"),
    "due": ViewTitle("to be regularised by", "应补办日"),
    "admission": ViewTitle("regularised by", "补办准入"),
    "overdue": ViewTitle("overdue", "补办逾期"), "admissions": ViewTitle("admissions", "准入事项"),
    "withdrawn": ViewTitle("result", "结果"), "undecided": ViewTitle("undecided", "未决定"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let admissionRegisterRules: [String: ViewTitle] = [
    "inForce": ViewTitle("granted, and its days include that day (I-17)", "已准入且当日有效（I-17）"),
    "expired": ViewTitle(
      "granted, and its last day is over; never an event (I-27)", "已准入且截止日已过；不另记事件（I-27）"),
    "admission": ViewTitle(
      "the first admission of that department for that town which holds on a day from the push to "
        + "the last day (I-17)", "自交办日至应补办日之间有效的该部门对该镇准入（I-17）"),
    "overdue": ViewTitle("not regularised and the last day is over (I-17)", "未补办且期限已过（I-17）"),
  ]

  static let staffCover = registers.merging([
    "key": ViewTitle("person", "人员"), "homeBody": ViewTitle("home body", "原单位"),
    "post": ViewTitle("post", "岗位"), "since": ViewTitle("since", "任职起"),
    "tenureDays": ViewTitle("tenure, days", "在岗天数"), "moves": ViewTitle("moves", "变动次数"),
    "roles": ViewTitle("roles", "身份"), "absent": ViewTitle("absent", "缺岗中"),
    "coveredBy": ViewTitle("covered by", "替岗人"),
    "absenceDays": ViewTitle("absence days", "缺岗天数"),
    "coveredDays": ViewTitle("covered days", "替岗天数"),
    "uncoveredDays": ViewTitle("uncovered days", "无人替岗天数"),
    "handledByB": ViewTitle("handled by B", "替岗人办理"),
    "handledForA": ViewTitle("handled for A", "替他人办理"), "tickets": ViewTitle("tickets", "工单"),
    "cases": ViewTitle("cases", "案件"), "applications": ViewTitle("applications", "办件"),
    "ticketsOutside": ViewTitle("tickets outside", "本单位外工单"),
    "casesOutside": ViewTitle("cases outside", "本单位外案件"),
    "applicationsOutside": ViewTitle("applications outside", "本单位外办件"),
    "trainings": ViewTitle("trainings", "培训次数"),
    "trainingHours": ViewTitle("training hours", "培训学时"), "joined": ViewTitle("joined", "到岗"),
    "left": ViewTitle("left", "离岗"), "acts": ViewTitle("acts", "办理次数"),
    "actsByOthers": ViewTitle("by others' staff", "外单位人员办理"),
    "actsByB": ViewTitle("by stand-ins", "替岗办理"), "people": ViewTitle("people", "人数"),
    "administrative": ViewTitle("administrative", "行政"),
    "institutional": ViewTitle("institutional", "事业"),
    "offEstablishment": ViewTitle("off establishment", "编外"),
    "seconded": ViewTitle("seconded in", "借入"), "uncovered": ViewTitle("uncovered", "无人替岗"),
    "coverRate": ViewTitle("covered, %", "替岗率（%）"), "matters": ViewTitle("matters", "办理事项"),
    "mattersOutside": ViewTitle("outside", "本单位外"),
    "outsideRate": ViewTitle("outside, %", "本单位外占比（%）"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let staffCoverRules: [String: ViewTitle] = [
    "kind": ViewTitle("by the posting in force that day (I-3)", "按当日有效任职（I-3）"),
    "body": ViewTitle("by the posting in force that day", "按当日有效任职"),
    "tenureDays": ViewTitle(
      "since the first day in that body without a break (S45)", "自在该机构连续任职首日起（S45）"),
    "absent": ViewTitle("an absence covers that day (S44)", "当日处于缺岗期（S44）"),
    "uncoveredDays": ViewTitle(
      "days of absence up to that day without a stand-in (S44)", "截至当日无人替岗的缺岗天数（S44）"),
  ]

  static let gradeQuota = registers.merging([
    "unit": ViewTitle("unit", "单位"), "year": ViewTitle("year", "年度"),
    "staffKind": ViewTitle("staff kind", "人员类别"), "rule": ViewTitle("rule set", "规则集"),
    "lists": ViewTitle("lists", "参加名单"), "participants": ViewTitle("participants", "参加人数"),
    "share": ViewTitle("share", "比例"), "rounding": ViewTitle("rounding", "取整"),
    "quota": ViewTitle("quota", "优秀名额"), "excellent": ViewTitle("excellent", "优秀"),
    "competent": ViewTitle("competent", "称职"), "basic": ViewTitle("basic", "基本称职"),
    "incompetent": ViewTitle("incompetent", "不称职"), "left": ViewTitle("left", "剩余名额"),
    "excellentRate": ViewTitle("excellent, %", "优秀比例（%）"),
    "refused": ViewTitle("refused", "驳回"),
  ]) { _, new in new }

  static let dataFreshness = registers.merging([
    "system": ViewTitle("system", "系统"), "key": ViewTitle("system", "系统"),
    "day": ViewTitle("day", "日期"), "events": ViewTitle("events", "事件数"),
    "lagP50": ViewTitle("lag p50, s", "延迟中位数（秒）"),
    "lagP95": ViewTitle("lag p95, s", "延迟P95（秒）"), "ahead": ViewTitle("ahead of time", "早于发生"),
    "imported": ViewTitle("imported", "接入"), "reentered": ViewTitle("re-entered", "二次录入"),
    "reenteredRate": ViewTitle("re-entered, %", "二次录入占比（%）"),
    "minutes": ViewTitle("minutes lost", "耗时（分钟）"), "repairs": ViewTitle("repairs", "更正与撤销"),
    "status": ViewTitle("status", "接口状态"), "since": ViewTitle("since", "自"),
    "authority": ViewTitle("authority", "主管单位"), "changes": ViewTitle("changes", "变更次数"),
    "downtimes": ViewTitle("downtimes", "中断次数"),
    "downMinutes": ViewTitle("down, minutes", "累计中断（分钟）"),
    "downFor": ViewTitle("down for, minutes", "已中断（分钟）"), "days": ViewTitle("days", "天数"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let dataFreshnessRules: [String: ViewTitle] = [
    "lagP50": ViewTitle(
      "nearest rank of recorded − occurred, cut to seconds below 10 minutes, minutes below a day, "
        + "hours below 30 days, days beyond (S49)",
      "记录时间减发生时间的最近秩；10分钟内按秒、1日内按分、30日内按时、其后按日取整（S49）"),
    "lagP95": ViewTitle("the same at 95 of 100 (S49)", "同上，第95百分位（S49）"),
    "reenteredRate": ViewTitle("re-entered ÷ imported (S48)", "二次录入占接入（S48）"),
    "downMinutes": ViewTitle(
      "whole minutes of all times down, up to the asked moment", "截至所问时点累计中断的整分钟数"),
    "downFor": ViewTitle("whole minutes since it went down, if it is", "当前中断已持续的整分钟数"),
  ]

  static let personalDataRegister = registers.merging([
    "subject": ViewTitle("person", "人员"), "key": ViewTitle("person", "人员"),
    "position": ViewTitle("position", "序号"), "event": ViewTitle("event", "事件"),
    "stream": ViewTitle("stream", "流"), "occurred": ViewTitle("occurred", "发生时间"),
    "roles": ViewTitle("roles", "角色"), "sealed": ViewTitle("sealed fields", "加密字段"),
    "purposes": ViewTitle("purposes", "处理目的"), "restricted": ViewTitle("restricted", "限制处理"),
    "hold": ViewTitle("on hold", "保存冻结"), "erased": ViewTitle("erased", "已删除"),
    "retainUntil": ViewTitle("kept until", "保存至"),
    "retentionReached": ViewTitle("retention reached", "保存期满"),
    "events": ViewTitle("events", "事件数"), "sealedEvents": ViewTitle("sealed events", "含加密事件"),
    "erasedAt": ViewTitle("erased at", "删除序号"), "erasures": ViewTitle("erasures", "删除"),
    "restrictions": ViewTitle("restrictions", "限制"), "holds": ViewTitle("holds", "冻结"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let personalDataRegisterRules: [String: ViewTitle] = [
    "restricted": ViewTitle(
      "a restriction of the person names a sealed field of the event, or all (PIPL 47)",
      "该人员的限制处理涉及本事件加密字段或全部字段（个保法第47条）"),
    "erased": ViewTitle(
      "an erasure behind the event names a sealed field of it, or all (PIPL 47)",
      "其后的删除涉及本事件加密字段或全部字段（个保法第47条）"),
    "hold": ViewTitle(
      "a hold on the person or the stream covers that day", "当日该人员或所在流处于保存冻结"),
    "retentionReached": ViewTitle(
      "the last day on which it is kept is over (PIPL 19)", "保存期限已过（个保法第19条）"),
  ]
}
