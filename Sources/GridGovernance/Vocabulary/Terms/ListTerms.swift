// SPDX-License-Identifier: Apache-2.0

extension DutyItemListed.List: ChineseTerm {
  public var chinese: String {
    switch self {
    case .sharedResponsibility: "共同责任清单"
    case .powersAndDuties: "权责清单"
    case .basicDuty: "基本履职清单"
    case .supportDuty: "配合履职清单"
    case .takenBack: "收回事项清单"
    }
  }
}

extension DutySort: ChineseTerm {
  /// That of the list, or of the kind of power.
  public var chinese: String {
    DutyItemListed.List(rawValue: rawValue)?.chinese
      ?? PowerDevolved.Kind(rawValue: rawValue)?.chinese ?? rawValue
  }
}

extension PowerDevolved.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .licence: "行政许可"
    case .otherApproval: "其他审批"
    case .publicService: "公共服务"
    case .penalty: "行政处罚"
    case .coerciveMeasure: "行政强制"
    case .inspection: "行政检查"
    }
  }
}

extension PowerDevolved.Mode: ChineseTerm {
  public var chinese: String {
    switch self {
    case .devolved: "赋权"
    case .delegated: "委托"
    }
  }
}

extension PowerDevolved.Ground: ChineseTerm {
  public var chinese: String {
    switch self {
    case .provincialDecision: "省级决定"
    case .concentratedPower: "相对集中行权"
    case .writtenDelegation: "书面委托"
    }
  }
}

extension PowerUptakeReviewed.Outcome: ChineseTerm {
  public var chinese: String {
    switch self {
    case .keep: "保留"
    case .prepare: "暂缓"
    case .devolve: "下放"
    case .withdraw: "收回"
    }
  }
}

extension PowerWithdrawn.Pending: ChineseTerm {
  public var chinese: String {
    switch self {
    case .finish: "原单位办完"
    case .transfer: "移交"
    }
  }
}

extension TaskAdmissionRequested.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .duty: "职责"
    case .temporaryTask: "临时任务"
    case .assessment: "考核"
    case .certificate: "证明"
    case .app: "应用程序"
    }
  }
}

extension TaskAdmissionDecided.Result: ChineseTerm {
  public var chinese: String {
    switch self {
    case .granted: "准入"
    case .refused: "不予准入"
    case .conditional: "附条件准入"
    }
  }
}
