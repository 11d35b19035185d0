// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened in an assessment 考核: one case an event type.
public enum AssessmentEvent: Happening {
  /// 规则集发布, of the kind `indicator`: a formula that schemes may name.
  case formulaPublished(RuleSetPublished)
  /// 考核办法.
  case schemeAdopted(AssessmentSchemeAdopted)
  /// 权重确定.
  case weightSet(AssessmentWeightSet)
  /// 评分.
  case scoreSubmitted(ScoreSubmitted)
  /// 加分/扣分.
  case pointsRecorded(PointsRecorded)
  /// 一票否决.
  case vetoImposed(VetoImposed)
  /// 撤销否决.
  case vetoLifted(VetoLifted)
  /// 结果发布/更正.
  case published(AssessmentPublished)
  /// 考核申诉.
  case appealFiled(AppealFiled)
  /// 申诉决定.
  case appealDecided(AppealDecided)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .formulaPublished(let event): event
    case .schemeAdopted(let event): event
    case .weightSet(let event): event
    case .scoreSubmitted(let event): event
    case .pointsRecorded(let event): event
    case .vetoImposed(let event): event
    case .vetoLifted(let event): event
    case .published(let event): event
    case .appealFiled(let event): event
    case .appealDecided(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types that say nothing of an assessment.
  public init?(_ event: any Event) {
    switch event {
    case let event as RuleSetPublished where event.kind == .indicator:
      self = .formulaPublished(event)
    case let event as AssessmentSchemeAdopted: self = .schemeAdopted(event)
    case let event as AssessmentWeightSet: self = .weightSet(event)
    case let event as ScoreSubmitted: self = .scoreSubmitted(event)
    case let event as PointsRecorded: self = .pointsRecorded(event)
    case let event as VetoImposed: self = .vetoImposed(event)
    case let event as VetoLifted: self = .vetoLifted(event)
    case let event as AssessmentPublished: self = .published(event)
    case let event as AppealFiled: self = .appealFiled(event)
    case let event as AppealDecided: self = .appealDecided(event)
    default: return nil
    }
  }
}

/// One event of an assessment with what the rules read of its header.
public typealias AssessmentFact = Fact<AssessmentEvent>
