// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import SampleCounty
import Testing

@Test func probe() throws {
  let directory = TemporaryDirectory("sample")
  let clock = ContinuousClock()
  let begin = clock.now
  let (log, summary) = try SampleCounty.create(
    at: directory.path(of: "a.gridlog"), seed: 7, events: 20_000)
  print(summary, clock.now - begin)
  var types: [String: Int] = [:]
  try log.forEach { event in
    types[event.content.type.name, default: 0] += 1
    return true
  }
  for (name, count) in types.sorted(by: { $0.value > $1.value }) { print(count, name) }
}
