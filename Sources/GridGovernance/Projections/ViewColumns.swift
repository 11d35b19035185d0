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
    "onTime": ViewTitle("done in time", "按期处置"), "cured": ViewTitle("overdue, cured", "逾期后准延"),
    "closeDue": ViewTitle("to be closed by", "结案期限"),
    "signDue": ViewTitle("to be signed by", "签收期限"),
    "deemedSigned": ViewTitle("deemed signed since", "视为签收"),
    "deemedAccepted": ViewTitle("deemed taken on since", "视为承接"),
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
      "share of hop 1's limit that is used, in its own unit, 2 places; it stands with the clock; "
        + "none behind the end (P1, K7)",
      "第一层派遣时限的已用比例，按时限自身单位计，两位小数；中止期间不增加；终结后不再计算（P1，K7）"),
    "left": ViewTitle(
      "whole minutes to the deadline, negative behind it; none once the work is done, while the "
        + "clock stands and behind the end (P1)",
      "距期限的整分钟数，逾期为负；办结、中止计时或终结后不再计算（P1）"),
    "light": ViewTitle(
      "green; yellow from the share of the time that the limit's rule set names, 4/5 unless it "
        + "does; red behind the deadline (domain §2.3, b20)",
      "绿灯；已用比例达到时限规则集所定份额（未定则为4/5）起黄灯；逾期红灯（domain §2.3，b20）"),
    "overdue": ViewTitle(
      "the work's clock is behind its deadline, or was when the work was done (P1, K5)",
      "处置时钟已过期限，或办结时已过期限（P1，K5）"),
    "closeDue": ViewTitle(
      "the deadline of the report, else of the overall limit, else of hop 1",
      "上报所带期限；否则总时限；否则第一层派遣期限"),
    "signDue": ViewTitle("by the limit for signing, until it is signed", "按签收时限，签收后不再显示"),
    "deemedSigned": ViewTitle(
      "nobody signed in time and the rule set takes it as signed (K13)", "逾期未签收且规则集视为签收（K13）"),
    "deemedAccepted": ViewTitle(
      "nobody returned it in the return window (K12)", "退件窗口内未退件（K12）"),
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
    "month": ViewTitle("month", "月份"), "period": ViewTitle("period", "期间"),
    "openAtStart": ViewTitle("open at start", "期初在办"),
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
    "staff": ViewTitle("staff", "人员数"), "staffDays": ViewTitle("staff days", "在岗人天"),
    "perStaff": ViewTitle("received a head", "人均收件"),
    "perGrid": ViewTitle("received a grid", "网格均收件"),
    "perThousand": ViewTitle("received per 1,000 people", "每千人收件"),
    "filed": ViewTitle("filed", "立案"), "transferredIn": ViewTitle("transferred in", "移送接收"),
    "transferredOut": ViewTitle("transferred out", "移送转出"),
    "inspections": ViewTitle("inspections", "执法检查"), "clues": ViewTitle("clues", "发现线索"),
    "cluesClosed": ViewTitle("clues closed", "线索不立案"),
    "accepted": ViewTitle("accepted", "受理"), "notAccepted": ViewTitle("not accepted", "不予受理"),
    "granted": ViewTitle("granted", "准予"), "refused": ViewTitle("refused", "不予批准"),
    "withdrawn": ViewTitle("withdrawn", "撤回"), "began": ViewTitle("began", "期内起效"),
    "ended": ViewTitle("ended", "期内到期"), "asked": ViewTitle("asked for", "申请准入"),
    "conditional": ViewTitle("granted with conditions", "附条件准入"),
    "fulfilled": ViewTitle("means told as received", "保障到位"),
  ]) { _, new in new }

  static let townWorkloadRules: [String: ViewTitle] = [
    "perStaff": ViewTitle(
      "received ÷ people posted in bodies of the town at the end, 2 places (P3)",
      "收件数 ÷ 期末在该镇机构任职人数，两位小数（P3）"),
    "perGrid": ViewTitle(
      "received ÷ grids in force at the end, 2 places (P3)", "收件数 ÷ 期末有效网格数，两位小数（P3）"),
    "perThousand": ViewTitle(
      "received for each 1,000 people of the last measurement, 2 places (P3, S42)",
      "每千人收件数，按最近一次人口数，两位小数（P3，S42）"),
  ]
}
