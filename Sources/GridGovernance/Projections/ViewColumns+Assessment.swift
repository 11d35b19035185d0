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
  ]
}
