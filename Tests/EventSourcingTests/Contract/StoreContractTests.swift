// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@Suite struct StoreContractTests {
  /// Also with index runs so short that a long history has several of them.
  @Test(arguments: StoreContract.checks.map(\.name), [nil, 512] as [UInt64?])
  func `the log keeps the contract`(check: String, runEvents: UInt64?) throws {
    let directory = TemporaryDirectory("contract")
    var count = 0
    let report = try StoreContract.run(StoreContract.checks.filter { $0.name == check }) {
      count += 1
      var options = EventLogOptions(catalogue: ContractEvents.catalogue)
      if let runEvents { options.runEvents = runEvents }
      return ContractLog(
        try EventLog.create(at: directory.path(of: "\(count).gridlog"), options: options))
    }
    #expect(report.outcomes.count == 1)
    report.expectKept()
  }

  @Test func `a store in memory that follows the rules keeps the contract`() {
    StoreContract.run { FaultyStore(nil) }.expectKept()
  }

  /// The suite must be able to fail: each fault that a store may have is caught by a check.
  @Test(arguments: FaultyStore.Fault.allCases)
  func `a store with a fault breaks the contract`(fault: FaultyStore.Fault) throws {
    // Faults of threads are found when threads meet, which a busy machine may put off.
    let rounds = (0..<20).lazy.flatMap { _ in StoreContract.checks }
    let failure = rounds.compactMap { $0.failure(of: FaultyStore(fault)) }.first
    let words = try #require(failure, "nothing caught \(fault)")
    #expect(words.hasPrefix("given ") && words.contains("; then "), "\(fault): \(words)")
  }

  @Test func `a broken rule is told as given, when and then`() throws {
    let checks = StoreContract.checks.filter {
      $0.name == "an append whose query means an event behind the position is refused"
    }
    let report = StoreContract.run(checks) { FaultyStore(.ignoresCondition) }
    #expect(
      report.failures.map(\.failure) == [
        "given events opened 1, opened 2, opened 1+2, changed 1+2+3, closed without tags; "
          + "when an event is appended if there is no tag=tag/1 after #3; "
          + "then refused by its condition, not appended at [#6]"
      ])
  }
}
