// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

/// The moments that a question is asked for.
struct MomentOptions: ParsableArguments {
  @Option(
    name: [.customLong("as-of"), .customLong("known-at")],
    help: help(
      "What was known: a position, a time or a day; may be given twice to diff.",
      "当时已知：位置、时间或日期；diff 可给两次。", value: "moment"))
  var asOf: [String] = []

  @Option(
    name: .customLong("happened-by"),
    help: help("What had happened: a time or a day.", "当时已发生：时间或日期。", value: "moment"))
  var happenedBy: String?

  @Option(
    help: help(
      "The moment for columns that change with time alone.", "只随时间变化的列所用的时点。",
      value: "moment"))
  var clock: String?

  /// The one moment of what was known.
  func known() throws(Message) -> AsOf {
    guard asOf.count <= 1 else {
      throw Message(.usage, detail: Phrase(en: "--as-of stands twice.", zh: "--as-of 出现了两次。"))
    }
    return try asOf.first.map { text throws(Message) in try MomentOptions.known(text) } ?? .head
  }

  static func known(_ text: String) throws(Message) -> AsOf {
    guard let asOf = AsOf(text) else { throw Message(.notAMoment, at: Phrase("\(text)")) }
    return asOf
  }

  func happened() throws(Message) -> Moment? {
    guard let happenedBy else { return nil }
    return try MomentOptions.moment(happenedBy)
  }

  private static func moment(_ text: String) throws(Message) -> Moment {
    guard let moment = Moment(text) else { throw Message(.notAMoment, at: Phrase("\(text)")) }
    return moment
  }

  /// The time at which the answer is read.
  ///
  /// The asked moment if there is one; else the machine's, but in an archive, whose past has
  /// nothing to do with it, the last moment that it knows.
  func clock(for known: AsOf, in log: EventLog) throws(Message) -> Instant? {
    if let clock { return try MomentOptions.moment(clock).instant(in: log.identity.zone) }
    guard known == .head, happenedBy == nil, log.identity.clock == .system else { return nil }
    return Instant.now
  }
}
