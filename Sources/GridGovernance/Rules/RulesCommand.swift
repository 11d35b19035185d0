// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of the county's rules 规则与日历.
public enum RulesCommand: Hashable, Sendable {
  /// 规则集发布: a rule set, or a new edition of one.
  case publish(RuleSetPublished)
  /// 工作日历发布: a notice of days off, days worked and hours.
  case publishCalendar(WorkCalendarPublished)

  /// The fact that it asks to record.
  var event: RulesEvent {
    switch self {
    case .publish(let event): .published(event)
    case .publishCalendar(let event): .calendarPublished(event)
    }
  }
}

/// What can have happened to the county's rules: one case an event type.
public enum RulesEvent: Happening {
  /// 规则集发布.
  case published(RuleSetPublished)
  /// 工作日历发布.
  case calendarPublished(WorkCalendarPublished)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .published(let event): event
    case .calendarPublished(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of other modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as RuleSetPublished: self = .published(event)
    case let event as WorkCalendarPublished: self = .calendarPublished(event)
    default: return nil
    }
  }
}
