// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  static let caseDocket: [String: ViewTitle] = [
    "key": ViewTitle("case", "案件"), "state": ViewTitle("state", "状态"),
    "round": ViewTitle("round", "轮次"), "town": ViewTitle("town", "镇"),
    "agency": ViewTitle("agency", "办案机关"), "actingBody": ViewTitle("acting organ", "经办机构"),
    "power": ViewTitle("power", "处罚事项"), "procedure": ViewTitle("procedure", "程序"),
    "filed": ViewTitle("filed", "立案时间"), "inspection": ViewTitle("inspection", "检查"),
    "ticket": ViewTitle("ticket", "工单"), "outcomes": ViewTitle("decisions", "历次决定"),
    "decided": ViewTitle("decided", "决定时间"), "closing": ViewTitle("closed as", "结案方式"),
    "gaps": ViewTitle("steps without record", "缺记录环节"),
    "uncheckedDevices": ViewTitle("unchecked device evidence", "未审核设备证据"),
    "officersValid": ViewTitle("officers in order", "执法人员合规"),
    "officerFaults": ViewTitle("acts short of officers", "人员不合规行为"),
    "openRequests": ViewTitle("open requests", "待裁定申请"),
    "extensions": ViewTitle("time granted", "准予延期"),
    "suspensions": ViewTitle("suspensions", "中止次数"),
    "suspended": ViewTitle("clock stands", "中止计时中"),
    "measures": ViewTitle("measures", "强制措施"), "remedies": ViewTitle("remedies", "复议诉讼"),
    "underRemedy": ViewTitle("under remedy", "复议诉讼中"),
    "annulled": ViewTitle("decision ended", "决定被撤改"),
    "quality": ViewTitle("file points", "案卷评分"),
    "powerEnds": ViewTitle("power ends", "赋权终止日"),
    "pending": ViewTitle("open cases are to", "在办案件处理"),
    "refusedActs": ViewTitle("refused acts", "被驳回操作"),
    "anomaly": ViewTitle("anomalous pair", "异常流转"),
    "nextStep": ViewTitle("next duty", "下一时限"), "nextDue": ViewTitle("due", "期限"),
    "left": ViewTitle("left", "剩余"), "leftUnit": ViewTitle("unit of left", "剩余单位"),
    "late": ViewTitle("late", "逾期事项"),
    "measureOverdue": ViewTitle("measure overdue", "措施超期"),
    "timeBarred": ViewTitle("found too late", "超过追责期限"),
    "deadlines": ViewTitle("deadlines", "各项时限"),
    // Clues.
    "result": ViewTitle("result", "结果"), "division": ViewTitle("division", "区划"),
    "body": ViewTitle("body", "检查机构"), "inspected": ViewTitle("inspected", "检查时间"),
    "powers": ViewTitle("powers", "涉及事项"), "cases": ViewTitle("cases", "立案"),
    "ground": ViewTitle("not filed because", "不立案理由"),
    "open": ViewTitle("open clue", "未了结线索"),
  ]

  private static let leftRule = ViewTitle(
    "what is left of the next duty, in days or working days as its limit counts; negative behind "
      + "its end; none at the end of the case (domain §3.2)",
    "距下一义务期限的剩余量，按时限以日或工作日计，逾期为负；案件终结后不显示（domain §3.2）")

  /// What computes the columns that no event writes.
  static let caseDocketRules: [String: ViewTitle] = [
    "nextStep": ViewTitle(
      "the open duty with the earliest end, by the procedures in force (domain §3.1)",
      "尚未完成、期限最早的义务，按当时有效的程序规则（domain §3.1）"),
    "nextDue": ViewTitle(
      "by the limit of the step, the pauses and grants of the case, and the calendar known then",
      "按该环节时限、案件中止与延期以及当时已知的工作日历"),
    "left": leftRule, "leftUnit": leftRule,
    "late": ViewTitle(
      "duties that were done, or are open, behind their time; a right that nobody used is none",
      "逾期完成或逾期未完成的义务；未行使的权利不计"),
    "measureOverdue": ViewTitle(
      "a preservation, seal or seizure stands behind its time (arts. 56, 85; Coercion Law art. 25)",
      "先行登记保存、查封、扣押超过期限仍未处理（第56、85条；行政强制法第25条）"),
    "timeBarred": ViewTitle(
      "the act was found behind its limitation (arts. 36, 37)", "违法行为发现时已超过追责期限（第36、37条）"),
    "deadlines": ViewTitle(
      "every limit of a step that has begun, with rule set and article", "已开始各环节的时限，附规则与条文"),
  ]

  static let publication: [String: ViewTitle] = [
    "subject": ViewTitle("case, inspection or body", "案件、检查或机构"),
    "stage": ViewTitle("stage", "公示阶段"), "body": ViewTitle("body", "公示机构"),
    "town": ViewTitle("town", "镇"), "filed": ViewTitle("filed", "立案日期"),
    "decided": ViewTitle("decided", "决定时间"), "due": ViewTitle("publish by", "公示期限"),
    "published": ViewTitle("published", "公示时间"), "what": ViewTitle("what", "公示内容"),
    "ended": ViewTitle("decision ended", "决定被撤改时间"),
    "withdrawalDue": ViewTitle("withdraw by", "撤回期限"),
    "withdrawn": ViewTitle("withdrawn", "撤回时间"), "items": ViewTitle("publications", "各项公示"),
    "overdue": ViewTitle("overdue", "逾期"), "left": ViewTitle("days left", "剩余天数"),
  ]

  /// What computes the columns that no event writes.
  static let publicationRules: [String: ViewTitle] = [
    "overdue": ViewTitle(
      "published, or withdrawn, behind its time, or still not (arts. 39, 48; I-12)",
      "逾期公示、逾期撤回，或逾期仍未办理（第39、48条；I-12）"),
    "left": ViewTitle(
      "of the open limit, in days or working days as it counts; negative behind its end",
      "未完成时限的剩余量，按时限以日或工作日计，逾期为负"),
  ]
}
