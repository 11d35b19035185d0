// SPDX-License-Identifier: Apache-2.0

extension CaseStatus: ChineseTerm {}

extension CaseStep: ChineseTerm {
  public var chinese: String {
    switch self {
    case .start: "启动"
    case .investigation: "调查取证"
    case .review: "审核"
    case .decision: "决定"
    case .service: "送达"
    case .execution: "执行"
    }
  }
}

extension CaseFiled.Procedure: ChineseTerm {
  public var chinese: String {
    switch self {
    case .simple: "简易程序"
    case .ordinary: "普通程序"
    }
  }
}

extension PenaltyDecided.Outcome: ChineseTerm {
  public var chinese: String {
    switch self {
    case .penalised: "予以处罚"
    case .noPenalty: "不予处罚"
    case .notProven: "违法事实不成立"
    }
  }
}

extension CaseClosed.How: ChineseTerm {
  public var chinese: String {
    switch self {
    case .performed: "履行完毕"
    case .noPenalty: "不予处罚"
    case .dropped: "撤销案件"
    case .uncollectable: "终结执行"
    }
  }
}

extension InspectionRecorded.Result: ChineseTerm {
  public var chinese: String {
    switch self {
    case .nothing: "未发现问题"
    case .corrected: "当场改正"
    case .clue: "发现线索"
    case .transferred: "移送"
    }
  }
}

extension ClueClosed.Ground: ChineseTerm {
  public var chinese: String {
    switch self {
    case .notFiled: "不予立案"
    case .minor: "情节轻微"
    case .notProven: "查无实据"
    case .transferred: "移送"
    }
  }
}

extension EnforcementPublished.Stage: ChineseTerm {
  public var chinese: String {
    switch self {
    case .before: "事前"
    case .during: "事中"
    case .after: "事后"
    }
  }
}

extension EvidenceCollected.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .scene: "现场检查"
    case .statement: "询问"
    case .device: "电子设备取证"
    case .preservedByRegistration: "先行登记保存"
    case .seal: "查封"
    case .seize: "扣押"
    }
  }
}

extension MeasureSettled.How: ChineseTerm {
  public var chinese: String {
    switch self {
    case .extended: "延长"
    case .returned: "退还"
    case .transferred: "移送"
    case .confiscated: "没收"
    case .lifted: "解除"
    }
  }
}

extension RemedyRecorded.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .review: "行政复议"
    case .suit: "行政诉讼"
    case .`self`: "自行纠正"
    }
  }
}

extension OfficerAct: ChineseTerm {
  public var chinese: String {
    switch self {
    case .inspection: "检查"
    case .filing: "立案"
    case .assignment: "指派"
    case .evidence: "取证"
    case .measure: "强制措施"
    case .service: "送达"
    case .decisionOnTheSpot: "当场处罚"
    case .executionOnTheSpot: "当场收缴"
    }
  }
}
