// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
public import Testing

/// The contract of a store whose appends are guarded by queries (dynamic consistency
/// boundaries), as named checks that any store can be held against.
///
/// Reads are filtered by type and reference; an append of several events is all or none; it is
/// refused if an event that the condition's query means was recorded behind a position. Beyond
/// that, as every log of ours: positions without gaps, and retries by id that are safe for ever.
public enum StoreContract {
  /// All checks, in the order in which they explain themselves best.
  public static let checks: [ContractCheck] =
    ContractCheck.reading + ContractCheck.conditions + ContractCheck.atOnce + ContractCheck.random

  /// Holds stores against the checks, each check with an empty store of its own.
  ///
  /// - Parameter makeStore: Makes an empty store; what it throws ends the run.
  public static func run(
    _ checks: [ContractCheck] = StoreContract.checks,
    on makeStore: () throws -> any ContractStore
  ) rethrows -> ContractReport {
    ContractReport(
      outcomes: try checks.map { check in
        ContractReport.Outcome(check: check.name, failure: check.failure(of: try makeStore()))
      })
  }
}

/// One rule that a store must keep.
public struct ContractCheck: Sendable {
  /// The rule as a sentence.
  public let name: String
  private let body: @Sendable (ContractScene) throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (ContractScene) throws -> Void) {
    self.name = name
    self.body = body
  }

  /// What the store does wrong, as given, when and then; `nil` if it keeps the rule.
  public func failure(of store: any ContractStore) -> String? {
    let scene = ContractScene(store)
    do {
      try body(scene)
      return nil
    } catch let breach as ContractScene.Breach {
      return breach.text
    } catch {
      return "given \(scene.given); then the store threw \(error)"
    }
  }
}

/// What came of holding a store against the contract.
public struct ContractReport: Sendable {
  /// One check and what came of it.
  public struct Outcome: Sendable {
    /// The rule as a sentence.
    public let check: String
    /// What was wrong, as given, when and then; `nil` if the rule was kept.
    public let failure: String?
  }

  /// In the order of the checks.
  public let outcomes: [Outcome]

  /// The rules that were broken.
  public var failures: [Outcome] { outcomes.filter { $0.failure != nil } }
  public var isKept: Bool { failures.isEmpty }

  /// Records an issue for each rule that was broken.
  public func expectKept(sourceLocation: SourceLocation = #_sourceLocation) {
    for outcome in failures {
      Issue.record(
        "\(outcome.check): \(outcome.failure ?? "")", sourceLocation: sourceLocation)
    }
  }
}
