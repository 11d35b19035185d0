// SPDX-License-Identifier: Apache-2.0

extension Indicator: ChineseTerm {
  public var chinese: String {
    switch self {
    case .disposal: "处置率"
    case .onTimeDisposal: "按期处置率"
    case .closing: "结案率"
    case .onTimeClosing: "按期结案率"
    case .rework: "返工率"
    case .reworkOfShouldClose: "返工率（占应结案）"
    case .overduePending: "超期待处置率"
    case .`extension`: "延期率"
    }
  }
}

extension HandlingDimension: ChineseTerm {
  public var chinese: String {
    switch self {
    case .unit: "单位"
    case .town: "镇"
    case .category: "类别"
    }
  }
}

extension HandlingStage: ChineseTerm {
  public var chinese: String {
    switch self {
    case .accept: "受理"
    case .register: "立案"
    case .dispatch: "派遣"
    case .sign: "签收"
    case .complete: "处置"
    case .check: "核查"
    case .close: "结案"
    }
  }
}

extension Exclusions: ChineseTerm {
  public var chinese: String {
    switch self {
    case .leftOut: "剔除后"
    case .counted: "剔除前"
    }
  }
}

extension EntrySource: ChineseTerm {
  public var chinese: String {
    switch self {
    case .fromAbove: "上级派单"
    case .enforcementPatrol: "执法巡查发现"
    case .grid: "网格上报"
    case .`public`: "群众反映"
    case .unlisted: "来源未列"
    }
  }
}
