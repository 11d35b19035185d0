// SPDX-License-Identifier: Apache-2.0

extension AssessmentSubject: ChineseTerm {
  public var chinese: String {
    switch self {
    case .body: "机构"
    case .person: "个人"
    case .townOffice: "镇内设机构"
    case .town: "镇"
    case .department: "部门"
    case .gridWorker: "网格员"
    }
  }
}

extension PeriodKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .month: "月"
    case .quarter: "季度"
    case .half: "半年"
    case .year: "年"
    }
  }
}

extension HandlingPlace: ChineseTerm {
  public var chinese: String {
    switch self {
    case .none: "不计"
    case .third: "单列"
    case .town: "计入镇评"
    }
  }
}

extension WeightCompliance: ChineseTerm {
  public var chinese: String {
    switch self {
    case .compliant: "符合下限"
    case .nonCompliant: "低于下限"
    case .unbound: "无下限约束"
    }
  }
}

extension AppealDecided.Result: ChineseTerm {
  public var chinese: String {
    switch self {
    case .granted: "支持"
    case .partlyGranted: "部分支持"
    case .refused: "驳回"
    }
  }
}

extension AssessmentPublished.Status: ChineseTerm {
  public var chinese: String {
    switch self {
    case .proposed: "拟定"
    case .final: "正式"
    }
  }
}

extension PointsRecorded.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .bonus: "加分"
    case .deduction: "扣分"
    }
  }
}

extension GradeAwarded.Grade: ChineseTerm {
  public var chinese: String {
    switch self {
    case .excellent: "优秀"
    case .competent: "称职（合格）"
    case .basic: "基本称职（基本合格）"
    case .incompetent: "不称职（不合格）"
    }
  }
}

extension GradeQuotaRule.Rounding: ChineseTerm {
  public var chinese: String {
    switch self {
    case .down: "舍尾"
    case .halfUp: "四舍五入"
    }
  }
}

extension ConnectorStatusChanged.Status: ChineseTerm {
  public var chinese: String {
    switch self {
    case .none: "未接通"
    case .applied: "已申请"
    case .open: "已接通"
    case .degraded: "降级运行"
    case .down: "中断"
    }
  }
}

extension MissingScore: ChineseTerm {
  public var chinese: String { words.chinese }
}

extension SourceKind: ChineseTerm {
  var chinese: String {
    switch self {
    case .score: "评分"
    case .points: "加扣分"
    case .veto: "一票否决"
    case .edition: "已发布结果"
    case .appeal: "申诉"
    case .scheme: "考核办法"
    case .weight: "权重"
    case .floor: "权重下限"
    case .formula: "公式"
    case .stationing: "派驻安排"
    }
  }
}
