// SPDX-License-Identifier: Apache-2.0

extension TicketStatus: ChineseTerm {}

extension TicketGrade: ChineseTerm {
  public var chinese: String {
    switch self {
    case .emergency: "紧急"
    case .urgent: "急"
    case .normal: "一般"
    case .low: "缓"
    }
  }
}

extension SuspensionClass: ChineseTerm {
  public var chinese: String {
    switch self {
    case .shelved: "挂账"
    case .deferred: "缓办"
    case .clockOff: "中止计时"
    }
  }
}

extension CloseReason: ChineseTerm {
  public var chinese: String {
    switch self {
    case .solved: "已解决"
    case .solvedOnSpot: "当场解决"
    case .answered: "已答复"
    case .explained: "已解释"
    case .filedForRecord: "备案"
    case .terminated: "终止"
    case .withdrawnByReporter: "诉求人撤诉"
    case .caseFiled: "转立案查处"
    case .transferred: "已移交"
    case .forced: "强制结案"
    }
  }
}

extension TicketEscalated.Ground: ChineseTerm {
  public var chinese: String {
    switch self {
    case .noPower: "无权处置"
    case .crossArea: "跨区域"
    case .noAgreement: "协商不成"
    case .overdue: "超期"
    case .emergency: "紧急"
    case .other: "其他"
    }
  }
}

extension SupervisionGrade: ChineseTerm {
  public var chinese: String {
    switch self {
    case .ordinary: "普通督办"
    case .yellow: "黄牌督办"
    case .red: "红牌督办"
    }
  }
}

extension SupportCalled.Purpose: ChineseTerm {
  public var chinese: String {
    switch self {
    case .whistle: "吹哨"
    case .support: "协办"
    case .jointEnforcement: "联合执法"
    case .modelEnforcement: "示范执法"
    }
  }
}

extension RequestKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .`return`: "退件"
    case .`extension`: "延期"
    case .suspension: "挂账"
    case .reopen: "重启"
    case .exclusion: "剔除"
    case .termination: "终止"
    case .supportRelease: "退出协办"
    case .whistle: "吹哨"
    }
  }
}

extension DispatchGround: ChineseTerm {
  public var chinese: String {
    switch self {
    case .ownDuty: "本职"
    case .listItem: "清单事项"
    case .devolvedPower: "赋权事项"
    case .admission: "准入"
    case .emergency: "紧急"
    case .consent: "同意承接"
    }
  }
}

extension ReopenGround: ChineseTerm {
  public var chinese: String {
    switch self {
    case .unhappyFollowUp: "回访不满意"
    case .falseCompletion: "虚假办结"
    case .conditionRipe: "条件成熟"
    case .newFacts: "新情况"
    case .objection: "异议"
    }
  }
}

extension TicketReturned.Ground: ChineseTerm {
  public var chinese: String {
    switch self {
    case .notMine: "非本单位职责"
    case .notAdmitted: "未经准入"
    case .wrongPlace: "地点有误"
    case .duplicate: "重复"
    case .insufficient: "信息不足"
    }
  }
}
