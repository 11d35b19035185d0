// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 派驻安排: a department stations a body in towns (event 7).
public struct StationedBodyAssigned: Event {
  /// The public body.
  public var body: ObjectName
  /// The department that stations it.
  public var department: ObjectName
  /// The towns that it serves.
  public var town: [ObjectName]
  /// One share a town, in the order of `town`; together 1.
  public var shares: [Rational]?
  /// Where it works.
  public var place: Place
  /// What it offers there.
  public var serviceItem: [ObjectName]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate?

  public init(
    body: ObjectName, department: ObjectName, town: [ObjectName], shares: [Rational]? = nil,
    place: Place, serviceItem: [ObjectName] = [], effectiveFrom: CivilDate,
    effectiveTo: CivilDate? = nil
  ) {
    self.body = body
    self.department = department
    self.town = town
    self.shares = shares
    self.place = place
    self.serviceItem = serviceItem
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "StationedBodyAssigned", title: "派驻安排 a department stations a body in towns", stream: .body,
    [
      .reference("body", .body),
      .reference("department", .body),
      .references("town", .division, optional: false),
      .init(Field.shares, "shares", .list(.rational), optional: true),
      .init(Field.place, "place", Place.type),
      .references("serviceItem", .power),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let shares = 1
    public static let place = 2
    public static let effectiveFrom = 3
    public static let effectiveTo = 4
  }

  /// Where a stationed body works.
  public enum Place: String, Enumeration {
    case serviceHall, ownSite
  }
}

/// 人员任职/调动: a person takes up or changes a post (event 8).
public struct PersonPosted: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// What changes.
  public var change: Change
  /// Which kind of staff (I-3).
  public var staffKind: StaffKind
  /// The public body.
  public var body: ObjectName
  /// Where the person works.
  public var place: ObjectName
  /// A code of the posts list.
  public var post: String
  /// A code of the post types.
  public var postType: String
  /// Whether the person works where posted.
  public var onPost: Bool
  /// Where the person belongs, if posted elsewhere.
  public var homeBody: ObjectName?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    person: ObjectName, change: Change, staffKind: StaffKind, body: ObjectName, place: ObjectName,
    post: String, postType: String, onPost: Bool, homeBody: ObjectName? = nil,
    effectiveFrom: CivilDate
  ) {
    self.person = person
    self.change = change
    self.staffKind = staffKind
    self.body = body
    self.place = place
    self.post = post
    self.postType = postType
    self.onPost = onPost
    self.homeBody = homeBody
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "PersonPosted", title: "人员任职/调动 a person takes up or changes a post", stream: .person,
    [
      .reference("person", .person),
      .init(Field.change, "change", Change.type),
      .init(Field.staffKind, "staffKind", StaffKind.type),
      .reference("body", .body),
      .reference("place", .division),
      .init(Field.post, "post", .code),
      .init(Field.postType, "postType", .code),
      .init(Field.onPost, "onPost", .bool),
      .reference("homeBody", .body, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let change = 1
    public static let staffKind = 2
    public static let post = 3
    public static let postType = 4
    public static let onPost = 5
    public static let effectiveFrom = 6
  }

  /// What changes with a posting.
  public enum Change: String, Enumeration {
    case engaged, transferred, seconded, returned
  }
}

/// 人员离岗: a person leaves a post (event 9).
///
/// It ends PersonPosted.
public struct PersonLeft: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The reason, a code of the rule set.
  public var ground: String
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    person: ObjectName, body: ObjectName, ground: String, effectiveFrom: CivilDate
  ) {
    self.person = person
    self.body = body
    self.ground = ground
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "PersonLeft", title: "人员离岗 a person leaves a post", stream: .person,
    [
      .reference("person", .person),
      .reference("body", .body),
      .init(Field.ground, "ground", .code),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
    public static let effectiveFrom = 2
  }
}

/// 身份确定: a role is conferred on a person (event 10).
public struct RoleConferred: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// Which role.
  public var roleKind: PersonRole
  /// The division for which it holds.
  public var scope: ObjectName
  /// The levels that manage the holder.
  public var managedBy: [Level]
  /// The paper behind it.
  public var document: [ObjectName]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    person: ObjectName, roleKind: PersonRole, scope: ObjectName, managedBy: [Level] = [],
    document: [ObjectName] = [], effectiveFrom: CivilDate
  ) {
    self.person = person
    self.roleKind = roleKind
    self.scope = scope
    self.managedBy = managedBy.canonicalSet
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "RoleConferred", title: "身份确定 a role is conferred on a person", stream: .person,
    [
      .reference("person", .person),
      .init(Field.roleKind, "roleKind", PersonRole.type),
      .reference("scope", .division),
      .init(Field.managedBy, "managedBy", .set(Level.type)),
      .references("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let roleKind = 1
    public static let managedBy = 2
    public static let effectiveFrom = 3
  }
}

/// 身份解除: a role of a person ends (event 11).
///
/// It ends RoleConferred.
public struct RoleEnded: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// Which role.
  public var roleKind: PersonRole
  /// The division for which it holds.
  public var scope: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    person: ObjectName, roleKind: PersonRole, scope: ObjectName, effectiveFrom: CivilDate
  ) {
    self.person = person
    self.roleKind = roleKind
    self.scope = scope
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "RoleEnded", title: "身份解除 a role of a person ends", stream: .person,
    [
      .reference("person", .person),
      .init(Field.roleKind, "roleKind", PersonRole.type),
      .reference("scope", .division),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let roleKind = 1
    public static let effectiveFrom = 2
  }
}
