// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 责任清单事项列入/修订: an item is put on a duty list or revised (event 28).
///
/// It replaces the earlier version of that item.
public struct DutyItemListed: Event {
  /// The item of the list.
  public var listItem: ObjectName
  /// Which of the five lists.
  public var list: List
  /// A code of the domains of the list.
  public var domain: String
  /// The words of the item.
  public var clause: String
  /// Who leads.
  public var lead: [ObjectName]
  /// Who supports.
  public var supporter: [ObjectName]
  /// Who guides.
  public var guide: [ObjectName]
  /// Who supervises.
  public var supervisor: [ObjectName]
  /// The towns that the item binds; none means all.
  public var town: [ObjectName]
  /// 1 for the first version of the item, then counted up.
  public var itemVersion: Int
  /// The paper behind it.
  public var document: ObjectName?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    listItem: ObjectName, list: List, domain: String, clause: String, lead: [ObjectName] = [],
    supporter: [ObjectName] = [], guide: [ObjectName] = [], supervisor: [ObjectName] = [],
    town: [ObjectName] = [], itemVersion: Int, document: ObjectName? = nil, effectiveFrom: CivilDate
  ) {
    self.listItem = listItem
    self.list = list
    self.domain = domain
    self.clause = clause
    self.lead = lead
    self.supporter = supporter
    self.guide = guide
    self.supervisor = supervisor
    self.town = town
    self.itemVersion = itemVersion
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "DutyItemListed", title: "责任清单事项列入/修订 an item is put on a duty list or revised",
    stream: .listItem,
    [
      .reference("listItem", .listItem),
      .init(Field.list, "list", List.type),
      .init(Field.domain, "domain", .code),
      .init(Field.clause, "clause", .text, harmless: "words of a published list"),
      .references("lead", .body),
      .references("supporter", .body),
      .references("guide", .body),
      .references("supervisor", .body),
      .references("town", .division),
      .init(Field.itemVersion, "itemVersion", .int),
      .reference("document", .document, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let list = 1
    public static let domain = 2
    public static let clause = 3
    public static let itemVersion = 4
    public static let effectiveFrom = 5
  }

  /// The five duty lists 五张清单.
  public enum List: String, Enumeration {
    case sharedResponsibility, powersAndDuties, basicDuty, supportDuty, takenBack
  }
}

/// 责任清单事项移出: an item is taken off a duty list (event 29).
///
/// It ends DutyItemListed.
public struct DutyItemRemoved: Event {
  /// The item of the list.
  public var listItem: ObjectName
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(listItem: ObjectName, document: ObjectName, effectiveFrom: CivilDate) {
    self.listItem = listItem
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "DutyItemRemoved", title: "责任清单事项移出 an item is taken off a duty list", stream: .listItem,
    [
      .reference("listItem", .listItem),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let effectiveFrom = 1
  }
}
