// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

@testable import SampleCounty

extension LocalTime {
  fileprivate init(_ instant: Instant) {
    self.init(seconds: Int(instant.microseconds / 1_000_000) + 28_800)
  }
}

@Suite struct HistoryTests {
  @Test func `every event fits its schema and comes back typed`() throws {
    let sample = try SampleMonth.get()
    #expect(sample.events.count == sample.summary.events)
    #expect(sample.typed.count == sample.events.count)
    for (stored, event) in zip(sample.events, sample.typed) {
      #expect(type(of: event).schema.type == stored.content.type)
    }
  }

  @Test func `the summary counts what the log holds`() throws {
    let sample = try SampleMonth.get()
    let events = sample.events
    func count(_ type: EventType) -> Int { events.count { $0.content.type == type } }
    #expect(sample.summary.towns == 15)
    #expect(sample.summary.villages == 282)
    #expect(count(.divisionRegistered) == 1 + 15 + 282)
    #expect(count(.gridDrawn) == 874 + 53)
    let staffed = sample.typed.compactMap { $0 as? GridStaffed }
    #expect(staffed.count { $0.force == .worker } == sample.summary.grids)
    #expect(staffed.count { $0.force == .policeTeam } == 874)
    #expect(count(.incidentReported) == sample.summary.tickets)
    #expect(sample.summary.period.lowerBound == "2021-08-01")
    #expect((24...31).contains(sample.summary.days), "\(sample.summary)")
  }

  @Test func `nothing on the registers breaks a rule`() throws {
    let flags = try County(SampleMonth.get().log, scope: .county).registerFlags()
    #expect(flags.isEmpty, "\(flags.prefix(3))")
  }

  @Test func `no ticket takes a step that the state table does not have`() throws {
    for (name, facts) in try SampleMonth.get().tickets {
      let known = TicketDecider.state(afterRepairs: facts)
      #expect(known.anomalies.isEmpty, "\(name): \(known.anomalies)")
      // And in the order in which it happened: positions decide between acts of one moment.
      let order = facts.indices.sorted { (facts[$0].occurred, $0) < (facts[$1].occurred, $1) }
      let happened = TicketDecider.state(afterRepairs: order.map { facts[$0] })
      #expect(happened.anomalies.isEmpty, "\(name): \(happened.anomalies)")
      #expect(happened.status == known.status, "\(name)")
    }
  }

  @Test func `only the unit that has a ticket acts on it, and those above decide`() throws {
    for (name, facts) in try SampleMonth.get().tickets {
      var state = TicketDecider.initialState
      let annulled = facts.compactMap { fact in
        if case .annulled(let event) = fact.event { event.target } else { nil }
      }
      for fact in facts where !(fact.id.map(annulled.contains) ?? false) {
        switch fact.event {
        case .signedFor, .returned, .handlingProgressed, .reporterContacted, .handlingCompleted,
          .extensionRequested:
          #expect(fact.actor.body == state.unit, "\(name): \(fact.event.type)")
        case .inspected:
          let above = state.hops.filter { $0.ended == nil }.dropLast().last?.handler
          #expect(
            fact.actor.body == above ?? state.registeredBy?.body, "\(name): \(fact.event.type)")
        case .closed, .registered, .voided:
          #expect(fact.actor.person != nil, "\(name): \(fact.event.type)")
        default: break
        }
        state = TicketDecider.evolve(state, with: fact)
      }
    }
  }

  @Test func `acts marked for a role are done by who holds it`() throws {
    let sample = try SampleMonth.get()
    var holders: [PersonRole: Set<ObjectName>] = [:]
    for (stored, event) in zip(sample.events, sample.typed) {
      switch event {
      case let event as RoleConferred: holders[event.roleKind, default: []].insert(event.person)
      case is TicketRegistered, is TicketClosed, is TicketVoided:
        expect(stored, .dutyLeader, holders)
      case is TicketDispatched, is TicketRedirected: expect(stored, .dispatcher, holders)
      default: break
      }
    }
  }

  private func expect(
    _ stored: StoredEvent, _ role: PersonRole, _ holders: [PersonRole: Set<ObjectName>]
  ) {
    let actor = stored.content.actor
    // A village station has neither; its grid worker acts for his own grid.
    guard let body = actor.body, !body.key.hasSuffix("-gzz") else { return }
    let isHolder = actor.person.map { holders[role]?.contains($0) ?? false } ?? false
    #expect(isHolder, "\(stored.position) \(stored.content.type) by \(actor)")
  }

  @Test func `tickets come from all four sources, most from the grid`() throws {
    var origins: [String: Int] = [:]
    for (_, facts) in try SampleMonth.get().tickets {
      guard case .reported(let report)? = facts.first?.event else { continue }
      origins[report.origin, default: 0] += 1
    }
    let all = origins.values.reduce(0, +)
    let shares = [
      ("gridWorker", 53...63), ("public", 17...25), ("enforcementPatrol", 6...12),
      ("hotline", 6...12), ("above", 2...5),
    ]
    #expect(origins.count == shares.count)
    for (origin, range) in shares {
      let percent = (origins[origin] ?? 0) * 100 / all
      #expect(range.contains(percent), "\(origin): \(percent) %")
    }
  }

  @Test func `all ways of a ticket are gone`() throws {
    let tickets = try SampleMonth.get().tickets
    let types = Set(tickets.flatMap { $0.facts.map(\.event.type) })
    let never: Set<EventType> = [.ticketExclusionLifted]
    #expect(Set(TicketEvent.types).subtracting(types) == never)
    #expect(types.isSuperset(of: [.factCorrected, .eventAnnulled]))
    let states = tickets.map { TicketDecider.state(afterRepairs: $0.facts) }
    let seen = Set(states.compactMap(\.status))
    for status in TicketStatus.allCases where status != .returning {
      #expect(seen.contains(status), "no ticket is \(status) at the end")
    }
    #expect(states.contains { $0.legs.count + $0.hops.count > 2 })
    #expect(states.contains { $0.round > 1 })
    #expect(states.count { $0.status?.isTerminal == false } > 30)
  }

  @Test func `most work is done in time, and some is not`() throws {
    let clock = WorkClock()
    let minutes = Dictionary(
      uniqueKeysWithValues: CategoryTable.items.map { ($0.item.code, $0.item.minutes) })
    var done = 0
    var inTime = 0
    for (_, facts) in try SampleMonth.get().tickets {
      var category: String?
      var dispatched: Instant?
      for fact in facts {
        switch fact.event {
        case .registered(let event): category = event.category.key
        case .dispatched(let event) where event.hop == 1: dispatched = fact.occurred
        case .handlingCompleted(let event) where event.hop == 1:
          guard let start = dispatched, let limit = category.flatMap({ minutes[$0] }) else { break }
          let due = clock.advance(LocalTime(start), workingMinutes: limit)
          done += 1
          if LocalTime(fact.occurred) <= due { inTime += 1 }
          dispatched = nil
        default: break
        }
      }
    }
    #expect(done > 500)
    #expect((75...93).contains(inTime * 100 / done), "\(inTime) of \(done)")
  }

  @Test func `what was entered late differs from what had happened`() throws {
    let sample = try SampleMonth.get()
    let events = sample.events
    let late = events.filter {
      $0.recorded.microseconds(since: $0.content.occurred) > 3_600_000_000
    }
    #expect(late.count > 100)
    #expect(events.allSatisfy { $0.recorded >= $0.content.occurred })
    // A clock that went back is what the flag tells of; here it never does.
    #expect(events.allSatisfy { !$0.flags.contains(.clockClamped) })
    #expect(events.allSatisfy { $0.flags.contains(.clockInjected) })
    let days = sample.summary.period
    let zone = sample.log.identity.zone
    for event in events where event.content.stream.kind == .ticket {
      #expect(days.contains(zone.date(of: event.recorded)), "\(event.position)")
      #expect(days.contains(zone.date(of: event.content.occurred)), "\(event.position)")
    }
  }

  @Test func `the first quarter assessed gives the worked example its 88.75`() throws {
    let events = try SampleMonth.get().typed
    let published = events.compactMap { $0 as? AssessmentPublished }
    let final = published.filter { $0.subject == "body/321023-scjg-02" && $0.status == .final }
    #expect(final.map(\.value) == ["88.75"])
    #expect(published.contains { $0.value == nil })
    let refused = events.compactMap { $0 as? CommandRefused }
    let weight = try #require(refused.first { $0.rule == "I-18" })
    #expect(weight.values.contains(RefusedValue(name: "proposed", value: .rational("0.49"))))
  }

  @Test func `before the reform's report the county is complete, and no ticket is there`() throws {
    let sample = try SampleMonth.get()
    let before = sample.events.prefix { $0.recorded < "2021-03-05T00:00:00+08:00" }
    let staffed = sample.typed.prefix(before.count).compactMap { $0 as? GridStaffed }
    #expect(staffed.count { $0.force == .worker } == 927)
    #expect(before.allSatisfy { $0.content.stream.kind != .ticket })
    let kinds = sample.typed.prefix(before.count).compactMap { $0 as? BodyRegistered }
    #expect(kinds.count { $0.kind == .townOffice } == 14 * 9 + 4)
    #expect(kinds.count { $0.kind == .centre } == 16)
    #expect(kinds.count { $0.kind == .station } == 282)
  }

  @Test func `sealed words open, and no clear field holds them`() throws {
    let sample = try SampleMonth.get()
    let stored = try #require(
      sample.log.events(.types(.incidentReported), limit: 1).first)
    let report = try stored.decode(IncidentReported.self)
    #expect(try sample.log.open(report.text, for: "test").contains("问题"))
  }
}
