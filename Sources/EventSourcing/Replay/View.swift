// SPDX-License-Identifier: Apache-2.0

/// The engine's part of a view: where it came from.
struct ViewContext {
  let engine: ReplayEngine
  let session: ReplaySession
  let vocabulary: any EventVocabulary.Type

  init(
    _ engine: ReplayEngine, _ session: ReplaySession, _ vocabulary: any EventVocabulary.Type
  ) {
    self.engine = engine
    self.session = session
    self.vocabulary = vocabulary
  }
}

/// The answer of a projection for a moment, without the projection's type.
///
/// Rows are sorted by key: objects by name, numbers and times by value, composite keys component
/// by component. They show the columns that change with time as of `moment.clock`; digests and
/// differences are about stored rows, without those.
public class AnyView {
  /// The projection's name and version, as they stand in digests.
  public let name: String
  public let version: Int
  /// The projection's Swift type, as differences name it.
  public let title: String
  /// What was asked for.
  public let moment: ViewMoment
  /// Events that were refused, by position; their streams stand still from there on.
  public let quarantine: [QuarantinedEvent]

  /// The folded projection; `nil` for rows without their code.
  package var folded: (any Projection)? { nil }

  /// `nil` for the rows of a projection whose code this program does not have.
  let type: (any Projection.Type)?
  let context: ViewContext
  let answers: [RegisteredTable]
  /// `(Row, Key) -> Row` of each of the projection's `present`.
  let presenters: [Any]
  private let totals: TotalsTable?
  private var shown: [String: [ViewRow]] = [:]
  private(set) lazy var digests = ViewDigests(self)

  init(
    _ projection: some Projection, _ tables: [RegisteredTable],
    _ quarantine: [QuarantinedEvent], _ context: ViewContext
  ) {
    let type = Swift.type(of: projection)
    self.type = type
    name = type.name
    version = type.version
    title = String(describing: type)
    moment = context.session.moment
    self.quarantine = quarantine
    self.context = context
    answers = tables.filter(\.isAnswer)
    let clock = context.session.moment.clock
    var presenters: [Any] = []
    if let presenting = projection as? any Presenting {
      presenters.append(AnyView.presenter(presenting, clock: clock))
    }
    if let presenting = projection as? any PresentingTwo {
      presenters.append(AnyView.secondPresenter(presenting, clock: clock))
    }
    self.presenters = presenters
    totals = (projection as? any Totalling).map { TotalsTable($0, tables, clock: clock) }
  }

  /// The rows of a generation that describe themselves.
  init(
    _ state: GenerationState, _ tables: [RegisteredTable], _ context: ViewContext
  ) {
    type = nil
    name = state.projection
    version = state.version
    title = state.projection
    moment = context.session.moment
    quarantine = state.allRefused
    self.context = context
    answers = tables.filter(\.isAnswer)
    presenters = []
    totals = nil
  }

  private static func presenter<P: Presenting>(_ projection: P, clock: Instant) -> Any {
    let present: (P.Row, P.Key) -> P.Row = { projection.present($0, of: $1, at: clock) }
    return present
  }

  private static func secondPresenter<P: PresentingTwo>(_ projection: P, clock: Instant) -> Any {
    let present: (P.SecondRow, P.SecondKey) -> P.SecondRow = {
      projection.present($0, of: $1, at: clock)
    }
    return present
  }

  // MARK: Rows

  /// The names of the tables, in declaration order; totals stand last.
  public var tables: [String] { answers.map(\.label) + (totals.map { [$0.label] } ?? []) }

  /// The rows of the first table.
  public var rows: [ViewRow] { rows(answers[0]) }

  /// The rows of a table; an error for a name that the projection has no table of.
  public func rows(of table: String) throws(ReplayError) -> [ViewRow] {
    rows(try shownTable(table))
  }

  /// The names of all fields of a table's rows in declaration order, absent ones included;
  /// of the first table if none is named.
  public func columns(of table: String? = nil) throws(ReplayError) -> [String] {
    let answer = try shownTable(table ?? tables[0])
    return RowShape.columns(answer.store, rows: rows(answer))
  }

  /// The names of the components of a table's keys; `key` for a single value.
  public func keyColumns(of table: String? = nil) throws(ReplayError) -> [String] {
    RowShape.keyColumns(try shownTable(table ?? tables[0]).store)
  }

  /// The row that a text means: the key's components joined by `:`, in which the kinds of
  /// objects may be left out where that is unique; of the first table if none is named.
  public func row(
    matching text: String, in table: String? = nil
  ) throws(ReplayError) -> ViewRow {
    let rows = rows(try shownTable(table ?? tables[0]))
    if let row = rows.first(where: { $0.key.text == text }) { return row }
    let matches = rows.filter { $0.key.shortText == text }
    guard let row = matches.first else { throw error(.noSuchRow(key: text)) }
    guard matches.count == 1 else {
      throw error(.ambiguousRow(key: text, matches: matches.map(\.key.text)))
    }
    return row
  }

  private func rows(_ answer: RegisteredTable) -> [ViewRow] {
    if let rows = shown[answer.label] { return rows }
    let rows = plainRows(answer, presenters).map {
      ViewRow(table: answer.label, key: $0.key, row: $0.row)
    }
    shown[answer.label] = rows
    return rows
  }

  /// The stored rows of a table, sorted by key.
  func storedRows(_ answer: RegisteredTable) -> [PlainRow] { plainRows(answer, []) }

  /// The rows of a table as they are shown at the clock, sorted by key.
  func shownRows(_ answer: RegisteredTable) -> [PlainRow] { plainRows(answer, presenters) }

  /// The columns that change with time alone, and the rule of each, where the projection says
  /// it; `nil` if all rows are shown as they are stored.
  public var rules: [String: String]? { (type as? any Presenting.Type).map { $0.rules } }

  private func plainRows(_ answer: RegisteredTable, _ presenters: [Any]) -> [PlainRow] {
    let directory = context.session.directory
    let encoder = ValueEncoder { directory.name(of: $0) }
    do {
      return try answer.store.plainRows(encoder, presenting: presenters)
        .sorted { Value.precedes($0.key, $1.key) }
    } catch {
      // Registration has looked at the types; what is left is an `encode` that throws.
      let detail = ReplayError.detail(error)
      preconditionFailure("\(name).\(answer.label): a row cannot be written: \(detail)")
    }
  }

  /// A table as it is read: one of the fold's, or the totals.
  private func shownTable(_ table: String) throws(ReplayError) -> RegisteredTable {
    if let totals, totals.label == table {
      return totals.table(directory: context.session.directory)
    }
    return try answer(table)
  }

  func answer(_ table: String) throws(ReplayError) -> RegisteredTable {
    if let totals, totals.label == table {
      throw error(.totalsAreSums(table: table, of: tables[0]))
    }
    guard let answer = answers.first(where: { $0.label == table }) else {
      throw error(.noSuchTable(name: table, known: tables))
    }
    return answer
  }

  func error(_ reason: ReplayError.Reason) -> ReplayError { ReplayError(reason, in: name) }
}

/// The answer of a projection for a moment.
public final class View<P: Projection>: AnyView {
  /// The folded projection: its tables are read by typed keys, and are read only.
  public let projection: P

  override package var folded: (any Projection)? { projection }

  init(
    _ projection: P, _ tables: [RegisteredTable], _ quarantine: [QuarantinedEvent],
    _ context: ViewContext
  ) {
    self.projection = projection
    super.init(projection, tables, quarantine, context)
  }

  /// The stored rows of a table with typed keys, sorted as ``AnyView/rows`` are.
  public func entries<Key: TableKey, Row: TableRow>(
    of table: KeyPath<P, Table<Key, Row>>
  ) -> [(key: Key, row: Row)] {
    let store = projection[keyPath: table].access.store
    let directory = context.session.directory
    let encoder = ValueEncoder { directory.name(of: $0) }
    let keyed = store.entries().map { entry in
      guard let key = try? encoder.value(of: entry.key) else {
        preconditionFailure("\(name): a key cannot be written")
      }
      return (order: key, key: entry.key, row: entry.row)
    }
    return keyed.sorted { Value.precedes($0.order, $1.order) }.map { ($0.key, $0.row) }
  }

  /// The name of an object in a key or row.
  public func name(of object: ObjectID) -> ObjectName {
    context.session.directory.name(of: object)
  }

  /// The object of that name; `nil` if nothing that the view knows speaks of it.
  public func object(_ name: ObjectName) -> ObjectID? { context.session.directory.object(name) }
}
