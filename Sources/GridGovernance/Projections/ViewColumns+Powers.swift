// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  static let powerUptake: [String: ViewTitle] = [
    "power": ViewTitle("power", "赋权事项"), "town": ViewTitle("town", "镇"),
    "month": ViewTitle("month", "月份"), "kind": ViewTitle("kind", "类型"),
    "mode": ViewTitle("mode", "方式"), "ground": ViewTitle("ground", "依据"),
    "grants": ViewTitle("days of the grant", "赋权期间"), "uses": ViewTitle("uses", "行使次数"),
    "lastUse": ViewTitle("last use", "最近行使"), "inspections": ViewTitle("inspections", "检查"),
    "clues": ViewTitle("clues", "线索"), "cluesFiled": ViewTitle("own clues filed", "自行发现立案"),
    "cluesClosed": ViewTitle("clues closed", "线索不立案"), "cases": ViewTitle("cases", "立案"),
    "penalties": ViewTitle("penalties", "处罚决定"), "casesClosed": ViewTitle("cases closed", "案件结案"),
    "transferred": ViewTitle("transferred", "移送"), "reversed": ViewTitle("reversed", "被撤改"),
    "applications": ViewTitle("applications", "申请"), "granted": ViewTitle("granted", "准予"),
    "refused": ViewTitle("refused", "不准予"), "notAccepted": ViewTitle("not accepted", "不予受理"),
    "passedUp": ViewTitle("passed up", "因无权上交"),
    "turnedDown": ViewTitle("turned down", "不予受理或不准予"),
    "dispatched": ViewTitle("dispatched under it", "按此派遣"), "returned": ViewTitle("returned", "退件"),
    "refusedActs": ViewTitle("refused acts", "被驳回操作"), "trainings": ViewTitle("trainings", "培训"),
    "trainingHours": ViewTitle("training hours", "培训学时"),
    "guidance": ViewTitle("joint enforcement", "联合/示范执法"),
    "filesReviewed": ViewTitle("files reviewed", "评查案卷"),
    "filePoints": ViewTitle("points of files", "案卷得分合计"),
    "reviews": ViewTitle("uptake reviews", "承接评估"), "reviewed": ViewTitle("reviewed", "评估日期"),
    "usable": ViewTitle("needed", "用得着"), "capable": ViewTitle("able", "接得住"),
    "wellRun": ViewTitle("well run", "管得好"), "outcome": ViewTitle("outcome", "评估结果"),
    "reviewDue": ViewTitle("next review by", "下次评估期限"), "inForce": ViewTitle("in force", "有效"),
    "idleDays": ViewTitle("idle days", "闲置天数"),
    "reviewOverdue": ViewTitle("review overdue", "评估逾期"),
  ]

  /// What computes the columns that no event writes.
  static let powerUptakeRules: [String: ViewTitle] = [
    "inForce": ViewTitle(
      "the day is one of a grant that was neither withdrawn nor has expired", "当日处于赋权期间内"),
    "idleDays": ViewTitle(
      "days since the last use, or since the power came; none while it is not in force",
      "距最近行使（未行使的自赋权之日起）的天数；无效期间不计"),
    "reviewOverdue": ViewTitle(
      "the day by which it was to be reviewed again has passed", "已过下次评估期限"),
  ]
}
