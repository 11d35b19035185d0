// SPDX-License-Identifier: Apache-2.0

/// What a generation of a stored view says about itself: enough for any program to show its rows,
/// and for the projection's own to go on folding (docs/FORMAT.md §7.2).
struct GenerationState: Hashable {
  struct Column: Hashable {
    var table: String
    var isAnswer: Bool
    var form: BlockForm
    /// Rows that are present.
    var rows: Int
    var keyColumns: [String]
    var columns: [String]
  }

  var log: EventID
  var projection: String
  var version: Int
  var order: FoldOrder
  /// The last event that was folded.
  var position: Position
  /// Field names, kinds and types of the rows, by number.
  var names: [String] = []
  var tables: [Column] = []
  var quarantine: [QuarantinedEvent] = []
  /// Corrections and retractions that could not be taken; they stop no stream.
  var refusedAmendments: [QuarantinedEvent] = []
  /// In happened order, when the last folded event happened, in microseconds, and its position.
  var frontier = Int64.min
  var frontierPosition = 0
  /// In happened order, every event recorded up to here is folded. The position itself says up to
  /// where all that stands before the frontier is known.
  var foldedThrough: Position?
  /// In happened order, the last event that had a part in what is folded: as of any moment from
  /// there on the rows are the same. `nil` where an earlier release did not say.
  var lastChange: Position?
  /// In happened order, how many events are folded.
  var folded = 0
  /// In happened order, corrections that did not fit the events folded.
  var refusedEdits: [QuarantinedEvent] = []
  /// What the next snapshot ends, and what blocks are stored under until then; 0 before any.
  var epoch = 1
  /// Objects that only upcasters and corrections named, in the order of their numbers.
  var overlay: [ObjectName] = []
  /// What the comparison with the serving generation found, while this one is built.
  var comparison: Value?
  /// Nanoseconds of processor time an event took in the last long catch-up; 0 if none was.
  var pace = 0

  static let layout: Int64 = 1
}

extension GenerationState {
  /// Refused events and refused amendments together, as a view lists them.
  var allRefused: [QuarantinedEvent] {
    (quarantine + refusedAmendments).sorted { $0.position < $1.position }
  }

  var bytes: [UInt8] { ValueCoder.encode(value) }

  /// Before any event: nothing is stored as of epoch 0.
  var emptied: GenerationState {
    var state = self
    state.position = .origin
    state.quarantine = []
    state.refusedAmendments = []
    state.refusedEdits = []
    (state.frontier, state.frontierPosition) = (.min, 0)
    (state.foldedThrough, state.lastChange, state.folded) = (nil, .origin, 0)
    state.overlay = []
    state.epoch = 0
    for index in state.tables.indices { state.tables[index].rows = 0 }
    return state
  }

  /// A snapshot leaves out what the generation's own state has for all of them.
  var snapshotBytes: [UInt8] {
    var state = self
    state.names = []
    state.comparison = nil
    return state.bytes
  }

  private var value: Value {
    .message(
      [
        NamedValue("layout", .int(GenerationState.layout)),
        NamedValue("log", .id(log)),
        NamedValue("projection", .text(projection)),
        NamedValue("version", .int(Int64(version))),
        NamedValue("order", .text(order == .happened ? "happened" : "recorded")),
        NamedValue("position", .int(Int64(position.rawValue))),
        NamedValue("names", .list(names.map { .text($0) })),
        NamedValue("tables", .list(tables.map(\.value))),
        NamedValue("quarantine", .list(quarantine.map(\.value))),
        NamedValue("refusedAmendments", .list(refusedAmendments.map(\.value))),
        NamedValue("frontier", .int(frontier)),
        NamedValue("frontierPosition", .int(Int64(frontierPosition))),
        NamedValue("foldedThrough", .int(Int64((foldedThrough ?? position).rawValue))),
        NamedValue("lastChange", .int(Int64((lastChange ?? position).rawValue))),
        NamedValue("folded", .int(Int64(folded))),
        NamedValue("refusedEdits", .list(refusedEdits.map(\.value))),
        NamedValue("epoch", .int(Int64(epoch))),
        NamedValue("overlay", .list(overlay.map { .object($0) })),
        NamedValue("pace", .int(Int64(pace))),
      ] + (comparison.map { [NamedValue("comparison", $0)] } ?? []))
  }

  /// - Throws: why the bytes are no state that this program can read.
  init(_ bytes: [UInt8]) throws(GenerationProblem) {
    guard let value = try? ValueCoder.decode(bytes), let layout = value.int("layout") else {
      throw .damaged("its state cannot be read")
    }
    guard layout == GenerationState.layout else { throw .newer(layout: Int(layout)) }
    guard case .id(let log)? = value["log"], case .text(let projection)? = value["projection"],
      let version = value.int("version"), let position = value.int("position"), position >= 0,
      case .text(let order)? = value["order"]
    else { throw .damaged("its state is not whole") }
    self.log = log
    self.projection = projection
    self.version = Int(version)
    self.order = order == "happened" ? .happened : .recorded
    self.position = Position(UInt64(position))
    names = value.texts("names")
    tables = value.list("tables").compactMap(Column.init)
    quarantine = value.list("quarantine").compactMap(QuarantinedEvent.init)
    refusedAmendments = value.list("refusedAmendments").compactMap(QuarantinedEvent.init)
    frontier = value.int("frontier") ?? .min
    frontierPosition = Int(value.int("frontierPosition") ?? .max)
    foldedThrough = value.int("foldedThrough").map { Position(UInt64(max(0, $0))) }
    lastChange = value.int("lastChange").map { Position(UInt64(max(0, $0))) }
    folded = Int(value.int("folded") ?? 0)
    refusedEdits = value.list("refusedEdits").compactMap(QuarantinedEvent.init)
    epoch = Int(value.int("epoch") ?? 1)
    overlay = value.list("overlay").compactMap { ObjectName(plainValue: $0) }
    comparison = value["comparison"]
    pace = Int(value.int("pace") ?? 0)
  }
}

/// Why a generation cannot be used; it can always be folded again.
enum GenerationProblem: Error, Hashable {
  case damaged(String)
  case newer(layout: Int)
}

extension GenerationState.Column {
  fileprivate var value: Value {
    .message([
      NamedValue("table", .text(table)), NamedValue("isAnswer", .bool(isAnswer)),
      NamedValue("form", .text(form.rawValue)), NamedValue("rows", .int(Int64(rows))),
      NamedValue("keyColumns", .list(keyColumns.map { .text($0) })),
      NamedValue("columns", .list(columns.map { .text($0) })),
    ])
  }

  fileprivate init?(_ value: Value) {
    guard case .text(let table)? = value["table"], case .bool(let isAnswer)? = value["isAnswer"],
      case .text(let form)? = value["form"], let form = BlockForm(rawValue: form),
      let rows = value.int("rows")
    else { return nil }
    self.init(
      table: table, isAnswer: isAnswer, form: form, rows: Int(rows),
      keyColumns: value.texts("keyColumns"), columns: value.texts("columns"))
  }
}

extension QuarantinedEvent {
  fileprivate var value: Value {
    .message([
      NamedValue("position", .int(Int64(position.rawValue))),
      NamedValue("stream", .object(stream)), NamedValue("reason", .text(reason)),
      NamedValue("parked", .int(Int64(parked))),
    ])
  }

  fileprivate init?(_ value: Value) {
    guard let position = value.int("position"), let stream = value["stream"],
      let stream = ObjectName(plainValue: stream), case .text(let reason)? = value["reason"],
      let parked = value.int("parked")
    else { return nil }
    self.init(
      position: Position(UInt64(position)), stream: stream, reason: reason, parked: Int(parked))
  }
}

extension Value {
  func int(_ name: String) -> Int64? {
    guard case .int(let number)? = self[name] else { return nil }
    return number
  }

  func list(_ name: String) -> [Value] {
    guard case .list(let values)? = self[name] else { return [] }
    return values
  }

  func texts(_ name: String) -> [String] {
    list(name).compactMap { value in
      if case .text(let text) = value { return text }
      return nil
    }
  }
}
