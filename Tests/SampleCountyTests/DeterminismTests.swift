// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import SampleCounty
import Testing

@Suite struct DeterminismTests {
  /// Records of seed 7 with the least number of events. Whoever changes the sample changes it.
  private static let golden =
    "b26981cd94a5b25ce2b542e56c58466afa19103fec7b2036a77284f751cb686a"

  @Test func `the same seed gives the same bytes on every machine`() throws {
    let first = try SampleLog(seed: 7, events: 7_500)
    let second = try SampleLog(seed: 7, events: 7_500)
    let digest = try first.digest()
    #expect(digest == DeterminismTests.golden)
    #expect(try second.digest() == digest)
    #expect(first.log.identity == second.log.identity)
  }

  @Test func `another seed is another county of the same places`() throws {
    let one = try SampleLog(seed: 1, events: 7_500)
    let two = try SampleLog(seed: 2, events: 7_500)
    #expect(try one.digest() != two.digest())
    #expect(one.log.identity.id != two.log.identity.id)
    let ids = Set(try one.log.events().map(\.content.id))
    #expect(try two.log.events().allSatisfy { !ids.contains($0.content.id) })
    #expect(one.summary.grids == two.summary.grids)
  }

  @Test func `a smaller county is the beginning of a larger one`() throws {
    let month = try SampleMonth.get().events
    let small = try SampleLog(seed: 7, events: 10_000).log.events()
    #expect(small == Array(month.prefix(small.count)))
  }

  @Test(arguments: [(1, 7_500), (7_500, 7_500), (8_321, 8_321)])
  func `as many events as asked for, and no more than the last append brings`(
    asked: Int, least: Int
  ) throws {
    let directory = TemporaryDirectory("sample")
    var told: [(Int, Int)] = []
    let (log, summary) = try SampleCounty.create(
      at: directory.path(of: "sample.gridlog"), seed: 11, events: asked
    ) { told.append(($0, $1)) }
    #expect(try log.head == Position(UInt64(summary.events)))
    #expect((least..<least + 60).contains(summary.events))
    #expect(told.map(\.0) == told.map(\.0).sorted())
    #expect(told.last.map { $0 == (summary.events, summary.events) } == true)
  }
}
