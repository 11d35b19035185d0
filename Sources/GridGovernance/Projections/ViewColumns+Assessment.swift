// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  static let assessment: [String: ViewTitle] = [
    "scheme": ViewTitle("scheme", "考核办法"), "subject": ViewTitle("subject", "考核对象"),
    "period": ViewTitle("period", "考核期"), "value": ViewTitle("exact value", "精确得分"),
    "rounded": ViewTitle("result", "得分"), "grade": ViewTitle("grade", "等次"),
    "missing": ViewTitle("no result because", "无结果原因"),
    "weight": ViewTitle("town weight", "镇考核权重"),
    "handlingWeight": ViewTitle("handling weight", "处置权重"),
    "effectiveTownSay": ViewTitle("effective town say", "镇实际话语权"),
    "compliance": ViewTitle("floor reached", "权重合规"),
    "lacksConsent": ViewTitle("lacks consent", "缺上级同意"),
    "town": ViewTitle("town score", "镇评分"), "handling": ViewTitle("handling score", "处置得分"),
    "department": ViewTitle("department score", "部门评分"), "towns": ViewTitle("towns", "各镇"),
    "weights": ViewTitle("weights by day", "分段权重"), "bonus": ViewTitle("bonus", "加分"),
    "deduction": ViewTitle("deduction", "扣分"), "vetoes": ViewTitle("vetoes", "一票否决"),
    "appeals": ViewTitle("appeals", "申诉"),
    "refusedWeights": ViewTitle("weights refused", "权重驳回"),
    "editions": ViewTitle("editions", "发布版次"),
    // Of one town, weight, veto, appeal or edition in the row.
    "share": ViewTitle("share", "占比"), "evaluation": ViewTitle("evaluation", "镇评价"),
    "score": ViewTitle("score", "得分"), "deadlines": ViewTitle("deadlines", "到期数"),
    "indicators": ViewTitle("indicators", "指标"), "indicator": ViewTitle("indicator", "指标"),
    "numerator": ViewTitle("numerator", "分子"), "denominator": ViewTitle("denominator", "分母"),
    "from": ViewTitle("from", "自"), "days": ViewTitle("days", "天数"),
    "floor": ViewTitle("floor", "下限"), "veto": ViewTitle("veto", "一票否决"),
    "part": ViewTitle("part", "组成"), "isLifted": ViewTitle("lifted", "已撤销"),
    "appeal": ViewTitle("appeal", "申诉"), "result": ViewTitle("result", "结果"),
    "status": ViewTitle("status", "状态"), "event": ViewTitle("event", "事件"),
    "inputsUpTo": ViewTitle("facts up to", "数据截至"),
    "restates": ViewTitle("restates", "更正前次"),
    // Of a scheme.
    "subjectKind": ViewTitle("kind of subject", "考核对象类别"),
    "periodKind": ViewTitle("length of periods", "考核期长度"),
    "handlingCountsFor": ViewTitle("handling counts for", "处置计入"),
    "nonCompliantFrom": ViewTitle("below the floor from", "低于下限自"),
  ]
}
