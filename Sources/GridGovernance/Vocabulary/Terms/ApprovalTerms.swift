// SPDX-License-Identifier: Apache-2.0

extension ApplicationStatus: ChineseTerm {}

extension AcceptanceDecided.Result: ChineseTerm {
  public var chinese: String {
    switch self {
    case .accepted: "受理"
    case .refused: "不予受理"
    case .notNeeded: "无需办理"
    }
  }
}

extension AcceptanceDecided.Ground: ChineseTerm {
  public var chinese: String {
    switch self {
    case .notDevolved: "事项未赋权"
    case .incomplete: "材料不全"
    case .notCompetent: "无管辖权"
    case .other: "其他"
    }
  }
}

extension ApplicationDecided.Result: ChineseTerm {
  public var chinese: String {
    switch self {
    case .granted: "准予"
    case .refused: "不予批准"
    case .withdrawn: "撤回"
    }
  }
}
