// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Laws of the three registers over histories that seeds decide.
@Suite struct RegisterLawTests {
  static let modules: [Module] = [.organisation, .grid, .lists]

  private func replayed(
    _ history: HistoryBuilder
  ) throws -> (OrganisationState, GridState, ListsState) {
    let types = Self.modules.flatMap(\.events).reduce(into: [EventType: any Event.Type]()) {
      $0[$1.type] = $1
    }
    var states = (OrganisationState(), GridState(), ListsState())
    for stored in history.events {
      guard let type = types[stored.content.type] else { continue }
      let event = try stored.decode(type)
      OrganisationEvent(event).map { states.0.apply($0) }
      GridEvent(event).map { states.1.apply($0) }
      ListsEvent(event).map { states.2.apply($0) }
    }
    return states
  }

  private func expectReplay(_ county: RandomRegisters, _ note: String) throws {
    let (organisation, grids, lists) = try replayed(county.history)
    #expect(organisation == county.organisation, "\(note)")
    #expect(grids == county.grids, "\(note)")
    #expect(lists == county.lists, "\(note)")
    let engine = ReplayEngine(county.history)
    #expect(try engine.replay(TownWorkload.self).quarantine.isEmpty, "\(note)")
    #expect(try engine.replay(TicketStatusView.self).quarantine.isEmpty, "\(note)")
  }

  @Test(arguments: modules, 1...40 as ClosedRange<UInt64>)
  func `a legal history never traps, and replays to the same registers`(
    module: Module, seed: UInt64
  ) throws {
    let county = RandomRegisters(seed: seed, steps: 300, mostly: module)
    try expectReplay(county, "module \(module), seed \(seed)")
    #expect(county.history.events.count > 40, "module \(module), seed \(seed)")
  }

  @Test(arguments: modules, 1...20 as ClosedRange<UInt64>)
  func `facts that no rule allows are kept, never trap, and replay as well`(
    module: Module, seed: UInt64
  ) throws {
    let county = RandomRegisters(seed: seed, steps: 300, mostly: module, wild: 40)
    try expectReplay(county, "wild, module \(module), seed \(seed)")
  }

  @Test(arguments: modules, [1, 2, 3] as [UInt64])
  func `a legal history has no flags, and an import that breaks rules has its own`(
    module: Module, seed: UInt64
  ) throws {
    func flags(wild: Int) throws -> [RegisterFlag] {
      let county = RandomRegisters(seed: seed, steps: 200, mostly: module, wild: wild)
      let place = try EmptyLog()
      try place.log.append(county.history.events.map { NewEvent($0) })
      return try County(place.log, scope: .county).registerFlags()
    }
    #expect(try flags(wild: 0).isEmpty, "module \(module), seed \(seed)")
    #expect(try flags(wild: 40).count > 5, "wild, module \(module), seed \(seed)")
  }

  @Test func `legal histories have every event of the three modules, and refusals`() {
    var types: Set<EventType> = []
    var refused = 0
    for module in Self.modules {
      for seed in 1...40 as ClosedRange<UInt64> {
        let county = RandomRegisters(seed: seed, steps: 300, mostly: module)
        types.formUnion(county.history.events.map(\.content.type))
        refused += county.refused
      }
    }
    let all = Set(Self.modules.flatMap(\.events).map { $0.type })
    #expect(all.subtracting(types).isEmpty)
    #expect(refused > 1000)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `in a legal history nobody is second where there is one, on any day`(seed: UInt64) {
    let county = RandomRegisters(seed: seed, steps: 400, mostly: .organisation)
    let divisions = [
      SmallCounty.town, SmallCounty.otherTown, SmallCounty.village, Registered.otherVillage,
    ]
    for offset in stride(from: 0, through: 600, by: 7) {
      let day = Registered.first.adding(days: offset)
      for (role, division) in divisions.flatMap({ division in
        [PersonRole.partyOrganiser, .gridLiaison].map { ($0, division) }
      }) {
        let holders = county.organisation.roles.holders(of: role, in: division, on: day)
        #expect(holders.count <= 1, "seed \(seed), \(division) on \(day)")
        let isVacant = county.organisation.vacancy(of: role, in: division, on: day) != nil
        let stands = county.organisation.divisions.division(division, on: day) != nil
        #expect(isVacant == (stands && holders.isEmpty), "seed \(seed), \(division) on \(day)")
      }
    }
  }
}
