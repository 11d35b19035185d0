// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Every edition of every rule set and every notice, in the order in which they were published.
public struct RulesState: Hashable, Sendable {
  public private(set) var editions: [ObjectName: [RuleSetPublished]] = [:]
  public private(set) var notices: [WorkCalendarPublished] = []

  public init() {}

  mutating func apply(_ event: RulesEvent) {
    switch event {
    case .published(let event): editions[event.rule, default: []].append(event)
    case .calendarPublished(let event): notices.append(event)
    }
  }
}

extension RulesState: BookContents {
  static var events: [any Event.Type] { Module.rules.events }

  mutating func take(_ event: any Event) { RulesEvent(event).map { apply($0) } }
}
