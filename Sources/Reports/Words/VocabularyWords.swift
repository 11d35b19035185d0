// SPDX-License-Identifier: Apache-2.0
internal import GridGovernance

// The county's vocabulary as a report names it; the Chinese terms are those of docs/TERMS.md.

extension EntrySource {
  var words: Words {
    switch self {
    case .fromAbove: Words("from above", "上级派单")
    case .enforcementPatrol: Words("enforcement patrol", "执法巡查发现")
    case .grid: Words("grid", "网格上报")
    case .public: Words("public", "群众反映")
    case .unlisted: Words("origin not listed", "来源未列")
    }
  }
}

extension ClockStage {
  var words: Words {
    switch self {
    case .accept: Words("accepting", "受理")
    case .register: Words("registering", "立案")
    case .dispatch: Words("dispatching", "派遣")
    case .signFor: Words("signing for", "签收")
    case .handle: Words("handling", "处置")
    case .check: Words("checking", "核查")
    case .close: Words("closing", "结案")
    case .followUp: Words("calling back", "回访")
    case .supervisionReply: Words("replying to supervision", "督办回复")
    case .supportArrive: Words("support arriving", "协办报到")
    case .supportFinish: Words("support finishing", "协办办结")
    case .requestRule: Words("ruling on a request", "申请裁定")
    case .overall: Words("whole ticket", "总时限")
    }
  }
}

extension Level {
  var words: Words {
    switch self {
    case .village: Words("village", "村级")
    case .town: Words("town", "镇级")
    case .county: Words("county", "县级")
    }
  }
}

extension TicketEscalated.Ground {
  var words: Words {
    switch self {
    case .noPower: Words("no power", "无权处置")
    case .crossArea: Words("across areas", "跨区域")
    case .noAgreement: Words("no agreement", "协调不成")
    case .overdue: Words("overdue", "超期")
    case .emergency: Words("emergency", "突发事件")
    case .other: Words("other", "其他")
    }
  }
}

extension SupervisionGrade {
  var words: Words {
    switch self {
    case .ordinary: Words("ordinary", "一般督办")
    case .yellow: Words("yellow", "黄牌督办")
    case .red: Words("red", "红牌督办")
    }
  }
}

extension Indicator {
  var words: Words {
    switch self {
    case .disposal: Words("disposal rate", "处置率")
    case .onTimeDisposal: Words("on-time disposal rate", "按期处置率")
    case .closing: Words("closing rate", "结案率")
    case .onTimeClosing: Words("on-time closing rate", "按期结案率")
    case .rework: Words("rework rate", "返工率")
    case .reworkOfShouldClose: Words("rework rate of should-close", "返工率（按应结案）")
    case .overduePending: Words("overdue-pending rate", "超期待处置率")
    case .extension: Words("extension rate", "延期率")
    }
  }
}

extension RuleKind {
  var words: Words {
    switch self {
    case .limits: Words("time limits", "时限")
    case .categories: Words("categories", "事项类别")
    case .origins: Words("origins", "来源")
    case .indicator: Words("indicator formula", "指标公式")
    case .procedure: Words("procedure", "办案程序")
    case .serviceGuide: Words("service guide", "办事指南")
    case .gridCode: Words("grid codes", "网格编码")
    case .gradeQuota: Words("grade quota", "优秀名额")
    case .weightFloor: Words("weight floor", "权重下限")
    case .townOffices: Words("town offices", "镇办局")
    case .hotspots: Words("hotspots", "热点")
    case .retention: Words("retention", "保存期限")
    }
  }
}

extension AssessmentPublished.Status {
  var words: Words {
    switch self {
    case .proposed: Words("proposed", "公示")
    case .final: Words("final", "定稿")
    }
  }
}

extension WeightCompliance {
  var words: Words {
    switch self {
    case .compliant: Words("floor reached", "达到下限")
    case .nonCompliant: Words("below the floor", "低于下限")
    case .unbound: Words("no floor known", "无下限规定")
    }
  }
}

extension AppealDecided.Result {
  var words: Words {
    switch self {
    case .granted: Words("granted", "支持")
    case .partlyGranted: Words("partly granted", "部分支持")
    case .refused: Words("refused", "不支持")
    }
  }
}

extension AssessmentPolicies.SharePolicy {
  var words: Words {
    switch self {
    case .equal: Words("towns share equally, by days", "各镇按天数均分")
    case .byDeadlines: Words("towns share by deadlines", "各镇按到期工单数分配")
    case .byHeadDays: Words("towns share by head-days", "各镇按人天数分配")
    case .declared: Words("towns share as declared", "各镇按约定份额分配")
    }
  }
}

extension AssessmentPolicies.MidPeriod {
  var words: Words {
    switch self {
    case .segmentByDays:
      Words("a weight that changes inside the period counts by days", "期中变更的权重按天数分段计")
    case .atEnd:
      Words("a weight that changes inside the period counts as at its end", "期中变更的权重取期末值")
    case .atStart:
      Words("a weight that changes inside the period counts as at its start", "期中变更的权重取期初值")
    }
  }
}
