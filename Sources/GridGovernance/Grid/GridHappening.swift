// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to grids 网格: one case an event type.
public enum GridEvent: Happening {
  /// 网格划定.
  case drawn(GridDrawn)
  /// 网格调整.
  case redrawn(GridRedrawn)
  /// 网格撤销.
  case retired(GridRetired)
  /// 网格力量配置.
  case staffed(GridStaffed)
  /// 网格力量撤出.
  case released(GridReleased)
  /// 网格走访巡查.
  case patrolled(GridPatrolled)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .drawn(let event): event
    case .redrawn(let event): event
    case .retired(let event): event
    case .staffed(let event): event
    case .released(let event): event
    case .patrolled(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of other modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as GridDrawn: self = .drawn(event)
    case let event as GridRedrawn: self = .redrawn(event)
    case let event as GridRetired: self = .retired(event)
    case let event as GridStaffed: self = .staffed(event)
    case let event as GridReleased: self = .released(event)
    case let event as GridPatrolled: self = .patrolled(event)
    default: return nil
    }
  }
}
