// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// One cell of the table: 16 states × 38 types.
struct Pair: CustomTestStringConvertible, Sendable {
  let status: TicketStatus?
  let type: EventType

  static let all: [Pair] = ([nil] + TicketStatus.allCases.map { $0 }).flatMap { status in
    TicketEvent.types.map { Pair(status: status, type: $0) }
  }

  var testDescription: String { "\(status?.rawValue ?? "start")+\(type)" }
  var rule: String { "§2.2 \(testDescription)" }
}

@Suite(.enabled(if: SharedFiles.exists(TransitionLine.file), "shared/domain/transitions.tsv"))
struct TicketPairTests {
  @Test func `the table allows 189 of 608 pairs`() {
    #expect(Pair.all.count == 608)
    let listed = Pair.all.filter { pair in
      TransitionLine.all.contains { $0.event == pair.type && $0.from.contains(pair.status) }
    }
    #expect(listed.count == 189)
    for pair in Pair.all {
      let isListed = listed.contains { $0.status == pair.status && $0.type == pair.type }
      #expect(TicketTable.types(in: pair.status).contains(pair.type) == isListed, "\(pair)")
    }
  }

  @Test(arguments: Pair.all)
  func `a pair is allowed or refused as the table says`(pair: Pair) throws {
    for command in TicketCommand.samples(of: pair.type, in: pair.status) {
      let outcomes = try attempt(command, pair)
      let first = outcomes.compactMap { try? $0.get() }.first
      let line = TransitionLine.line(pair.type, command.variantNames, in: pair.status)
      guard line != nil || command.isCarriedOutAfterAnother(in: pair.status) else {
        // Refused for everybody, and by the table's own line.
        #expect(first == nil, "\(command) is not in the table")
        for case .failure(let rejection) in outcomes { #expect(rejection.rule == pair.rule) }
        continue
      }
      let facts = try #require(first, "\(command): \(outcomes)")
      let index = try #require(facts.firstIndex { $0.event.type == pair.type })
      #expect(TicketDecider.state(after: facts, from: try state(pair)).isAnomalous == false)
      guard let line, index == 0 else { continue }
      let after = TicketDecider.evolve(try state(pair), with: facts[0])
      #expect(after.status == expected(line, pair), "\(command) leads to \(line.to)")
    }
  }

  @Test func `every state is reached, and every open one leads to an end`() throws {
    var ways: [TicketStatus: Set<TicketStatus>] = [:]
    for status in TicketStatus.allCases {
      #expect(try Story.inStatus(status).state.status == status)
      for type in TicketTable.types(in: status) {
        let pair = Pair(status: status, type: type)
        for command in TicketCommand.samples(of: type, in: status) {
          for outcome in try attempt(command, pair) {
            guard let facts = try? outcome.get() else { continue }
            let after = TicketDecider.state(after: facts, from: try state(pair)).status
            if let after { ways[status, default: []].insert(after) }
          }
        }
      }
    }
    for status in TicketStatus.allCases where !status.isTerminal {
      var reached: Set<TicketStatus> = [status]
      var front = reached
      while !front.isEmpty {
        front = Set(front.flatMap { ways[$0] ?? [] }).subtracting(reached)
        reached.formUnion(front)
      }
      #expect(reached.contains { $0.isTerminal }, "\(status) is a dead end")
      #expect(reached.contains(.closed), "\(status) is never closed")
    }
  }

  /// Everybody tries; somebody must succeed where the table allows it.
  private func attempt(
    _ command: TicketCommand, _ pair: Pair
  ) throws -> [Result<[TicketFact], Rejection>] {
    let state = try state(pair)
    return TicketActor.everybody.flatMap { actor in
      [TicketUnit.station, .office, .town].map { unit in
        let context = TicketContext.acting(actor, on: unit) {
          $0.now = "2021-08-06T08:00:00+08:00"
          $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
          $0.rules.categories = [CategoryRule(code: "E01-01", name: "暴露垃圾")]
        }
        do throws(Rejection) {
          return .success(try TicketDecider.decide(command, given: state, in: context))
        } catch {
          return .failure(error)
        }
      }
    }
  }

  /// A ticket in that state that has everything an event might refer to.
  private func state(_ pair: Pair) throws -> TicketState {
    var state = try Story.inStatus(pair.status).state
    state.isSelfSolved = true
    state.isWithdrawn = true
    state.excludedFrom = ["closing"]
    state.checks = [
      TicketCheck(kind: .verify, assignee: "person/w"),
      TicketCheck(kind: .inspect, assignee: "person/w"),
    ]
    state.requests += RequestKind.allCases.map {
      TicketRequest(name: .open($0), kind: $0, hop: 1, made: TicketContext.start)
    }
    state.requests.append(
      TicketRequest(
        name: "request/granted", kind: .termination, hop: 1, made: TicketContext.start,
        outcome: .granted))
    state.supports = [
      TicketSupport(
        name: "support/1", caller: Body.town, lead: Body.station, allowsPartial: true,
        units: [TicketSupport.Unit(body: Body.office, progress: .called)])
    ]
    state.supervisions = [
      TicketSupervision(
        name: "supervision/1", handler: Body.station,
        issuedBy: TicketHolder(body: Body.town, level: .town), grade: .ordinary,
        isReplied: false, isLifted: false)
    ]
    return state
  }

  /// What the line's last column means for a ticket with one hop, reported and then merged.
  private func expected(_ line: TransitionLine, _ pair: Pair) -> TicketStatus? {
    switch line.to {
    case "unchanged": pair.status
    case "hop 1: registered; hop n > 1: handling (hop n−1)": .registered
    case "hop 1: checked; hop n > 1: handling (hop n−1)": .checked
    case "the state before the return (dispatched, handling)": .handling
    case "handling, round + 1", "handling (hop 1), round + 1": .handling
    case "by the reopening table": .handling
    case "the state before the referral (reported, accepted)": .reported
    case "reported (at the level above)": .reported
    case "former state; registered, if the survivor is closed and the former state came after it":
      .reported
    default: TicketStatus(rawValue: line.to)
    }
  }
}
