// SPDX-License-Identifier: Apache-2.0

/// Gathers a plan row by row.
struct ImportPlanner {
  private let mapping: Mapping
  private let header: [String]
  private let indexes: [Int?]
  private var plan: ImportPlan
  private var numbers: Set<String> = []

  init(_ finding: SourceFinding, _ mapping: Mapping) {
    self.mapping = mapping
    plan = ImportPlan(source: finding)
    header = mapping.format == .csv ? finding.columns : mapping.columns.map(\.name)
    let used = header.map { name in
      mapping.columns.first { $0.name.withoutSpace == name.withoutSpace }
    }
    plan.columns = zip(header, used).map { name, column in
      ImportPlan.Column(
        name: name, uses: column?.uses ?? [], isPersonal: column?.isPersonal ?? false)
    }
    indexes = header.indices.map { mapping.format == .csv ? $0 : nil }
    plan.doubts = mapping.checks.map { ImportPlan.Doubt(name: $0.name, action: $0.action) }
    plan.events = mapping.eventTypes.map { ImportPlan.EventCount(type: $0) }
  }

  mutating func take(_ row: ImportRun.Row, _ record: SourceRecord?) {
    if let record { sample(record) }
    switch row {
    case .other(.title(let record)):
      let text = record.texts.map(\.trimmedOfSpace).first { !$0.isEmpty }
      plan.titles.append(ImportPlan.Title(line: record.line, text: text ?? ""))
    case .other(.header(let record)): plan.headerLine = record.line
    case .other: break
    case .mapped(let record): take(record)
    case .rejected(let record): take(record)
    }
  }

  func finish(_ run: ImportRun) -> ImportPlan {
    var plan = plan
    plan.collisions = run.collisions
    plan.counts = run.counts
    if mapping.format == .open311 { plan.counts.records = plan.mappedCount + plan.rejectedCount }
    return plan
  }

  private mutating func take(_ record: MappedRecord) {
    plan.mappedCount += 1
    if plan.firstRecords.count < 5 { plan.firstRecords.append(record) }
    if !numbers.insert(record.externalID).inserted { plan.repeatedNumbers += 1 }
    var doubts = record.doubts
    for event in record.events {
      count(event)
      for doubt in event.doubts where !doubts.contains(doubt) { doubts.append(doubt) }
      for note in event.occurred.notes { count(note, line: event.line) }
    }
    for doubt in doubts { count(doubt, line: record.line) }
  }

  private mutating func take(_ record: RejectedRecord) {
    plan.rejectedCount += 1
    if plan.rejected.count < ImportPlan.rejectedLimit { plan.rejected.append(record) }
    if case .check(let name) = record.problem.reason { count(name, line: record.line) }
  }

  private mutating func count(_ event: ProposedEvent) {
    guard let index = plan.events.firstIndex(where: { $0.type == event.type }) else { return }
    switch event.basis {
    case .object: plan.events[index].objects += 1
    case .implied: plan.events[index].implied += 1
    case .stated:
      plan.events[index].stated += 1
      let moment = event.occurred.microseconds
      let period = plan.period ?? moment...moment
      plan.period = min(period.lowerBound, moment)...max(period.upperBound, moment)
    }
  }

  private mutating func count(_ doubt: String, line: Int) {
    let index = plan.doubts.firstIndex { $0.name == doubt } ?? plan.doubts.count
    if index == plan.doubts.count {
      plan.doubts.append(ImportPlan.Doubt(name: doubt, action: .keep))
    }
    plan.doubts[index].records += 1
    plan.doubts[index].firstLine = min(line, plan.doubts[index].firstLine ?? line)
  }

  private mutating func count(_ note: SourceTimeNote, line: Int) {
    if let index = plan.timeNotes.firstIndex(where: { $0.note == note }) {
      plan.timeNotes[index].events += 1
    } else {
      plan.timeNotes.append(ImportPlan.TimeNote(note: note, events: 1, firstLine: line))
    }
  }

  private mutating func sample(_ record: SourceRecord) {
    for index in header.indices {
      let text = text(of: index, in: record)
      guard !text.isEmpty else { continue }
      plan.columns[index].filled += 1
      guard plan.columns[index].sample == nil else { continue }
      plan.columns[index].sample = plan.columns[index].isPersonal ? Self.masked(text) : text
    }
  }

  /// The text as it stands in the file, trimmed; of a list the first element that has any.
  private func text(of index: Int, in record: SourceRecord) -> String {
    switch record {
    case .row(let row): return indexes[index].map { row[$0].trimmedOfSpace } ?? ""
    case .request(let request, _):
      let column = mapping.columns[index]
      guard column.isInElement, let each = mapping.each else {
        return Self.text(request.value(at: column.path))
      }
      let elements = request.value(at: each.path)?.elements ?? []
      return elements.lazy.map { Self.text($0.value(at: column.path)) }.first { !$0.isEmpty } ?? ""
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): text.trimmedOfSpace
    case .number(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case nil, .null, .array, .object: ""
    }
  }

  /// Telephone numbers keep both ends, as on Chinese forms; anything else its first character.
  static func masked(_ text: String) -> String {
    if text.count >= 11, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return text.prefix(3) + "****" + text.suffix(4)
    }
    return text.prefix(1) + "***"
  }
}
