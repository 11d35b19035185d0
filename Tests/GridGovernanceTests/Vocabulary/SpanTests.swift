// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Runs of days and what stands on them: the edges.
@Suite struct SpanTests {
  @Test func `a span named by its last day has that day and not the next`() {
    let span = DaySpan(from: "2021-02-01", through: "2021-02-28")
    #expect(span.contains("2021-02-01") && span.contains("2021-02-28"))
    #expect(!span.contains("2021-01-31") && !span.contains("2021-03-01"))
    #expect(span.reaches("2021-01-01") && span.reaches("2021-02-28"))
    #expect(!span.reaches("2021-03-01"))
    #expect(DaySpan(from: "2021-02-01").reaches("9999-12-31"))
  }

  @Test func `spans that only touch have no day in common, and an empty one has none at all`() {
    let first = DaySpan(from: "2021-02-01", until: "2021-03-01")
    #expect(!first.overlaps(DaySpan(from: "2021-03-01")))
    #expect(first.overlaps(DaySpan(from: "2021-02-28")))
    #expect(first.overlaps(DaySpan(from: "2020-01-01", until: "2021-02-02")))
    #expect(!first.overlaps(DaySpan(from: "2020-01-01", until: "2021-02-01")))
    let empty = DaySpan(from: "2021-02-10", until: "2021-02-10")
    #expect(empty.isEmpty && !first.overlaps(empty) && !empty.reaches("2021-01-01"))
  }

  @Test func `a span that ends earlier already is not made longer`() {
    var span = DaySpan(from: "2021-02-01", until: "2021-03-01")
    span.end(on: "2021-04-01")
    #expect(span.until == "2021-03-01")
    span.end(on: "2021-02-15")
    #expect(span.until == "2021-02-15")
  }

  @Test func `what stands holds from its day to the next entry's, in whatever order it came`() {
    var standing = Standing<String>()
    standing.set("b", from: "2021-03-01")
    standing.set("a", from: "2021-01-01")
    standing.set(nil, from: "2021-05-01")
    standing.set("c", from: "2021-07-01")
    func value(_ day: CivilDate) -> String? { standing.value(on: day) }
    #expect(value("2020-12-31") == nil && value("2021-05-01") == nil)
    #expect(value("2021-02-28") == "a" && value("2021-03-01") == "b" && value("2021-07-01") == "c")
    #expect(standing.values(from: "2021-02-01") == ["a", "b", "c"])
    #expect(standing.change(after: "2021-03-01") == "2021-05-01")
    #expect(standing.since("2021-04-30") == "2021-01-01")
    #expect(standing.since("2021-05-01") == nil)
    #expect(standing.since("2021-08-01") == "2021-07-01")
    // Of one day, the later one counts; replacing takes back what was to come.
    standing.set("d", from: "2021-07-01")
    #expect(value("2021-07-01") == "d")
    standing.replace(with: "e", from: "2021-02-01")
    #expect(standing.values(from: "2021-01-01") == ["a", "e"])
  }
}
