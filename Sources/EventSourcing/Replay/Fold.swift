// SPDX-License-Identifier: Apache-2.0

/// An event that a projection did not take, and how many later ones of its stream wait behind it.
public struct QuarantinedEvent: Hashable, Sendable {
  public let position: Position
  public let stream: ObjectName
  public let reason: String
  /// Later events of the stream that were not folded.
  public internal(set) var parked: Int
}

/// One table of a projection at work.
struct RegisteredTable {
  /// The property's name.
  let label: String
  let store: AnyTableStore
  let isAnswer: Bool
}

/// A projection at work, without its type.
///
/// The fast way hands over whole runs of a batch and keeps no journal. The first refusal ends it,
/// and the engine folds once more from the start the careful way, event by event.
class AnyFold {
  let type: any Projection.Type
  let plan: VocabularyPlan
  private(set) var tables: [RegisteredTable] = []
  /// Set by the fast way when an event was refused: nothing of this fold counts then.
  private(set) var needsCare = false
  private(set) var quarantine: [QuarantinedEvent] = []
  /// The quarantine's index by stream.
  private var parked: [ObjectID: Int] = [:]
  private(set) var watch: FoldWatch?
  private let isCareful: Bool
  /// By type number, what the fold looks at; numbers beyond are unknown types.
  private var wanted: [Bool] = []
  private let wantsUnknown: Bool
  /// True if the fold looks at every event.
  private let wantsAll: Bool

  init(_ type: any Projection.Type, _ plan: VocabularyPlan, careful: Bool, watch: FoldWatch?) {
    self.type = type
    self.plan = plan
    self.isCareful = careful || watch != nil
    self.watch = watch
    wantsUnknown = type.types == nil
    let hidden = AnyFold.hidden(type, plan)
    wantsAll = type.types == nil && hidden.isEmpty
    let highest = (type.types ?? hidden).map(\.number).max() ?? 0
    wanted = (0...Int(highest)).map { number in
      let eventType = EventType(number: UInt16(number))
      return type.types?.contains(eventType) ?? !hidden.contains(eventType)
    }
  }

  /// In happened order amendments have done their work before the fold begins.
  private static func hidden(
    _ type: any Projection.Type, _ plan: VocabularyPlan
  ) -> Set<EventType> {
    type.order == .happened && type.types == nil ? Set(plan.effects.keys) : []
  }

  /// True if the fold looks at events of that type.
  func wants(_ type: EventType) -> Bool {
    Int(type.number) < wanted.count ? wanted[Int(type.number)] : wantsUnknown
  }

  /// A fold of the same projection that has seen nothing.
  func fresh(careful: Bool, watch: FoldWatch?) throws(ReplayError) -> AnyFold {
    preconditionFailure("every fold can be made anew")
  }

  /// Hands rows of a batch to the projection.
  func apply(_ batch: EventBatch, _ rows: Range<Int>) throws(BatchRefusal) {
    preconditionFailure("every fold applies events")
  }

  /// The finished view; the fold is not used afterwards.
  func makeView(_ context: ViewContext) throws(ReplayError) -> AnyView {
    preconditionFailure("every fold makes a view")
  }

  // MARK: Registration

  /// Finds the tables among the stored properties and takes them for this fold.
  func register(_ projection: Any) throws(ReplayError) {
    let mirror = Mirror(reflecting: projection)
    guard mirror.displayStyle == .struct else { throw error(.notAStruct) }
    for child in mirror.children {
      let label = child.label ?? "?"
      guard let handle = child.value as? any TableHandle else {
        throw error(.strayProperty(name: label, type: "\(Swift.type(of: child.value))"))
      }
      let store = handle.tableStore
      guard store.number < 0, store.count == 0 else { throw error(.sharedTable(name: label)) }
      try checkPlain(store, label)
      store.number = tables.count
      store.watch = watch
      store.mode = (isCareful ? TableMode.journal : 0) | (watch == nil ? 0 : TableMode.watch)
      tables.append(RegisteredTable(label: label, store: store, isAnswer: handle.isAnswer))
    }
    guard tables.contains(where: \.isAnswer) else { throw error(.noAnswer) }
  }

  private func checkPlain(_ store: AnyTableStore, _ label: String) throws(ReplayError) {
    for type in [store.keyType, store.rowType] as [any Decodable.Type]
    where TypeProbe.holdsFloatingPoint(type) {
      let detail = "\(type) holds binary floating point; use ExactDecimal or Rational"
      throw error(.notPlain(table: label, detail: detail))
    }
    if store.rowType is AnyClass {
      let detail = "\(store.rowType) is a class, whose changes nobody sees; use a struct"
      throw error(.notPlain(table: label, detail: detail))
    }
  }

  /// Goes on where a stored fold ended, with the streams that stood still there.
  func resume(_ quarantine: [QuarantinedEvent], _ directory: OverlayDirectory) {
    self.quarantine = quarantine
    for (index, entry) in quarantine.enumerated() {
      parked[directory.number(of: entry.stream)] = index
    }
  }

  func error(_ reason: ReplayError.Reason) -> ReplayError { ReplayError(reason, in: type.name) }

  // MARK: Folding

  /// Takes the rows that the fold looks at and that happened by `limit`.
  func take(_ batch: EventBatch, _ refusals: [Int: Refusal], happenedBy limit: Int64) {
    guard !needsCare else { return }
    if isCareful {
      takeCarefully(batch, refusals, limit)
      return
    }
    for row in refusals.keys where isWanted(batch, row, limit) {
      needsCare = true
      return
    }
    do throws(BatchRefusal) {
      try takeRuns(batch, limit)
    } catch {
      needsCare = true
    }
  }

  private func isWanted(_ batch: EventBatch, _ row: Int, _ limit: Int64) -> Bool {
    let type = Int(batch.columns.pointee.type[row])
    return (type < wanted.count ? wanted[type] : wantsUnknown)
      && batch.columns.pointee.occurred[row] <= limit
  }

  private func takeRuns(_ batch: EventBatch, _ limit: Int64) throws(BatchRefusal) {
    // Asking for each event whether it is wanted costs as much as many a fold.
    if wantsAll, limit == .max {
      if batch.count > 0 { try apply(batch, 0..<batch.count) }
      return
    }
    var start = 0
    while start < batch.count {
      guard isWanted(batch, start, limit) else {
        start += 1
        continue
      }
      var end = start + 1
      while end < batch.count, isWanted(batch, end, limit) { end += 1 }
      try apply(batch, start..<end)
      start = end
    }
  }

  private func takeCarefully(
    _ batch: EventBatch, _ refusals: [Int: Refusal], _ limit: Int64
  ) {
    for row in 0..<batch.count where isWanted(batch, row, limit) {
      if let index = parked[batch.stream(row)] {
        quarantine[index].parked += 1
        continue
      }
      if let refusal = refusals[row] {
        refuse(batch, row, refusal)
        continue
      }
      watch?.begin(batch.position(row).rawValue)
      do throws(BatchRefusal) {
        try apply(batch, row..<row + 1)
        for table in tables { table.store.commit() }
      } catch {
        for table in tables { table.store.undo() }
        watch?.cancel()
        refuse(batch, row, error.refusal)
      }
    }
  }

  private func refuse(_ batch: EventBatch, _ row: Int, _ refusal: Refusal) {
    parked[batch.stream(row)] = quarantine.count
    quarantine.append(
      QuarantinedEvent(
        position: batch.position(row),
        stream: batch.columns.pointee.directory.name(of: batch.stream(row)),
        reason: refusal.reason, parked: 0))
  }

  /// Looks whether what was folded can be written, so that reading a view need not fail.
  func checkRows(_ directory: OverlayDirectory) throws(ReplayError) {
    let encoder = ValueEncoder { directory.name(of: $0) }
    for table in tables {
      do {
        try table.store.checkPlain(encoder)
      } catch {
        throw self.error(.notPlain(table: table.label, detail: ReplayError.detail(error)))
      }
    }
  }

  /// Lists events that were refused before the fold, and puts the list in order.
  func close(adding refused: [QuarantinedEvent]) {
    quarantine = (quarantine + refused).sorted { $0.position < $1.position }
    for table in tables {
      table.store.watch = nil
      table.store.mode = TableMode.closed
    }
  }
}

/// A projection at work.
final class Fold<P: Projection>: AnyFold {
  let projection: P

  init(_ plan: VocabularyPlan, careful: Bool, watch: FoldWatch?) throws(ReplayError) {
    projection = P()
    super.init(P.self, plan, careful: careful, watch: watch)
    try register(projection)
  }

  override func fresh(careful: Bool, watch: FoldWatch?) throws(ReplayError) -> AnyFold {
    try Fold<P>(plan, careful: careful, watch: watch)
  }

  override func apply(_ batch: EventBatch, _ rows: Range<Int>) throws(BatchRefusal) {
    try projection.apply(
      BatchSlice<P.Vocabulary>(columns: UnsafePointer(batch.columns), rows: rows))
  }

  override func makeView(_ context: ViewContext) throws(ReplayError) -> AnyView {
    try checkRows(context.session.directory)
    return View<P>(projection, tables, quarantine, context)
  }
}
