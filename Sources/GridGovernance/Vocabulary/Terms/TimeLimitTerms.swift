// SPDX-License-Identifier: Apache-2.0

extension TimeUnit: ChineseTerm {
  public var chinese: String {
    switch self {
    case .workingHour: "工作时"
    case .workingDay: "工作日"
    case .hour: "小时"
    case .day: "日"
    case .month: "月"
    case .year: "年"
    }
  }
}

extension ClockStage: ChineseTerm {
  public var chinese: String {
    switch self {
    case .accept: "受理"
    case .register: "立案"
    case .dispatch: "派遣"
    case .signFor: "签收"
    case .handle: "处置"
    case .check: "核查"
    case .close: "结案"
    case .followUp: "回访"
    case .supervisionReply: "督办回复"
    case .supportArrive: "报到"
    case .supportFinish: "协办办结"
    case .requestRule: "裁定"
    case .overall: "总时限"
    }
  }
}

extension ProcedureStep: ChineseTerm {
  public var chinese: String {
    switch self {
    case .limitation: "追责期限"
    case .limitationEndangering: "追责期限（危害安全）"
    case .decide: "办案期限"
    case .settlePreserved: "先行登记保存"
    case .measure: "查封扣押"
    case .askHearing: "申请听证"
    case .noticeHearing: "听证通知"
    case .serveDecision: "送达"
    case .pay: "缴款"
    case .demand: "催告"
    case .applyToCourt: "申请强制执行"
    case .askReview: "申请复议"
    case .decideReview: "复议审理"
    case .sue: "起诉"
    case .sueAfterReview: "复议后起诉"
    case .publish: "公示"
    case .withdrawPublication: "撤回公示"
    case .accept: "受理"
    case .answerCorrection: "补正"
    case .deliver: "送达证件"
    }
  }
}

extension Light: ChineseTerm {
  public var chinese: String {
    switch self {
    case .green: "绿灯"
    case .yellow: "黄灯"
    case .red: "红灯"
    }
  }
}
