// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// The table of domain §3.2 against the domain's own text and against the decider.
@Suite(.enabled(if: SharedFiles.exists(DomainLine.file), "shared/domain/domain.md is missing"))
struct CaseTableTests {
  static let lines = DomainLine.table(0).filter {
    $0.event != .factCorrected && $0.event != .eventAnnulled
  }
  static let statuses: [CaseStatus?] = [nil] + CaseStatus.allCases.map { $0 }

  struct Pair: CustomTestStringConvertible, Sendable {
    let status: CaseStatus?
    let type: EventType
    var testDescription: String { "\(status?.rawValue ?? "start")+\(type)" }
    var name: String { status?.rawValue ?? "—" }
    var rule: String { "§3.2 \(testDescription)" }

    static let all: [Pair] = statuses.flatMap { status in
      CaseTable.table.types.map { Pair(status: status, type: $0) }
    }
  }

  @Test func `the table has the pairs of the text and no others`() {
    #expect(Self.lines.count >= 37)
    #expect(Set(Self.lines.map(\.event)) == Set(CaseTable.table.types))
    for pair in Pair.all {
      let isListed = Self.lines.contains { $0.event == pair.type && $0.from.contains(pair.name) }
      #expect(CaseTable.types(in: pair.status).contains(pair.type) == isListed, "\(pair)")
    }
  }

  @Test(arguments: Pair.all)
  func `a pair is allowed or refused as the table says`(pair: Pair) throws {
    for (command, variant) in CaseCommand.samples(of: pair.type) {
      let line = line(pair, variant)
      let outcomes = try attempt(command, pair, line)
      let first = outcomes.compactMap { try? $0.get() }.first
      guard let line else {
        #expect(first == nil, "\(command) is not in the table")
        for case .failure(let no) in outcomes {
          #expect([pair.rule, "I-21", "I-31"].contains(no.rule), "\(no)")
        }
        continue
      }
      let facts = try #require(first, "\(command): \(outcomes)")
      let before = try state(pair, line, suspended: pair.type == .clockResumed)
      let after = CaseDecider.evolve(before, with: facts[0])
      #expect(after.status == expected(line, pair), "\(command) leads to \(line.to)")
      #expect(!after.isAnomalous, "\(after.anomalies)")
    }
  }

  @Test func `every state is reached, and every open one leads to an end`() throws {
    for status in CaseStatus.allCases {
      #expect(try CaseStory.inStatus(status).state.status == status)
    }
    var ways: [CaseStatus: Set<CaseStatus>] = [:]
    for pair in Pair.all {
      guard let status = pair.status else { continue }
      for (command, variant) in CaseCommand.samples(of: pair.type) {
        guard let line = line(pair, variant) else { continue }
        let facts = try attempt(command, pair, line).compactMap { try? $0.get() }.first
        let before = try state(pair, line, suspended: pair.type == .clockResumed)
        guard let facts, let after = CaseDecider.evolve(before, with: facts[0]).status else {
          continue
        }
        ways[status, default: []].insert(after)
      }
    }
    for status in CaseStatus.allCases where !status.isTerminal {
      var reached: Set<CaseStatus> = [status]
      var front = reached
      while !front.isEmpty {
        front = Set(front.flatMap { ways[$0] ?? [] }).subtracting(reached)
        reached.formUnion(front)
      }
      #expect(reached.contains { $0.isTerminal }, "\(status) is a dead end")
    }
  }

  private func line(_ pair: Pair, _ variant: String) -> DomainLine? {
    let lines = Self.lines.filter { $0.event == pair.type && $0.from.contains(pair.name) }
    if pair.type == .caseTransferred {
      return lines.first { ($0.to == "transferred") == (variant == "outside") }
    }
    return lines.first { $0.variants.isEmpty || $0.variants.contains(variant) }
  }

  /// Agency, organ and summoned department try, in both procedures and with both outcomes.
  private func attempt(
    _ command: CaseCommand, _ pair: Pair, _ line: DomainLine?
  ) throws -> [Result<[CaseFact], Rejection>] {
    let state = try state(pair, line, suspended: pair.type == .clockResumed)
    // Art. 58 does not apply where no law in force has it.
    let law = line?.condition.contains("art. 58") ?? false ? ProcedureBook([Law.before]) : Law.all
    return [Town.bureau, Town.government, Town.department].map { body in
      let context = CaseContext.at("2021-09-01", body: body) { $0.procedures = law }
      do throws(Rejection) {
        return .success(try CaseDecider.decide(command, given: state, in: context))
      } catch {
        return .failure(error)
      }
    }
  }

  /// A case in that state for which the line's own condition holds.
  private func state(
    _ pair: Pair, _ line: DomainLine?, suspended: Bool
  ) throws -> CaseState {
    var state = try CaseStory.inStatus(pair.status).state.furnished(suspended: suspended)
    guard let condition = line?.condition else { return state }
    if condition.contains("outcome noPenalty or notProven"), !state.decisions.isEmpty {
      state.decisions[state.decisions.count - 1].outcome = .noPenalty
    }
    if condition.contains("simple"), state.status == .investigating {
      state.procedure = .simple
      state.partyKind = .entity
    }
    return state
  }

  private func expected(_ line: DomainLine, _ pair: Pair) -> CaseStatus? {
    if line.to.hasPrefix("unchanged") { return pair.status }
    return CaseStatus(rawValue: line.to)
  }
}
