// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What stands on the five duty lists, day by day 责任清单台账: the fold of `DutyItemListed` and
/// `DutyItemRemoved`.
public struct DutyBook: Hashable, Sendable {
  private var items: [ObjectName: Standing<DutyItem>] = [:]
  private var versions: [ObjectName: Int] = [:]

  public init() {}

  /// The item as it stands on that day; `nil` if it does not.
  public func item(_ name: ObjectName, on day: CivilDate) -> DutyItem? {
    items[name]?.value(on: day)
  }

  /// The items of a list that bind a division on that day, by name.
  public func items(
    of list: DutyItemListed.List, binding division: ObjectName, on day: CivilDate
  ) -> [ObjectName] {
    items.keys.sorted().filter { name in
      item(name, on: day).map { $0.list == list && $0.binds(division) } ?? false
    }
  }

  /// The number of the item's last version; 0 before the first.
  public func version(of name: ObjectName) -> Int { versions[name] ?? 0 }

  /// The first day of a later entry of that item; `nil` if there is none.
  public func change(of name: ObjectName, after day: CivilDate) -> CivilDate? {
    items[name]?.change(after: day)
  }

  /// The first day of the item's last entry; `nil` before the first.
  public func lastChange(of name: ObjectName) -> CivilDate? { items[name]?.entries.last?.from }

  /// An item is listed or revised: it replaces the earlier versions from its first day on.
  public mutating func apply(_ event: DutyItemListed) {
    items[event.listItem, default: Standing()].replace(
      with: DutyItem(
        list: event.list, leads: event.lead, supporters: event.supporter, places: event.town),
      from: event.effectiveFrom)
    versions[event.listItem] = max(versions[event.listItem] ?? 0, event.itemVersion)
  }

  /// An item is taken off its list.
  public mutating func apply(_ event: DutyItemRemoved) {
    items[event.listItem, default: Standing()].replace(with: nil, from: event.effectiveFrom)
  }
}

/// An item of a duty list as the rules see it.
public struct DutyItem: Hashable, Sendable {
  /// On which of the five lists it stands.
  public var list: DutyItemListed.List
  /// Who leads 主体责任.
  public var leads: [ObjectName]
  /// Who supports 配合责任.
  public var supporters: [ObjectName]
  /// The towns or villages that it binds; none means all towns.
  public var places: [ObjectName]

  /// Whether it binds that town.
  public func binds(_ town: ObjectName) -> Bool { places.isEmpty || places.contains(town) }

  /// Whether it is of the village's own list 村级清单: it names the village (I-38).
  public func isOwn(of village: ObjectName) -> Bool {
    list != .takenBack && places.contains(village)
  }
}
