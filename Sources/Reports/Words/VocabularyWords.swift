// SPDX-License-Identifier: Apache-2.0
internal import GridGovernance

// The county's vocabulary as a report names it; where a list has terms of the field, those are the
// Chinese words.

extension EntrySource {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .fromAbove: "from above"
    case .enforcementPatrol: "enforcement patrol"
    case .grid: "grid"
    case .public: "public"
    case .unlisted: "origin not listed"
    }
  }
}

extension ClockStage {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .accept: "accepting"
    case .register: "registering"
    case .dispatch: "dispatching"
    case .signFor: "signing for"
    case .handle: "handling"
    case .check: "checking"
    case .close: "closing"
    case .followUp: "calling back"
    case .supervisionReply: "replying to supervision"
    case .supportArrive: "support arriving"
    case .supportFinish: "support finishing"
    case .requestRule: "ruling on a request"
    case .overall: "whole ticket"
    }
  }
}

extension TicketEscalated.Ground {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .noPower: "no power"
    case .crossArea: "across areas"
    case .noAgreement: "no agreement"
    case .overdue: "overdue"
    case .emergency: "emergency"
    case .other: "other"
    }
  }
}

extension SupervisionGrade {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .ordinary: "ordinary"
    case .yellow: "yellow"
    case .red: "red"
    }
  }
}

extension Indicator {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .disposal: "disposal rate"
    case .onTimeDisposal: "on-time disposal rate"
    case .closing: "closing rate"
    case .onTimeClosing: "on-time closing rate"
    case .rework: "rework rate"
    case .reworkOfShouldClose: "rework rate of should-close"
    case .overduePending: "overdue-pending rate"
    case .extension: "extension rate"
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
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .proposed: "proposed"
    case .final: "final"
    }
  }
}

extension WeightCompliance {
  var words: Words { Words(english, chinese) }

  private var english: String {
    switch self {
    case .compliant: "floor reached"
    case .nonCompliant: "below the floor"
    case .unbound: "no floor known"
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
