// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// The table of domain §3.3 against the domain's own text and against the decider.
@Suite(.enabled(if: SharedFiles.exists(DomainLine.file), "shared/domain/domain.md is missing"))
struct ApplicationTableTests {
  static let lines = DomainLine.table(1).filter {
    $0.event != .factCorrected && $0.event != .eventAnnulled
  }
  static let statuses: [ApplicationStatus?] = [nil] + ApplicationStatus.allCases.map { $0 }

  struct Pair: CustomTestStringConvertible, Sendable {
    let status: ApplicationStatus?
    let type: EventType
    var testDescription: String { "\(status?.rawValue ?? "start")+\(type)" }
    var rule: String { "§3.3 \(testDescription)" }

    var lines: [DomainLine] {
      ApplicationTableTests.lines.filter { line in
        line.event == type
          && (line.from.contains(status?.rawValue ?? "—")
            || line.from == ["any"] && status != nil)
      }
    }

    func line(_ variant: String) -> DomainLine? {
      lines.first { $0.variants.isEmpty || $0.variants.contains(variant) }
    }

    static let all: [Pair] = statuses.flatMap { status in
      ApplicationTable.table.types.map { Pair(status: status, type: $0) }
    }
  }

  @Test func `the table has the pairs of the text and no others`() {
    #expect(Self.lines.count >= 14)
    #expect(Set(Self.lines.map(\.event)) == Set(ApplicationTable.table.types))
    for pair in Pair.all {
      #expect(
        ApplicationTable.types(in: pair.status).contains(pair.type) == !pair.lines.isEmpty,
        "\(pair)")
    }
  }

  @Test(arguments: Pair.all)
  func `a pair is allowed or refused as the table says`(pair: Pair) throws {
    for (command, variant) in ApplicationCommand.samples(of: pair.type) {
      let before = try ApplicationStory.inStatus(pair.status).state
        .furnished(suspended: pair.type == .clockResumed)
      // From received only when deemed accepted: five working days later.
      let isSilent = pair.status == .received && pair.type == .applicationDecided
      let outcome = ApplicationSpecification.given(state: before)
        .when(command, in: .at(isSilent ? "2021-08-10" : "2021-08-06"))
      guard let line = pair.line(variant) else {
        outcome.thenRejected { $0.rule == pair.rule }
        continue
      }
      outcome.thenState { after in
        let expected = line.to.hasPrefix("unchanged") ? pair.status : status(line.to)
        return after.status == expected && !after.isAnomalous
      }
    }
  }

  @Test func `every state is reached, and every open one leads to an end`() throws {
    for status in ApplicationStatus.allCases {
      #expect(try ApplicationStory.inStatus(status).state.status == status)
    }
    var ways: [ApplicationStatus: Set<ApplicationStatus>] = [:]
    for line in Self.lines {
      for from in line.from.compactMap(ApplicationStatus.init(rawValue:)) {
        if let to = status(line.to) { ways[from, default: []].insert(to) }
      }
    }
    for status in ApplicationStatus.allCases where !status.isTerminal {
      var reached: Set<ApplicationStatus> = [status]
      var front = reached
      while !front.isEmpty {
        front = Set(front.flatMap { ways[$0] ?? [] }).subtracting(reached)
        reached.formUnion(front)
      }
      #expect(reached.contains { $0.isTerminal }, "\(status) is a dead end")
    }
  }

  /// The text marks ends with a star.
  private func status(_ text: String) -> ApplicationStatus? {
    ApplicationStatus(rawValue: text.filter { $0 != "★" })
  }
}
