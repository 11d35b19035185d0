// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// What was once written is read for ever.
@Suite struct GoldenPayloadTests {
  private let golden = GoldenPayloads(Parcels.self)

  /// Version 1 of a sent parcel as the first program wrote it; worked out by hand: field 1 as a
  /// zigzag varint of 2, field 2 (version 2 only) the number of its name.
  private let sent = """
    ParcelSent\t1\tfull\tparcel=parcel/1 office=depot/1\t0804
    ParcelSent\t2\tfull\tparcel=parcel/1 depot=depot/1\t08041001

    """

  @Test func `bytes of both versions are read, written again alike, and lifted`() {
    let problems = golden.problems(sent).filter { !$0.hasSuffix("not frozen yet") }
    #expect(problems == [])
  }

  @Test func `versions without a frozen line are told, and completing adds only those`() throws {
    #expect(golden.problems(sent).contains("ParcelSent 1 least: not frozen yet"))
    let completed = try golden.completed(sent)
    #expect(golden.problems(completed) == [])
    for line in sent.split(separator: "\n") { #expect(completed.contains(line)) }
    #expect(try golden.completed(completed) == completed)
  }

  @Test(arguments: [
    ("ParcelSent\t3\tfull\tparcel=parcel/1\t", "the code no longer knows it"),
    ("ParcelSent\t2\tfull\tparcel=parcel/1 depot=depot/1\t0804", "speed"),
    ("ParcelSent\t2\tfull\tparcel=parcel/1 depot=depot/1\t08041001ff", "ParcelSent"),
    ("ParcelSent\t2\tfull\tparcel=parcel/1 office=depot/1\t08041001", "office"),
  ])
  func `a line that today's code cannot read is told`(line: String, words: String) {
    let problems = golden.problems(line).filter { !$0.hasSuffix("not frozen yet") }
    #expect(problems.count == 1 && problems[0].contains(words), "\(problems)")
  }

  @Test func `a version that nothing lifts is told`() {
    let problems = GoldenPayloads(GapVocabulary.self).problems(sent)
    #expect(problems.contains("ParcelSent 1 full: no upcaster from version 1"))
  }

  @Test func `golden events of every version keep the laws`() async throws {
    let events = golden.events(try golden.completed(sent))
    #expect(events.count == 2 * Parcels.catalogue.schemas.count)
    try await ProjectionConformance(ParcelStatus.self, events: events, golden: events).check()
  }
}
