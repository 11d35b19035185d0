// SPDX-License-Identifier: Apache-2.0

extension Mapping {
  /// The version of the file format that this code reads: the value of `gridlog-mapping`.
  public static let version = 1

  /// Understands a mapping file.
  ///
  /// - Throws: ``MappingRefused`` with every problem in the file, each with its line, key and what
  ///   is expected there.
  public init(yaml: String) throws(MappingRefused) {
    let document = try YAMLNode.read(yaml)
    let reader = MappingReader()
    guard let mapping = reader.mapping(document), reader.problems.problems.isEmpty else {
      let sorted = reader.problems.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      throw MappingRefused(problems: sorted)
    }
    self = mapping
  }
}

/// Reads a mapping file part by part and remembers what the parts have named so far.
final class MappingReader {
  let problems = ProblemList()
  var columns: [MappingColumn] = []
  var lookups: [Lookup] = []
  var each: MappingEach?
  var format = Mapping.Format.csv
  /// What is being read, for the uses of columns: `TicketClosed.reason`.
  var use = ""
  var useIsSealed = false
  /// What columns are like unless they are described.
  var standard = (zone: ZoneRule.wall, formats: [TimeFormat.iso8601])
  /// Whether columns of the iterated element may be named.
  var mayUseElement = false
  /// Whether the part being read has named a column of the element.
  var usedElement = false

  /// Reads the document; nil, or problems, if something is wrong.
  func mapping(_ document: YAMLNode) -> Mapping? {
    guard var map = YAMLMap(document, path: "", problems: problems) else { return nil }
    version(&map)
    _ = map.text("about")
    format = word(&map, "format", Mapping.Format.self) ?? .csv
    if map.take("format") == nil { _ = map.require("format", "csv or open311") }
    let system = self.system(&map)
    let mode = word(&map, "mode", Mapping.Mode.self) ?? .batch
    each = eachRule(&map)
    readLookups(map.take("lookups"))
    let zone = self.zone(&map) ?? .wall
    let formats = timeFormats(map.take("time"), map.path("time"))
    readColumns(map.take("columns"), zone: zone, formats: formats ?? [.iso8601])
    let recordID = self.recordID(&map)
    let order = orderColumn(&map)
    let defaults = eventDefaults(map.take("defaults"))
    let checks = self.checks(map.take("checks"))
    let objects = self.objects(map.take("objects"), defaults)
    let events = self.events(map.require("events", "a list of events"), defaults)
    let encoding = encoding(&map)
    let separator = separator(&map)
    let headerLine = headerLine(&map)
    map.finish()
    reportUnusedColumns(map.take("columns"))
    guard let system, let recordID, problems.problems.isEmpty else { return nil }
    return Mapping(
      format: format, system: system, mode: mode, encoding: encoding, separator: separator,
      headerLine: headerLine, columns: finishedColumns(), checks: checks, recordID: recordID,
      order: order, each: each, lookups: lookups, objects: objects, events: events)
  }

  private func finishedColumns() -> [MappingColumn] {
    columns.map { column in
      var column = column
      column.isPersonal = column.isDeclaredPersonal || !column.isUsedInClear
      return column
    }
  }
}

// MARK: - The head of the file

extension MappingReader {
  private func version(_ map: inout YAMLMap) {
    guard let node = map.require("gridlog-mapping", "\(Mapping.version)") else { return }
    if node.text != String(Mapping.version) {
      problems.add(
        "must be \(Mapping.version), the version of this format", node, "gridlog-mapping")
    }
  }

  private func system(_ map: inout YAMLMap) -> String? {
    guard let node = map.require("system", "a name such as baltimore-311") else { return nil }
    guard let text = node.text, (1...64).contains(text.count), text == text.slug else {
      problems.add("must be small letters, digits and hyphens, at most 64", node, "system")
      return nil
    }
    return text
  }

  /// One of the words of an enumeration.
  func word<Words: RawRepresentable & CaseIterable>(
    _ map: inout YAMLMap, _ key: String, _ type: Words.Type
  ) -> Words? where Words.RawValue == String {
    guard let node = map.take(key), let text = map.text(key) else { return nil }
    if let word = Words(rawValue: text) { return word }
    problems.addUnknown(
      "the value", text, among: Words.allCases.map(\.rawValue), node, map.path(key))
    return nil
  }

  private func eachRule(_ map: inout YAMLMap) -> MappingEach? {
    guard let node = map.take("each") else { return nil }
    guard format == .open311 else {
      problems.add("only records of format open311 hold lists", node, "each")
      return nil
    }
    guard var each = YAMLMap(node, path: "each", problems: problems) else { return nil }
    let path = each.require("path", "the path of a list, such as notes")?.text
    let name = each.require("as", "a name for its elements, such as note")?.text
    each.finish()
    guard let path, let name else { return nil }
    return MappingEach(path: path.split(separator: ".").map(String.init), name: name)
  }

  private func encoding(_ map: inout YAMLMap) -> TextEncoding? {
    guard let node = map.take("encoding"), let text = map.text("encoding"), text != "auto" else {
      return nil
    }
    if let encoding = TextEncoding(named: text) { return encoding }
    let known = ["auto", "utf-8", "utf-16le", "utf-16be", "gb18030"]
    problems.addUnknown("the encoding", text, among: known, node, "encoding")
    return nil
  }

  private func separator(_ map: inout YAMLMap) -> CSVSeparator? {
    let names = ["comma", "semicolon", "tab"]
    guard let node = map.take("separator"), let text = map.text("separator"), text != "auto" else {
      return nil
    }
    if let index = names.firstIndex(of: text) { return CSVSeparator.allCases[index] }
    problems.addUnknown("the separator", text, among: ["auto"] + names, node, "separator")
    return nil
  }

  private func headerLine(_ map: inout YAMLMap) -> Int? {
    guard let node = map.take("header"), let text = map.text("header"), text != "auto" else {
      return nil
    }
    if let line = Int(text), (1...1_000).contains(line) { return line }
    problems.add("must be auto or the header's line, 1 to 1000", node, "header")
    return nil
  }

  private func zone(_ map: inout YAMLMap) -> ZoneRule? {
    map.take("zone").flatMap { zone($0, "zone") }
  }

  func zone(_ node: YAMLNode, _ path: String) -> ZoneRule? {
    guard let text = node.text else {
      problems.add("must be wall, UTC, an offset such as +08:00, or Asia/Shanghai", node, path)
      return nil
    }
    if text == "wall" { return .wall }
    if let zone = SourceZone(named: text) { return .zone(zone) }
    problems.add(
      "the zone \"\(text)\" has no rules pinned in the program; write wall (the log's own zone), "
        + "UTC, an offset such as +08:00, or Asia/Shanghai", node, path)
    return nil
  }

  func timeFormats(_ node: YAMLNode?, _ path: String) -> [TimeFormat]? {
    guard let node else { return nil }
    return node.texts(path, problems).compactMap { text in
      do throws(TimeFormatError) {
        return try TimeFormat(text)
      } catch {
        problems.add(
          error.description, node, path,
          suggestion: Suggestion.nearest(to: text, in: TimeFormat.names))
        return nil
      }
    }
  }

  private func recordID(_ map: inout YAMLMap) -> Template? {
    let expected = "the record's own number at the source, such as \"{ServiceRequestNum}\""
    guard let node = map.require("record", expected) else { return nil }
    return using("record number") { template(node, "record") }
  }

  private func orderColumn(_ map: inout YAMLMap) -> ColumnID? {
    guard let node = map.take("order"), let text = map.text("order"), text != "file" else {
      return nil
    }
    return using("order of records") { column(text, node, "order") }
  }
}

// MARK: - Columns and lookups

extension MappingReader {
  private func readLookups(_ node: YAMLNode?) {
    for entry in node?.entries("lookups", problems) ?? [] {
      let path = "lookups.\(entry.key)"
      var entries: [String: String] = [:]
      var otherwise: String?
      for line in entry.value.entries(path, problems) {
        guard let text = line.value.text else {
          problems.add("must be a single value", line.value, "\(path).\(line.key)")
          continue
        }
        if line.key == "*" { otherwise = text } else { entries[line.key] = text }
      }
      lookups.append(Lookup(name: entry.key, entries: entries, otherwise: otherwise))
    }
  }

  func lookup(_ name: String, _ node: YAMLNode, _ path: String) -> Int? {
    if let index = lookups.firstIndex(where: { $0.name == name }) { return index }
    problems.addUnknown("the lookup", name, among: lookups.map(\.name), node, path)
    return nil
  }

  private func readColumns(_ node: YAMLNode?, zone: ZoneRule, formats: [TimeFormat]) {
    standard.zone = zone
    standard.formats = formats
    for entry in node?.entries("columns", problems) ?? [] {
      let path = "columns.\(entry.key)"
      guard var map = YAMLMap(entry.value, path: path, problems: problems) else { continue }
      var column = newColumn(entry.key)
      column.trims = map.flag("trim", default: true)
      column.emptyTexts = map.texts("empty")
      column.defaultText = map.text("default")
      column.isRequired = map.flag("required", default: false)
      column.isOptional = map.flag("optional", default: false)
      column.isDeclaredPersonal = map.flag("personal", default: false)
      column.kind = word(&map, "kind", MappingColumn.Kind.self) ?? .text
      if let node = map.take("lookup"), let name = map.text("lookup") {
        column.lookup = lookup(name, node, map.path("lookup"))
      }
      if let node = map.take("time") {
        column.formats = timeFormats(node, map.path("time")) ?? []
        column.kind = .time
      }
      if let node = map.take("zone"), let zone = self.zone(node, map.path("zone")) {
        column.zone = zone
      }
      if column.isRequired { column.uses.append("required") }
      map.finish()
      columns.append(column)
    }
  }

  private func newColumn(_ name: String) -> MappingColumn {
    var column = MappingColumn(name: name)
    column.zone = standard.zone
    column.formats = standard.formats
    guard format == .open311 else { return column }
    column.path = name.split(separator: ".").map(String.init)
    if let each, column.path.first == each.name {
      column.path.removeFirst()
      column.isInElement = true
    }
    return column
  }

  /// The column called `name`, described before or now named for the first time.
  func column(_ name: String, _ node: YAMLNode, _ path: String) -> ColumnID? {
    guard !name.isEmpty, !name.contains("{") else {
      problems.add("must be a column name without braces", node, path)
      return nil
    }
    let id = columns.firstIndex { $0.name == name } ?? columns.count
    if id == columns.count { columns.append(newColumn(name)) }
    if columns[id].isInElement {
      usedElement = true
      if !mayUseElement {
        problems.add(
          "\"\(name)\" belongs to an element of the list, which is not at hand here", node, path)
      }
    }
    if !columns[id].uses.contains(use) { columns[id].uses.append(use) }
    if !useIsSealed { columns[id].isUsedInClear = true }
    return id
  }

  /// A description without a use is mostly a name mistyped elsewhere.
  private func reportUnusedColumns(_ node: YAMLNode?) {
    guard case .map(let entries)? = node?.content else { return }
    for entry in entries {
      guard let column = columns.first(where: { $0.name == entry.key }), column.uses.isEmpty
      else { continue }
      let others = columns.filter { !$0.uses.isEmpty }.map(\.name)
      problems.add(
        "the column \"\(entry.key)\" is described but never used", entry.keyNode, "columns",
        suggestion: Suggestion.nearest(to: entry.key, in: others))
    }
  }

  /// Reads a part of the file with `label` as the use of every column it names.
  func using<Result>(_ label: String, sealed: Bool = false, _ body: () -> Result) -> Result {
    let before = (use, useIsSealed)
    (use, useIsSealed) = (label, sealed)
    defer { (use, useIsSealed) = before }
    return body()
  }
}
