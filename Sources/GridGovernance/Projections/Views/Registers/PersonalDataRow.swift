// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Whose data, and in which event.
public struct PersonalDataKey: TableKey {
  /// A person, under a pseudonym; for what nobody's name is on, the ticket whose key seals it.
  public var subject: ObjectID
  /// The event.
  public var position: Position

  public init(subject: ObjectID, position: Position) {
    self.subject = subject
    self.position = position
  }
}

/// One event that holds data of a person; see ``PersonalDataRegister``.
public struct PersonalDataRow: TableRow {
  public var event: EventType
  /// The stream of the event: a ticket, a case, the person.
  public var stream: ObjectID
  public var occurred: Instant
  /// In which roles the event names the person; `new` for whom a correction puts in place.
  public var roles: [String]?
  /// The sealed fields under this subject's key.
  public var sealed: [String]?
  /// For what they may be opened.
  public var purposes: [String]?
  /// At the asked moment: whether processing is restricted 限制处理.
  public var restricted: Bool?
  /// At the asked moment: whether a hold 保存冻结 covers it.
  public var hold: Bool?
  /// At the asked moment: whether its sealed fields are erased 已删除.
  public var erased: Bool?
  /// At the asked moment: the last day on which it is kept, where a restriction says so.
  public var retainUntil: CivilDate?
  /// At the asked moment: whether that day is over.
  public var retentionReached: Bool?
}

/// A person, or a ticket whose key seals what nobody's name is on; see ``PersonalDataRegister``.
public struct PersonalDataSubject: TableRow {
  /// Events that hold data of the subject.
  public var events = 0
  /// Of them those with sealed fields.
  public var sealedEvents = 0
  /// Every erasure, in log order.
  public var erasures: [DataErasure]?
  /// Every restriction that was not annulled, in log order.
  public var restrictions: [DataRestriction]?
  /// Every hold that was not annulled, in log order.
  public var holds: [DataHold]?
  /// At the asked moment: whether a restriction stands.
  public var restricted: Bool?
  /// At the asked moment: whether anything is erased.
  public var erased: Bool?
  /// At the asked moment: whether a hold covers the subject.
  public var hold: Bool?
  /// At the asked moment: the latest last day of its restrictions.
  public var retainUntil: CivilDate?
  /// At the asked moment: whether that day is over.
  public var retentionReached: Bool?

  public init() {}
}

/// An erasure 删除: the key of these fields is destroyed, for good.
public struct DataErasure: Codable, Hashable, Sendable {
  /// What was sealed before it cannot be opened any more.
  public var position: Position
  /// Codes of fields or purposes; none: all.
  public var fields: [String]
  public var ground: String
}

/// A restriction 限制处理 of the use of a person's data.
public struct DataRestriction: Codable, Hashable, Sendable {
  public var id: EventID
  /// Codes of fields or purposes; none: all.
  public var fields: [String]
  public var ground: String
  /// The last day on which it is kept.
  public var retainUntil: CivilDate?
}

/// A hold 保存冻结: nothing is destroyed while it lasts.
public struct DataHold: Codable, Hashable, Sendable {
  public var id: EventID
  public var ground: String
  public var from: CivilDate
  /// The first day on which it holds no more; absent while no end is known.
  public var until: CivilDate?

  func holds(on day: CivilDate) -> Bool { DaySpan(from: from, until: until).contains(day) }
}
