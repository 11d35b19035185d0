// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// The blocks of cases and applications.
extension TownWorkload {
  static let caseTypes: Set<EventType> = [
    .inspectionRecorded, .clueClosed, .caseFiled, .caseTransferred, .caseClosed,
  ]
  static let applicationTypes: Set<EventType> = [
    .applicationReceived, .acceptanceDecided, .applicationDecided,
  ]

  // MARK: Cases

  func takeCase(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    switch event.type {
    case .caseFiled:
      guard let key = event.reference(.case), openCases[key] == nil,
        let body = event.reference(.actingBody)
      else { return }
      enter(key, places.town(ofBody: body, on: day), day) { $0.filed += 1 }
    case .caseTransferred:
      guard let key = event.reference(.case) else { return }
      let agency = event.reference(.agency)
      move(key, to: agency.flatMap { places.town(ofBody: $0, on: day) }, day)
    case .caseClosed:
      guard let key = event.reference(.case) else { return }
      leave(key, day) { $0.closed += 1 }
    case .inspectionRecorded: inspect(event)
    default: closeClue(event)
    }
  }

  private func enter(
    _ key: ObjectID, _ town: ObjectID?, _ day: CivilDate, _ count: (inout TownCases) -> Void
  ) {
    openCases[key] = OpenIn(town: town)
    guard let town else { return }
    caseChain.update(town, Month(day)) { row in
      count(&row)
      row.openAtEnd += 1
    }
  }

  private func leave(_ key: ObjectID, _ day: CivilDate, _ count: (inout TownCases) -> Void) {
    guard let town = openCases[key]?.town else { return }
    openCases[key] = OpenIn()
    caseChain.update(town, Month(day)) { row in
      count(&row)
      row.openAtEnd -= 1
    }
  }

  /// An agency of the same town takes over what is open there already.
  private func move(_ key: ObjectID, to town: ObjectID?, _ day: CivilDate) {
    guard town == nil || openCases[key]?.town != town else { return }
    leave(key, day) { $0.transferredOut += 1 }
    if town != nil { enter(key, town, day) { $0.transferredIn += 1 } }
  }

  private func inspect(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    guard let key = event.reference(.inspection), let division = event.reference(.division),
      let town = places.town(of: division, on: day)
    else { return }
    inspected[key] = OpenIn(town: town)
    let isClue =
      event.enumeration(InspectionRecorded.Field.result) == InspectionRecorded.Result.clue.number
    caseChain.update(town, Month(day)) { row in
      row.inspections += 1
      if isClue { row.clues += 1 }
    }
  }

  private func closeClue(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let key = event.reference(.inspection), let town = inspected[key]?.town else { return }
    caseChain.update(town, Month(event.occurredOn)) { $0.cluesClosed += 1 }
  }

  // MARK: Applications

  func takeApplication(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let key = event.reference(.application) else { return }
    let month = Month(event.occurredOn)
    switch event.type {
    case .applicationReceived:
      guard openApplications[key] == nil else { return }
      let town = event.reference(.town)
      openApplications[key] = OpenIn(town: town)
      guard let town else { return }
      applicationChain.update(town, month) { row in
        row.received += 1
        row.openAtEnd += 1
      }
    case .acceptanceDecided: accept(key, event, month)
    default: decide(key, event, month)
    }
  }

  private func accept(
    _ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>, _ month: Month
  ) {
    guard let town = openApplications[key]?.town else { return }
    let result = event.enumeration(AcceptanceDecided.Field.result)
    let isAccepted = result == AcceptanceDecided.Result.accepted.number
    if !isAccepted { openApplications[key] = OpenIn() }
    applicationChain.update(town, month) { row in
      if isAccepted {
        row.accepted += 1
      } else {
        row.notAccepted += 1
        row.openAtEnd -= 1
      }
    }
  }

  private func decide(
    _ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>, _ month: Month
  ) {
    guard let town = openApplications[key]?.town,
      let result = event.enumeration(ApplicationDecided.Field.result).flatMap(
        ApplicationDecided.Result.init(number:))
    else { return }
    openApplications[key] = OpenIn()
    applicationChain.update(town, month) { row in
      switch result {
      case .granted: row.granted += 1
      case .refused: row.refused += 1
      case .withdrawn: row.withdrawn += 1
      }
      row.openAtEnd -= 1
    }
  }

  private var caseChain: MonthChain<TownCases> { MonthChain(rows: cases, lasts: caseMonths) }

  private var applicationChain: MonthChain<TownApplications> {
    MonthChain(rows: applications, lasts: applicationMonths)
  }
}
