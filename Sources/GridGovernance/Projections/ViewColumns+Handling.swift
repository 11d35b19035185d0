// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  private static let period: [String: ViewTitle] = [
    "month": ViewTitle("month", "月份"), "period": ViewTitle("period", "期间"),
    "town": ViewTitle("town", "镇"), "unit": ViewTitle("unit", "承办单位"),
  ]

  static let sourceMix = period.merging([
    "source": ViewTitle("source", "来源"), "origin": ViewTitle("origin", "来源代码"),
    "channel": ViewTitle("channel", "渠道"), "received": ViewTitle("received", "收件"),
    "of": ViewTitle("of", "合计"), "share": ViewTitle("share", "占比"),
    "declined": ViewTitle("declined", "不予受理/立案"), "referred": ViewTitle("referred", "转送"),
    "voided": ViewTitle("voided", "作废"), "merged": ViewTitle("merged", "并案"),
    "closed": ViewTitle("closed", "结案"), "solvedInGrid": ViewTitle("solved in grid", "网格内解决"),
    "solvedInGridRate": ViewTitle("solved in grid ÷ closed", "网格内解决率"),
    "answered": ViewTitle("answered at once", "即时答复"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let sourceMixRules: [String: ViewTitle] = [
    "of": ViewTitle(
      "of an origin: all reports of the county in the same months (P6)",
      "按来源代码统计时：同期全县全部上报数（P6）"),
    "share": ViewTitle("received ÷ of, four places (P6)", "收件 ÷ 合计，四位小数（P6）"),
  ]

  static let returns = period.merging([
    "dispatcher": ViewTitle("dispatcher", "派遣单位"),
    "dispatched": ViewTitle("dispatched", "派遣"), "binding": ViewTitle("binding", "指定承办"),
    "redirected": ViewTitle("redirected away", "改派转出"),
    "returned": ViewTitle("returned", "退件"), "notMine": ViewTitle("not mine", "非本单位职责"),
    "notAdmitted": ViewTitle("off the list", "清单外未准入"),
    "wrongPlace": ViewTitle("wrong place", "地点有误"),
    "duplicate": ViewTitle("duplicate", "重复"),
    "insufficient": ViewTitle("insufficient", "信息不足"),
    "secondReturns": ViewTitle("second returns", "再次退件"),
    "granted": ViewTitle("granted", "准予退件"), "refused": ViewTitle("refused", "驳回退件"),
    "lapsed": ViewTitle("lapsed", "失效"), "open": ViewTitle("not ruled", "待裁定"),
    "returnRate": ViewTitle("returned ÷ dispatched", "退件率"),
    "grantRate": ViewTitle("granted ÷ ruled", "准退率"),
    "hops": ViewTitle("most legs", "最多流转次数"),
  ]) { _, new in new }

  static let satisfaction = period.merging([
    "exclusions": ViewTitle("exclusions", "剔除"),
    "followedUp": ViewTitle("followed up", "回访"), "reached": ViewTitle("reached", "接通"),
    "notReached": ViewTitle("not reached", "未接通"),
    "contacted": ViewTitle("contacted", "已联系"),
    "contactedRate": ViewTitle("contacted ÷ reached", "响应率"),
    "solved": ViewTitle("solved", "已解决"),
    "solvedRate": ViewTitle("solved ÷ reached", "解决率"),
    "satisfied": ViewTitle("satisfied", "满意"),
    "satisfiedRate": ViewTitle("satisfied ÷ reached", "满意率"),
    "silent": ViewTitle("said nothing", "未作评价"),
    "completed": ViewTitle("completed", "处置完成"),
    "unitContacted": ViewTitle("unit had contacted", "单位已联系"),
    "unitContactedRate": ViewTitle("unit had contacted ÷ completed", "单位联系率"),
  ]) { _, new in new }

  static let supervision = period.merging([
    "ticket": ViewTitle("ticket", "工单"), "supervision": ViewTitle("supervision", "督办"),
    "grade": ViewTitle("grade", "等级"), "issuedBy": ViewTitle("issued by", "督办单位"),
    "level": ViewTitle("level", "层级"), "issued": ViewTitle("issued", "督办时间"),
    "replyBy": ViewTitle("reply by", "要求回复时间"), "replied": ViewTitle("replied", "回复时间"),
    "lifted": ViewTitle("lifted", "解除时间"), "ground": ViewTitle("ground", "理由"),
    "ended": ViewTitle("ticket ended", "工单终结"), "replyDue": ViewTitle("reply due", "回复期限"),
    "replyOverdue": ViewTitle("reply overdue", "回复超期"),
    "points": ViewTitle("points", "扣分"),
    "daysOpen": ViewTitle("days open", "持续天数"), "position": ViewTitle("position", "序号"),
    "fromLevel": ViewTitle("from level", "原层级"), "toLevel": ViewTitle("to level", "上报层级"),
    "urgency": ViewTitle("urgency", "紧急程度"), "body": ViewTitle("body", "上报单位"),
    "escalated": ViewTitle("escalated", "上报时间"),
  ]) { _, new in new }

  static let supervisionRules: [String: ViewTitle] = [
    "points": ViewTitle(
      "by the procedure live on the day of the issue, for its grade; none without one (P8)",
      "按发出之日有效的程序规则中该等级的扣分；无规则则无（P8）"),
    "replyDue": ViewTitle(
      "as the supervision says, else by the limit supervisionReply live on the day of its issue "
        + "(P8, domain §2.3)", "按督办所定时间；未定则按督办当日有效的督办回复时限（P8，domain §2.3）"),
    "replyOverdue": ViewTitle(
      "the deadline is behind the reply, the end, or the moment (P8)", "回复、终结或所问时点已过期限（P8）"),
    "daysOpen": ViewTitle(
      "natural days from the issue to the lifting, the ticket's end, or the moment (P8)",
      "自督办至解除、工单终结或所问时点的自然日数（P8）"),
  ]

  static let indicators = period.merging([
    "dimension": ViewTitle("by", "统计维度"), "subject": ViewTitle("subject", "对象"),
    "indicator": ViewTitle("indicator", "指标"), "formula": ViewTitle("formula", "公式"),
    "numerator": ViewTitle("numerator", "分子"), "denominator": ViewTitle("denominator", "分母"),
    "rate": ViewTitle("rate", "比率"),
    "numeratorAll": ViewTitle("numerator with excluded", "剔除前分子"),
    "denominatorAll": ViewTitle("denominator with excluded", "剔除前分母"),
    "rateAll": ViewTitle("rate with excluded", "剔除前比率"),
    "rule": ViewTitle("rule set", "规则集"), "edition": ViewTitle("edition", "版本生效日"),
    "mixed": ViewTitle("several editions", "跨版本"), "value": ViewTitle("value", "得分"),
    "valueAll": ViewTitle("value with excluded", "剔除前得分"), "terms": ViewTitle("terms", "各项"),
    "stage": ViewTitle("stage", "环节"), "hop": ViewTitle("hop", "派遣层"),
    "round": ViewTitle("round", "轮次"), "count": ViewTitle("count", "次数"),
    "minutes": ViewTitle("minutes", "总分钟"), "mean": ViewTitle("mean minutes", "平均分钟"),
    "longest": ViewTitle("longest", "最长分钟"), "unit": ViewTitle("body", "单位"),
    "called": ViewTitle("called", "被吹哨"), "excused": ViewTitle("excused", "免予协办"),
    "arrived": ViewTitle("arrived in time", "按时报到"),
    "arrivalRate": ViewTitle("arrival rate", "报到率"),
    "toFinish": ViewTitle("to finish", "应办结协办"),
    "finished": ViewTitle("finished in time", "按时办结协办"),
    "finishRate": ViewTitle("finish rate", "协办办结率"), "calls": ViewTitle("calls made", "吹哨"),
    "unjustified": ViewTitle("ruled unjustified", "不当吹哨"),
    "unjustifiedRate": ViewTitle("unjustified rate", "不当吹哨率"),
  ]) { _, new in new }

  static let indicatorRules: [String: ViewTitle] = [
    "value": ViewTitle(
      "the formula's weighted sum of its terms' rates, rounded once, two places; none where a "
        + "term has no data (domain §2.6)", "按公式对各项比率加权求和，一次取舍至两位小数；有一项无数据则无值（domain §2.6）"),
    "valueAll": ViewTitle(
      "the same with excluded tickets (domain §2.6, vii)", "同上，计入剔除工单（domain §2.6 vii）"),
  ]

  static let hotspots = period.merging([
    "category": ViewTitle("category", "事项类别"), "grid": ViewTitle("grid", "网格"),
    "reports": ViewTitle("reports", "上报"), "clusters": ViewTitle("clusters", "聚集次数"),
    "repeats": ViewTitle("over the threshold", "达阈值上报"),
    "threshold": ViewTitle("threshold", "阈值"), "days": ViewTitle("within days", "天数窗口"),
    "merged": ViewTitle("merged", "并案"), "mergeRate": ViewTitle("merged ÷ reports", "并案率"),
    "urgings": ViewTitle("urgings", "催办"), "reopenings": ViewTitle("reopenings", "重启"),
  ]) { _, new in new }

  static let deadlines = period.merging([
    "subject": ViewTitle("subject", "对象"), "clock": ViewTitle("clock", "计时"),
    "hop": ViewTitle("hop", "派遣层"), "ticket": ViewTitle("ticket", "工单"),
    "grid": ViewTitle("grid", "网格"), "category": ViewTitle("category", "事项类别"),
    "grade": ViewTitle("grade", "等级"), "state": ViewTitle("state", "状态"),
    "round": ViewTitle("round", "轮次"), "started": ViewTitle("started", "起算"),
    "amount": ViewTitle("limit", "时限"), "timeUnit": ViewTitle("unit of time", "时间单位"),
    "granted": ViewTitle("granted", "准延"), "suspended": ViewTitle("suspended", "中止"),
    "cured": ViewTitle("overdue, cured", "逾期后准延"), "due": ViewTitle("due", "期限"),
    "provisionalDue": ViewTitle("provisional", "暂定"), "used": ViewTitle("used", "已用比例"),
    "left": ViewTitle("left", "剩余"), "light": ViewTitle("light", "红绿灯"),
    "overdue": ViewTitle("overdue", "已超期"), "dueToday": ViewTitle("due today", "今日到期"),
    "deemed": ViewTitle("deemed signed since", "视为签收"),
    "itemKind": ViewTitle("kind of item", "事项类型"), "deadlines": ViewTitle("deadlines", "各项时限"),
    "acceptedBySilence": ViewTitle("accepted by silence since", "视为受理"),
    "deemedWithdrawn": ViewTitle("deemed withdrawn since", "视为撤回"),
    "promised": ViewTitle("promised", "承诺时限"),
    "number": ViewTitle("number", "序"), "about": ViewTitle("about", "所涉"),
    "rule": ViewTitle("rule set", "规则集"), "article": ViewTitle("article", "条款"),
    "step": ViewTitle("step", "环节"), "isLate": ViewTitle("late", "逾期"),
    "done": ViewTitle("done", "完成"), "isProvisional": ViewTitle("provisional", "暂定"),
    "isUnverified": ViewTitle("unverified", "未核实"),
  ]) { _, new in new }

  static let deadlineRules: [String: ViewTitle] = [
    "due": ViewTitle(
      "the clock's limit counted by the calendar known at the moment; none while it stands "
        + "(P4, domain §2.3)", "按所问时点已知的工作日历计算；中止期间不计（P4，domain §2.3）"),
    "provisionalDue": ViewTitle(
      "counts days of a year whose holidays are not announced (K16)", "所跨年度放假安排未公布（K16）"),
    "used": ViewTitle("share of the limit used, two places (P4, K7)", "已用时限比例，两位小数（P4，K7）"),
    "left": ViewTitle(
      "what is left of the limit and its grants, in its own unit, one place (P4)",
      "时限（含准延）剩余，按时限自身单位，一位小数（P4）"),
    "light": ViewTitle(
      "green; yellow from the share that the limit's rule set names, 4/5 unless it does; red "
        + "behind the deadline (domain §2.3, b20)", "绿灯；达规则集所定份额（未定则为4/5）黄灯；逾期红灯"),
    "overdue": ViewTitle("the moment is behind the deadline (P4)", "所问时点已过期限（P4）"),
    "dueToday": ViewTitle("the deadline falls on that business day (P4)", "期限落在当日（P4）"),
    "deemed": ViewTitle(
      "nobody signed in time and the rule set takes it as signed (K13)", "逾期未签收且规则集视为签收（K13）"),
  ]
}
