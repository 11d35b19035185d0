// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which persons are erased, and what is held 保存冻结.
public struct LogDutyState: Hashable, Sendable {
  /// Days on which a hold binds.
  public struct Hold: Hashable, Sendable {
    public var from: CivilDate
    /// The last day; `nil` while it is open.
    public var through: CivilDate?

    func binds(on day: CivilDate) -> Bool { from <= day && through.map { day <= $0 } ?? true }
  }

  /// Holds that nobody has lifted.
  public private(set) var holds: [ObjectName: [Hold]] = [:]
  /// Whose keys were destroyed.
  public private(set) var erased: Set<ObjectName> = []

  public init() {}

  /// Whether a hold binds on that day.
  public func isHeld(_ subject: ObjectName, on day: CivilDate) -> Bool {
    holds[subject]?.contains { $0.binds(on: day) } ?? false
  }

  mutating func apply(_ event: LogDutyEvent) {
    switch event {
    case .erased(let event): erased.formUnion(event.person)
    case .holdSet(let event):
      for subject in event.subject {
        holds[subject, default: []].append(
          Hold(from: event.effectiveFrom, through: event.effectiveTo))
      }
    case .holdLifted(let event):
      for subject in event.subject { holds[subject] = nil }
    case .restricted, .sealed: break
    }
  }
}

extension LogDutyState: BookContents {
  static var events: [any Event.Type] {
    [PersonalDataErased.self, RetentionHoldSet.self, RetentionHoldLifted.self]
  }

  mutating func take(_ event: any Event) { LogDutyEvent(event).map { apply($0) } }
}
