// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Calls for support 吹哨/协办 of a ticket or a case.
extension [TicketSupport] {
  mutating func apply(_ event: any Event, by caller: ObjectName?) {
    switch event {
    case let event as SupportCalled: call(event, by: caller)
    case let event as SupportArrived: advance(event.support, event.supportUnit, to: .arrived)
    case let event as SupportFinished: advance(event.support, event.supportUnit, to: .finished)
    case let event as SupportExcused: advance(event.support, event.supportUnit, to: .excused)
    default: break
    }
  }

  /// Whether that unit was called and is not yet done.
  func isOpen(_ support: ObjectName, for unit: ObjectName) -> Bool {
    contains { call in
      call.isOpen && call.name == support
        && call.units.contains {
          $0.body == unit && ($0.progress == .called || $0.progress == .arrived)
        }
    }
  }

  private mutating func call(_ event: SupportCalled, by caller: ObjectName?) {
    for index in indices where self[index].name == event.replaces {
      self[index].replacedBy = event.support
    }
    append(
      TicketSupport(
        name: event.support, caller: caller, lead: event.lead, allowsPartial: event.allowPartial,
        units: event.supportUnit.map { TicketSupport.Unit(body: $0, progress: .called) }))
  }

  private mutating func advance(
    _ name: ObjectName, _ body: ObjectName, to progress: TicketSupport.Progress
  ) {
    for index in indices where self[index].name == name {
      for unit in self[index].units.indices where self[index].units[unit].body == body {
        self[index].units[unit].progress = progress
      }
    }
  }
}
