// SPDX-License-Identifier: Apache-2.0

/// What people call the columns of the county's views.
enum ViewColumns {
  private static let shared: [String: ViewTitle] = [
    "ticket": ViewTitle("ticket", "工单"), "town": ViewTitle("town", "镇"),
    "hop": ViewTitle("hop", "派遣层"), "round": ViewTitle("round", "轮次"),
  ]

  static let ticketStatus = shared.merging([
    "key": ViewTitle("ticket", "工单"), "state": ViewTitle("state", "状态"),
    "level": ViewTitle("level", "层级"), "answerable": ViewTitle("answerable", "责任单位"),
    "unit": ViewTitle("unit", "承办单位"), "category": ViewTitle("category", "事项类别"),
    "grade": ViewTitle("grade", "等级"), "openRequests": ViewTitle("open requests", "待裁定申请"),
    "due": ViewTitle("due", "办理期限"),
    "provisionalDue": ViewTitle("provisional due", "期限暂定"),
    "excluded": ViewTitle("excluded", "剔除指标"), "mergedInto": ViewTitle("merged into", "并入工单"),
    "linkedCase": ViewTitle("linked case", "关联案件"),
    "anomalousPair": ViewTitle("anomalous pair", "异常流转"),
    "suspension": ViewTitle("suspension", "挂账/缓办"), "division": ViewTitle("division", "区划"),
    "grid": ViewTitle("grid", "网格"), "reported": ViewTitle("reported", "上报时间"),
    "closed": ViewTitle("closed", "结案时间"), "closeReason": ViewTitle("close reason", "结案方式"),
    "late": ViewTitle("late", "超期结案"), "sourceStatus": ViewTitle("source status", "来源状态"),
    "used": ViewTitle("used", "已用时限比例"), "left": ViewTitle("minutes left", "剩余分钟"),
    "light": ViewTitle("light", "红绿灯"), "overdue": ViewTitle("overdue", "已超期"),
  ]) { _, new in new }

  /// What computes the columns that no event writes.
  static let ticketStatusRules: [String: ViewTitle] = [
    "used": ViewTitle(
      "share of the time from dispatch, else report, to the deadline that has passed, 2 places; "
        + "none behind the end (P1)",
      "自派遣（无派遣则自上报）至期限的时间已用比例，两位小数；终结后不再计算（P1）"),
    "left": ViewTitle(
      "whole minutes to the deadline, negative behind it; none behind the end (P1)",
      "距期限的整分钟数，逾期为负；终结后不再计算（P1）"),
    "light": ViewTitle(
      "green; yellow from the share of the time that the limit's rule set names, 4/5 unless it "
        + "does; red behind the deadline (domain §2.3, b20)",
      "绿灯；已用比例达到时限规则集所定份额（未定则为4/5）起黄灯；逾期红灯（domain §2.3，b20）"),
    "overdue": ViewTitle(
      "the clock is behind the deadline, or the ticket was closed behind it (P1)",
      "时钟已过期限，或结案时已过期限（P1）"),
  ]

  static let ticketTimeline = shared.merging([
    "position": ViewTitle("position", "序号"), "event": ViewTitle("event", "事件"),
    "body": ViewTitle("body", "经办单位"), "person": ViewTitle("person", "经办人"),
    "occurred": ViewTitle("occurred", "发生时间"), "recorded": ViewTitle("recorded", "记录时间"),
    "lag": ViewTitle("lag in seconds", "延迟秒数"),
    "correctedBy": ViewTitle("corrected by", "更正于"),
    "annulledBy": ViewTitle("annulled by", "撤销于"), "sealed": ViewTitle("sealed", "加密内容"),
    "doubts": ViewTitle("doubts", "存疑"),
  ]) { _, new in new }

  static let townWorkload = shared.merging([
    "month": ViewTitle("month", "月份"), "openAtStart": ViewTitle("open at start", "期初在办"),
    "received": ViewTitle("received", "收件"),
    "receivedFromAbove": ViewTitle("from above", "上级派单"),
    "receivedEnforcementPatrol": ViewTitle("enforcement patrol", "执法巡查发现"),
    "receivedGrid": ViewTitle("grid", "网格上报"), "receivedPublic": ViewTitle("public", "群众反映"),
    "receivedUnlisted": ViewTitle("origin not listed", "来源未列"),
    "reopened": ViewTitle("reopened", "重启"), "unmerged": ViewTitle("un-merged", "撤销并案"),
    "declined": ViewTitle("declined", "不予受理/立案"), "referred": ViewTitle("referred", "转送"),
    "closed": ViewTitle("closed", "结案"), "voided": ViewTitle("voided", "作废"),
    "merged": ViewTitle("merged", "并案"), "leftRedirect": ViewTitle("left by redirect", "改派转出"),
    "leftReturn": ViewTitle("left by return", "退件转出"),
    "leftWrongUnit": ViewTitle("left as wrong unit", "非本单位转出"),
    "leftEscalation": ViewTitle("left by escalation", "升级转出"),
    "openAtEnd": ViewTitle("open at end", "期末在办"),
    "closedOnTime": ViewTitle("closed on time", "按期结案"),
    "closedLate": ViewTitle("closed late", "超期结案"), "patrols": ViewTitle("patrols", "巡查次数"),
    "grids": ViewTitle("grids", "网格数"), "population": ViewTitle("population", "人口"),
  ]) { _, new in new }
}
