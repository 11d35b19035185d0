// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// Plain events in folds: decoded, lifted, corrected.
@Suite struct PlainReplayTests {
  struct GaugeRow: TableRow {
    var reads = 0
    var level: ExactDecimal?
    var canal: ObjectID?
    var metres = 0
    var last: CivilDate?
  }

  struct GaugeStates<Order: Ordering>: Projection {
    static var name: String { "gauge-states" }
    static var version: Int { 1 }
    static var order: FoldOrder { Order.order }
    static var types: Set<EventType>? { [GaugeRead.type, GaugeMoved.type] }
    let states = Table<ObjectID, GaugeRow>()

    func apply(_ event: borrowing RecordedEvent<Gauges>) throws(Refusal) {
      guard let gauge = event.reference("gauge") else { return }
      var row = states[gauge, default: GaugeRow()]
      if event.type == GaugeRead.type {
        let read = try event.decode(GaugeRead.self)
        if read.isDry { throw Refusal("a dry gauge is not read") }
        row.reads += 1
        row.level = read.level
      } else {
        let moved = try event.decode(GaugeMoved.self)
        row.canal = event.reference("canal")
        row.metres += moved.metres
        row.last = moved.on
      }
      states[gauge] = row
    }
  }

  private static func read(
    _ gauge: ObjectName, level: ExactDecimal, isDry: Bool = false
  ) -> GaugeRead {
    GaugeRead(gauge: gauge, level: level, at: "2021-08-05T09:00:00Z", isDry: isDry)
  }

  private static func movedV1(_ gauge: ObjectName, day: String) throws -> NewEvent {
    let body = try Gauges.movedV1.encode([
      NamedValue("gauge", .object(gauge)), NamedValue("metres", .int(4)),
      NamedValue("day", .text(day)),
    ])
    return NewEvent(type: GaugeMoved.type, version: 1, stream: gauge, body: body)
  }

  @Test func `a projection over plain events answers from a log on disk as of any moment`() throws {
    let directory = TemporaryDirectory("plain")
    let log = try EventLog.create(
      at: directory.path(of: "log"), options: EventLogOptions(catalogue: Gauges.catalogue),
      clock: .source)
    func append(_ event: NewEvent, _ day: Int) throws {
      var event = event
      event.occurred = Instant("2021-08-0\(day)T09:00:00Z")
      _ = try log.append([event])
    }
    try append(NewEvent(Self.read("gauge/1", level: "1.25")), 1)
    try append(Self.movedV1("gauge/1", day: "2021-08-01"), 2)
    let moved = GaugeMoved(gauge: "gauge/1", canal: "canal/9", on: "2021-08-03", metres: 1)
    try append(NewEvent(moved), 3)
    try append(NewEvent(Self.read("gauge/2", level: "0.5")), 4)
    try append(NewEvent(Self.read("gauge/2", level: "0.1", isDry: true)), 5)

    let view = try log.replay(GaugeStates<AsRecorded>.self)
    #expect(
      lines(view.rows) == """
        gauge/1: reads 1, level 1.25, canal canal/9, metres 5, last 2021-08-03
        gauge/2: reads 1, level 0.5, metres 0
        """)
    #expect(view.quarantine.map(\.reason) == ["a dry gauge is not read"])
    let before = try log.replay(GaugeStates<AsRecorded>.self, asOf: .position(2))
    #expect(
      lines(before.rows)
        == "gauge/1: reads 1, level 1.25, canal canal/none, metres 4, last 2021-08-01")
    #expect(
      view.digest == (try ReplayEngine(log.events()).replay(GaugeStates<AsRecorded>.self)).digest)
    #expect(try log.verify().isIntact)
  }

  @Test func `a payload that the struct cannot take parks its stream and names no value`() throws {
    var history = HistoryBuilder()
    history.append(try Self.movedV1("gauge/1", day: "secret"))
    history.add(Self.read("gauge/1", level: "1"))
    let view = try ReplayEngine(history.events).replay(GaugeStates<AsRecorded>.self)
    #expect(view.rows.isEmpty)
    let reason =
      "version 1 cannot be lifted to 2: "
      + "GaugeMoved v2, field on: expected what GaugeMoved has there, found something else"
    #expect(view.quarantine.map(\.reason) == [reason])
    #expect(view.quarantine.map(\.parked) == [1])
  }

  @Test func `corrections change fields, references and times in happened order`() throws {
    var history = HistoryBuilder()
    let read = history.add(Self.read("gauge/1", level: "1"))
    let old = history.append(try Self.movedV1("gauge/1", day: "2021-08-01"))
    let later = history.add(
      GaugeMoved(gauge: "gauge/1", canal: "canal/2", on: "2021-08-02", metres: 1))
    history.correct(read, "level", .decimal("7.5"))
    history.correct(old, "canal", .object("canal/8"))
    history.correct(old, "on", .date("2021-07-30"))
    history.correct(later, "occurred", .instant("2021-01-01T00:00:00Z"))
    history.correct(later, "metres", .int(2))
    let view = try ReplayEngine(history.events).replay(GaugeStates<AsHappened>.self)
    #expect(
      lines(view.rows)
        == "gauge/1: reads 1, level 7.5, canal canal/8, metres 6, last 2021-07-30")
    #expect(view.quarantine.isEmpty)
  }

  @Test func `a correction that the struct does not take is listed, and the event stands`() throws {
    var history = HistoryBuilder()
    let read = history.add(Self.read("gauge/1", level: "1"))
    history.correct(read, "level", .text("high"))
    history.correct(read, "depth", .int(1))
    history.correct(read, "level", nil)
    history.correct(read, "gauge", .object("gauge/2"))
    history.correct(read, "state", .text("rising"))
    let view = try ReplayEngine(history.events).replay(GaugeStates<AsHappened>.self)
    #expect(lines(view.rows) == "gauge/1: reads 1, level 1, metres 0")
    #expect(
      view.quarantine.map(\.reason) == [
        "does not fit: GaugeRead v1, field level: expected what GaugeRead has there, "
          + "found something else",
        "does not fit: GaugeRead v1, field depth: the schema has no such field; "
          + "leave it out or check its spelling",
        "does not fit: GaugeRead v1, field level: the field is required and absent",
        "gauge decides the stream, which never changes",
      ])
  }
}
