// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What of the lists, powers and admissions lets work come to a town or a village (I-17, I-38),
/// as known now and in force on the day of the dispatch.
struct PushGate {
  let order: DispatchOrder
  /// The list items under which the work falls, the one that counts first: that of the dispatch,
  /// of the registration, of the category.
  let items: [ObjectName]
  /// The duty as registered; `nil`: either.
  let duty: TicketRegistered.Duty?
  let lists: ListsState
  let register: CountyRegister
  let day: CivilDate

  /// What is live for that unit.
  func grounds(for unit: TicketUnit) -> PushGrounds {
    var grounds = PushGrounds()
    let place = register.bodies.body(unit.body, on: day)?.division
    if let place, unit.level == .village {
      grounds.villageItem = order.listItem.flatMap(item)?.isOwn(of: place) ?? false
    }
    guard let town = unit.town else { return grounds }
    func binds(_ item: DutyItem) -> Bool {
      item.binds(town) || place.map(item.places.contains) ?? false
    }
    grounds.takenBack = items.compactMap(item).contains { $0.list == .takenBack && binds($0) }
    if let item = items.first.flatMap(item), binds(item) {
      grounds.listItem = gives(item, to: town)
      grounds.ownDuty = item.list == .powersAndDuties || item.list == .basicDuty
    }
    if let power = order.power {
      grounds.power = lists.powers.live(power, for: town, on: day) != nil
    }
    if let admission = order.admission, let department = order.onBehalfOf {
      grounds.admission =
        lists.admissions.live(admission, of: department, for: town, on: day) != nil
    }
    return grounds
  }

  /// What a dispatch through the gate is decided by, besides the county's register.
  var readings: [Query.Item] {
    items.map(Query.Item.listItem) + (order.power.map { [.power($0)] } ?? [])
      + (order.admission.map { [.admission($0)] } ?? [])
  }

  private func item(_ name: ObjectName) -> DutyItem? { lists.duties.item(name, on: day) }

  /// A shared item gives a town the duty of its bodies that lead or support; the list of supporting
  /// duties gives it the support.
  private func gives(_ item: DutyItem, to town: ObjectName) -> Bool {
    switch item.list {
    case .sharedResponsibility:
      let leads = duty != .support && item.leads.contains { isOwn($0, of: town) }
      return leads || duty != .lead && item.supporters.contains { isOwn($0, of: town) }
    case .supportDuty: return duty != .lead
    case .powersAndDuties, .basicDuty, .takenBack: return false
    }
  }

  /// A stationed body is its department's, wherever it sits.
  private func isOwn(_ body: ObjectName, of town: ObjectName) -> Bool {
    register.bodies.body(body, on: day)?.kind != .stationedBody
      && register.town(ofBody: body, on: day) == town
  }
}

extension TicketRules {
  /// The duty list item under which a category falls, by itself or by the nearest class above.
  func listItem(of category: ObjectName?) -> ObjectName? {
    var code = category?.key
    for _ in 0..<8 {
      guard let current = code, let rule = categories.first(where: { $0.code == current }) else {
        return nil
      }
      if let item = rule.listItem { return ObjectName("listItem/\(item)") }
      code = rule.parent
    }
    return nil
  }
}
