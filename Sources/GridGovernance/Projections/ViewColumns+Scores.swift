// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  static let scoreExplanation: [String: ViewTitle] = assessment.merging([
    "node": ViewTitle("term", "得分项"), "formula": ViewTitle("formula", "公式"),
    "written": ViewTitle("in numbers", "代入数值"), "value": ViewTitle("exact value", "精确值"),
    "numerator": ViewTitle("numerator", "分子"), "denominator": ViewTitle("denominator", "分母"),
    "town": ViewTitle("town", "镇"), "rule": ViewTitle("rule set or scheme", "规则或办法"),
    "version": ViewTitle("version of", "版本生效日"), "inputs": ViewTitle("events", "依据事件"),
    // Tickets.
    "month": ViewTitle("month", "月份"), "ticket": ViewTitle("ticket", "工单"),
    "part": ViewTitle("part", "承办序"), "division": ViewTitle("division", "区划"),
    "disposed": ViewTitle("disposed", "已处置"), "onTime": ViewTitle("on time", "按期处置"),
    "closed": ViewTitle("closed", "已结案"), "closedOnTime": ViewTitle("closed on time", "按期结案"),
    "handled": ViewTitle("handled", "经处置"), "reworked": ViewTitle("reworked", "返工"),
    "extended": ViewTitle("extended", "延期"), "pending": ViewTitle("pending", "待处置"),
    "voided": ViewTitle("voided", "作废"), "suspension": ViewTitle("suspension", "挂账/缓办"),
    "excluded": ViewTitle("excluded", "剔除指标"), "events": ViewTitle("events", "事件"),
  ]) { _, new in new }
}
