// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the ticket rules read from outside the ticket's stream, as plain values.
public struct TicketContext: Hashable, Sendable {
  /// The ticket.
  public var ticket: ObjectName
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// The id of the command: a refusal that is kept is known by it, so that a retry counts once.
  public var commandID: EventID
  /// Who acts.
  public var actor: TicketActor
  /// The rule sets in force.
  public var rules: TicketRules
  /// The unit that a dispatch or redirect names.
  public var unit: TicketUnit?
  /// What allows a push to that unit (I-17), on this day.
  public var push: PushGrounds
  /// The ticket that a merge names, or into which this one was merged.
  public var survivor: TicketSurvivor?
  /// When the top hop's return window ends by the clock (K12); `nil`: it does not.
  public var returnWindowEnds: Instant?
  /// When the top hop's work is due; `nil`: it has no limit.
  public var handleDue: Instant?

  public init(
    ticket: ObjectName, now: Instant, zone: BusinessZone = .shanghai, commandID: EventID,
    actor: TicketActor, rules: TicketRules = TicketRules(), unit: TicketUnit? = nil,
    push: PushGrounds = PushGrounds(), survivor: TicketSurvivor? = nil,
    returnWindowEnds: Instant? = nil, handleDue: Instant? = nil
  ) {
    self.ticket = ticket
    self.now = now
    self.zone = zone
    self.commandID = commandID
    self.actor = actor
    self.rules = rules
    self.unit = unit
    self.push = push
    self.survivor = survivor
    self.returnWindowEnds = returnWindowEnds
    self.handleDue = handleDue
  }
}

/// Who acts: the body, and the person with the roles held on that day.
public struct TicketActor: Hashable, Sendable {
  /// The public body.
  public var body: ObjectName
  /// Which of the kinds.
  public var kind: BodyKind
  /// The level.
  public var level: Level
  /// The person, under a pseudonym.
  public var person: ObjectName?
  /// Roles that the person holds for the body's division on that day, or covers by AB (I-37).
  public var roles: Set<PersonRole>
  /// Whether the ticket's division lies in the body's own.
  public var covers: Bool

  public init(
    body: ObjectName, kind: BodyKind, level: Level, person: ObjectName? = nil,
    roles: Set<PersonRole> = [], covers: Bool = true
  ) {
    self.body = body
    self.kind = kind
    self.level = level
    self.person = person
    self.roles = roles
    self.covers = covers
  }

  /// Whether it is a station or a centre: V, T or C of domain §2.2.
  public var isCentre: Bool { kind == .station || kind == .centre }
}

/// The unit to which a ticket is to go.
public struct TicketUnit: Hashable, Sendable {
  /// The public body.
  public var body: ObjectName
  /// Which of the kinds.
  public var kind: BodyKind
  /// The level.
  public var level: Level
  /// The town it belongs to; `nil` for a body of the county.
  public var town: ObjectName?
  /// Whether it lies in the acting body's own division.
  public var isInActorsArea: Bool

  public init(
    body: ObjectName, kind: BodyKind, level: Level, town: ObjectName? = nil,
    isInActorsArea: Bool = true
  ) {
    self.body = body
    self.kind = kind
    self.level = level
    self.town = town
    self.isInActorsArea = isInActorsArea
  }
}

/// What is live on that day for the work and the town that a dispatch names (I-17, I-38).
public struct PushGrounds: Hashable, Sendable {
  /// A list item gives the town a duty of that kind.
  public var listItem: Bool
  /// A power is devolved to the town.
  public var power: Bool
  /// The town's powers-and-duties or basic-duty list has it.
  public var ownDuty: Bool
  /// An admission allows it.
  public var admission: Bool
  /// A live `takenBack` list has the item: then nothing else counts.
  public var takenBack: Bool
  /// The village's own list has it.
  public var villageItem: Bool

  public init(
    listItem: Bool = false, power: Bool = false, ownDuty: Bool = false, admission: Bool = false,
    takenBack: Bool = false, villageItem: Bool = false
  ) {
    self.listItem = listItem
    self.power = power
    self.ownDuty = ownDuty
    self.admission = admission
    self.takenBack = takenBack
    self.villageItem = villageItem
  }
}

/// The ticket that lives on after a merge.
public struct TicketSurvivor: Hashable, Sendable {
  /// The ticket.
  public var ticket: ObjectName
  /// Its state; `nil` if there is no such ticket.
  public var status: TicketStatus?
  /// Into what it was merged itself, step by step; empty if it was not.
  public var chain: [ObjectName]
  /// The state of the last of the chain, or its own.
  public var lastStatus: TicketStatus?

  public init(
    ticket: ObjectName, status: TicketStatus?, chain: [ObjectName] = [],
    lastStatus: TicketStatus? = nil
  ) {
    self.ticket = ticket
    self.status = status
    self.chain = chain
    self.lastStatus = lastStatus ?? status
  }
}

/// The rule sets in force that tickets depend on.
public struct TicketRules: Hashable, Sendable {
  /// The origin list; `nil` if none is in force.
  public var origins: [OriginRule]?
  /// The catalogue of matters.
  public var categories: [CategoryRule]
  /// What the county chose.
  public var policies: TicketPolicies
  /// Whether more time may be granted after the deadline (K9).
  public var lateGrant: Bool

  public init(
    origins: [OriginRule]? = nil, categories: [CategoryRule] = [],
    policies: TicketPolicies = TicketPolicies(), lateGrant: Bool = false
  ) {
    self.origins = origins
    self.categories = categories
    self.policies = policies
    self.lateGrant = lateGrant
  }

  /// Whether work of that category is inspected before closing; yes where no rule says no.
  public func isCheckRequired(_ category: ObjectName?) -> Bool {
    guard let category else { return true }
    return categories.first { $0.code == category.key }?.checkRequired ?? true
  }
}
