// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What decisions of the registers are decided by: an append holds only if none of it has changed
// meanwhile. Whatever names one of these things in one of these roles, and any repair of it.
extension Query.Item {
  /// Events of these types that name the object in that role, and repairs of such.
  static func naming(
    _ object: ObjectName, as role: Role, in types: EventType...
  ) -> Query.Item {
    Query.Item(
      types: Set(types).union([.factCorrected, .eventAnnulled]),
      references: [Reference(role, object)])
  }

  /// Whether the division stands, and where.
  static func division(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .division, in: .divisionRegistered, .divisionAbolished)
  }

  /// Whether the body stands, and where.
  static func body(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .body, in: .bodyRegistered, .bodyAbolished)
  }

  /// Whether the power is live, and where.
  static func power(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .power, in: .powerDevolved, .powerWithdrawn)
  }

  /// What the list item says.
  static func listItem(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .listItem, in: .dutyItemListed, .dutyItemRemoved)
  }

  /// How the admission was decided.
  static func admission(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .admission, in: .taskAdmissionRequested, .taskAdmissionDecided)
  }

  /// Where the person works.
  static func post(_ person: ObjectName) -> Query.Item {
    .naming(person, as: .person, in: .personPosted, .personLeft)
  }

  /// Where the body is stationed.
  static func stationing(_ body: ObjectName) -> Query.Item {
    .naming(body, as: .body, in: .stationedBodyAssigned)
  }

  /// How the certificate stands.
  static func certificate(_ name: ObjectName) -> Query.Item {
    .naming(name, as: .certificate, in: .certificateIssued, .certificateInvalidated)
  }

  /// Who is on the grid.
  static func forces(_ grid: ObjectName) -> Query.Item {
    .naming(grid, as: .grid, in: .gridStaffed, .gridReleased)
  }

  /// Whether the grid stands, and where.
  static func grid(_ name: ObjectName) -> [Query.Item] {
    [
      .naming(name, as: .grid, in: .gridDrawn, .gridRetired),
      .naming(name, as: .sourceGrid, in: .gridRedrawn),
      .naming(name, as: .targetGrid, in: .gridRedrawn),
    ]
  }
}

extension OrganisationEvent {
  /// What a decision to record this is decided by.
  var readings: [Query.Item] {
    switch self {
    case .divisionRegistered(let event):
      var items = ([event.division] + event.predecessor).map(Query.Item.division)
      if let parent = event.parent { items.append(.division(parent)) }
      if event.statCode != nil { items.append(Query.Item(types: [.divisionRegistered])) }
      return items
    case .divisionAbolished(let event):
      let name = event.division
      return event.successor.map(Query.Item.division) + [
        .naming(name, as: .division, in: .divisionRegistered, .divisionAbolished, .bodyRegistered),
        .naming(name, as: .parent, in: .divisionRegistered),
        .naming(name, as: .scope, in: .roleConferred),
        .naming(name, as: .town, in: .stationedBodyAssigned, .powerDevolved),
        .naming(name, as: .village, in: .gridDrawn),
      ]
    case .divisionMeasured(let event): return [.division(event.division)]
    case .bodyRegistered(let event):
      let bodies = [event.body] + event.predecessor + (event.superior.map { [$0] } ?? [])
      return bodies.map(Query.Item.body) + [.division(event.division)]
    case .bodyAbolished(let event):
      let name = event.body
      return event.successor.map(Query.Item.body) + [
        .naming(name, as: .body, in: .bodyRegistered, .bodyAbolished, .personPosted),
        .naming(name, as: .superior, in: .bodyRegistered),
        .naming(name, as: .department, in: .stationedBodyAssigned),
      ]
    case .establishmentSet(let event): return [.body(event.body)]
    case .stationed(let event):
      return event.town.map(Query.Item.division)
        + [.body(event.body), .body(event.department), .stationing(event.body)]
    case .institutionChecked(let event):
      return [.body(event.body), .stationing(event.body), .division(event.town)]
    case .opinionGiven(let event):
      return [.body(event.body), .stationing(event.body), .division(event.town)]
    case .partyDutiesListed(let event): return [.division(event.division)]
    default: return peopleReadings
    }
  }

  private var peopleReadings: [Query.Item] {
    switch self {
    case .posted(let event):
      let bodies = [event.body] + (event.homeBody.map { [$0] } ?? [])
      return bodies.map(Query.Item.body) + [.post(event.person), .division(event.place)]
    case .left(let event): return [.post(event.person)]
    case .roleConferred(let event):
      return [
        .division(event.scope),
        .naming(event.scope, as: .scope, in: .roleConferred, .roleEnded),
      ]
    case .roleEnded(let event):
      return [.naming(event.scope, as: .scope, in: .roleConferred, .roleEnded)]
    case .absent(let event):
      return [
        .post(event.person), .naming(event.person, as: .person, in: .absenceRecorded),
      ]
    case .covered(let event):
      return [
        .post(event.person), .post(event.covered),
        .naming(event.person, as: .person, in: .absenceRecorded),
        .naming(event.covered, as: .covered, in: .abCoverDeclared),
      ]
    case .trained(let event):
      return event.town.map(Query.Item.division) + [.body(event.trainer)]
    case .certificateIssued(let event): return [.certificate(event.certificate)]
    case .certificateInvalidated(let event): return [.certificate(event.certificate)]
    default: return []
    }
  }
}

extension GridEvent {
  /// What a decision to record this is decided by.
  var readings: [Query.Item] {
    switch self {
    case .drawn(let event):
      Query.Item.grid(event.grid)
        + [.division(event.village), Query.Item(types: [.ruleSetPublished])]
    case .redrawn(let event):
      (event.sourceGrid + event.targetGrid).flatMap(Query.Item.grid)
        + event.sourceGrid.map(Query.Item.forces)
    case .retired(let event): Query.Item.grid(event.grid) + [.forces(event.grid)]
    case .staffed(let event):
      Query.Item.grid(event.grid) + [.forces(event.grid)]
        + (event.team.map { [.body($0)] } ?? [])
    case .released(let event): [.forces(event.grid)]
    case .patrolled(let event): Query.Item.grid(event.grid) + [.forces(event.grid)]
    }
  }
}

extension ListsEvent {
  /// What a decision to record this is decided by.
  var readings: [Query.Item] {
    switch self {
    case .itemListed(let event):
      (event.lead + event.supporter + event.guide + event.supervisor).map(Query.Item.body)
        + event.town.map(Query.Item.division) + [.listItem(event.listItem)]
    case .itemRemoved(let event): [.listItem(event.listItem)]
    case .powerDevolved(let event):
      [event.transferor, event.supervisor, event.approver, event.decidedBy]
        .compactMap { $0.map(Query.Item.body) }
        + event.town.map(Query.Item.division) + [.power(event.power)]
    case .powerReviewed(let event): [.power(event.power), .division(event.town)]
    case .powerWithdrawn(let event):
      event.town.map(Query.Item.division) + [.power(event.power), .body(event.decidedBy)]
    case .admissionRequested(let event):
      event.town.map(Query.Item.division)
        + [.admission(event.admission), .body(event.department)]
    case .admissionDecided(let event): [.admission(event.admission), .body(event.decidedBy)]
    case .admissionFulfilled(let event): [.admission(event.admission)]
    }
  }
}
