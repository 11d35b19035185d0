// SPDX-License-Identifier: Apache-2.0

extension ViewColumns {
  static let approvalDesk: [String: ViewTitle] = [
    "key": ViewTitle("application", "申请"), "state": ViewTitle("state", "状态"),
    "town": ViewTitle("town", "镇"), "window": ViewTitle("window", "窗口"),
    "item": ViewTitle("item", "事项"), "itemKind": ViewTitle("kind of item", "事项类型"),
    "guide": ViewTitle("guide", "办事指南"), "received": ViewTitle("received", "收件时间"),
    "promised": ViewTitle("promised units", "承诺时限数"),
    "notified": ViewTitle("missing papers notified", "补正告知"),
    "completed": ViewTitle("papers complete", "补正齐全"), "accepted": ViewTitle("accepted", "受理时间"),
    "notAccepted": ViewTitle("not accepted", "不予受理"), "ground": ViewTitle("ground", "理由"),
    "result": ViewTitle("result", "办理结果"), "decided": ViewTitle("decided", "办结时间"),
    "delivered": ViewTitle("delivered", "送达时间"), "rating": ViewTitle("rating", "好差评"),
    "suspended": ViewTitle("clocks stand", "中止计时中"),
    "excludedTime": ViewTitle("time not counted", "不计时限"),
    "extensions": ViewTitle("time granted", "准予延期"),
    "openRequests": ViewTitle("open requests", "待裁定申请"),
    "anomaly": ViewTitle("anomalous pair", "异常流转"),
    "legalDue": ViewTitle("due by law", "法定期限"), "legalLeft": ViewTitle("left by law", "法定剩余"),
    "legalLate": ViewTitle("late by law", "超法定期限"),
    "promisedDue": ViewTitle("due as promised", "承诺期限"),
    "promisedLeft": ViewTitle("left as promised", "承诺剩余"),
    "promisedLate": ViewTitle("promise broken", "超承诺期限"),
    "acceptanceDue": ViewTitle("answer due", "受理期限"),
    "correctionDue": ViewTitle("papers due", "补正期限"),
    "deliveryDue": ViewTitle("delivery due", "送达期限"),
    "acceptedBySilence": ViewTitle("accepted by silence since", "视为受理"),
    "deemedWithdrawn": ViewTitle("deemed withdrawn since", "视为撤回"),
    "late": ViewTitle("late steps", "逾期环节"),
    // Items and halls.
    "kind": ViewTitle("kind", "类型"), "listed": ViewTitle("listed", "列入事项"),
    "offered": ViewTitle("offered", "进驻事项"),
    "offListed": ViewTitle("offered off the list", "清单外进驻"),
    "notDevolved": ViewTitle("not accepted for want of the power", "因未赋权不予受理"),
    "granted": ViewTitle("granted", "准予"), "refused": ViewTitle("refused", "不准予"),
    "withdrawn": ViewTitle("withdrawn", "撤回申请"),
  ]

  private static let legalRule = ViewTitle(
    "the limit of the procedure for the kind of item, from acceptance on, with pauses and grants; "
      + "where no procedure has one, the guide's own (domain §3.3)",
    "自受理起按事项类型的程序时限计，含中止与延期；无程序时限的按办事指南（domain §3.3）")
  private static let promisedRule = ViewTitle(
    "the limit that the guide promises; it stands with the legal clock, and no grant extends it",
    "办事指南的承诺时限；随法定计时中止，不因延期而延长")
  private static let stepRule = ViewTitle(
    "by the procedures in force and the calendar known then", "按当时有效的程序规则与已知工作日历")

  /// What computes the columns that no event writes.
  static let approvalDeskRules: [String: ViewTitle] = [
    "legalDue": legalRule, "legalLeft": legalRule, "legalLate": legalRule,
    "promisedDue": promisedRule, "promisedLeft": promisedRule, "promisedLate": promisedRule,
    "acceptanceDue": stepRule, "correctionDue": stepRule, "deliveryDue": stepRule,
    "late": stepRule,
    "acceptedBySilence": ViewTitle(
      "nobody answered in time: accepted from receipt on (Licensing Law art. 32)",
      "逾期未告知、未答复的，自收到之日起即为受理（行政许可法第32条）"),
    "deemedWithdrawn": ViewTitle(
      "no complete answer in the time that the rule set gives", "未在规则所定期限内补齐"),
  ]
}
