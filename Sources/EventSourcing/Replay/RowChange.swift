// SPDX-License-Identifier: Apache-2.0

/// A field that differs between two views; `nil` where the field is absent.
public struct FieldChange: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let old: Value?
  public let new: Value?

  public var description: String {
    "\(name) \(old.map(\.description) ?? "–") → \(new.map(\.description) ?? "–")"
  }
}

/// A row that differs between two views.
public struct RowChange: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    case added(ViewRow)
    case removed(ViewRow)
    case changed([FieldChange])
  }

  /// The projection's Swift type.
  public let projection: String
  public let key: RowKey
  public let kind: Kind
  /// True if the table is not the projection's first: its name is told then.
  let namesTable: Bool

  /// `TownWorkload division/321023101:2021-08: received 12 → 15`.
  public var description: String {
    let place = projection + (namesTable ? ".\(key.table)" : "") + " \(key.text): "
    switch kind {
    case .added(let row): return place + "new, \(row)"
    case .removed(let row): return place + "gone, was \(row)"
    case .changed(let fields):
      return place + fields.map(\.description).joined(separator: ", ")
    }
  }
}

extension AnyView {
  /// The stored rows that are added, removed or changed on the way to `other`, by table in
  /// declaration order, then by key.
  ///
  /// - Throws: ``ReplayError`` if `other` is of another projection or version.
  public func changes(toAny other: AnyView) throws(ReplayError) -> [RowChange] {
    guard name == other.name, version == other.version, tables == other.tables else {
      throw error(.notComparable(other: "\(other.name) version \(other.version)"))
    }
    return differences(other)
  }

  /// The same between versions of a projection, whose tables may be others.
  func changes(toVersion other: AnyView) -> [RowChange] {
    if version == other.version, tables == other.tables { return differences(other) }
    let labels = tables + other.tables.filter { !tables.contains($0) }
    return labels.flatMap { label in
      changes(label, storedRows(label), other.storedRows(label))
    }
  }

  private func storedRows(_ label: String) -> [PlainRow] {
    answers.first { $0.label == label }.map(storedRows) ?? []
  }

  fileprivate func differences(_ other: AnyView) -> [RowChange] {
    let buckets = Set(
      (0..<ViewDigests.bucketCount).filter { digests.buckets[$0] != other.digests.buckets[$0] })
    if buckets.isEmpty { return [] }
    return zip(answers, other.answers).flatMap { mine, theirs in
      changes(mine.label, rows(mine, in: buckets), other.rows(theirs, in: buckets))
    }
  }

  /// The stored rows of a table that fall into one of these buckets, sorted by key.
  private func rows(_ answer: RegisteredTable, in buckets: Set<Int>) -> [PlainRow] {
    var digester = Digester(digest.algorithm)
    var rows: [PlainRow] = []
    for row in storedRows(answer) {
      let bucket = ViewDigests.bucket(answer.label, row.key, &digester)
      if buckets.contains(bucket) { rows.append(row) }
    }
    return rows
  }

  private func changes(_ label: String, _ old: [PlainRow], _ new: [PlainRow]) -> [RowChange] {
    var changes: [RowChange] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      let order =
        i == old.count ? 1 : j == new.count ? -1 : Value.compare(old[i].key, new[j].key)
      if order < 0 {
        changes.append(change(label, .removed(row(label, old[i])), old[i].key))
        i += 1
      } else if order > 0 {
        changes.append(change(label, .added(row(label, new[j])), new[j].key))
        j += 1
      } else {
        if old[i].row != new[j].row {
          let fields = AnyView.fieldChanges(row(label, old[i]), row(label, new[j]))
          changes.append(change(label, .changed(fields), old[i].key))
        }
        i += 1
        j += 1
      }
    }
    return changes
  }

  private func row(_ label: String, _ plain: PlainRow) -> ViewRow {
    ViewRow(table: label, key: plain.key, row: plain.row)
  }

  private func change(_ label: String, _ kind: RowChange.Kind, _ key: Value) -> RowChange {
    RowChange(
      projection: title, key: RowKey(table: label, key: key), kind: kind,
      namesTable: label != tables[0])
  }

  /// In the old row's order of fields, then those that only the new one has.
  private static func fieldChanges(_ old: ViewRow, _ new: ViewRow) -> [FieldChange] {
    let names =
      old.fields.map(\.name) + new.fields.map(\.name).filter { old[$0] == nil }
    return names.compactMap { name in
      old[name] == new[name] ? nil : FieldChange(name: name, old: old[name], new: new[name])
    }
  }
}

extension View {
  /// The stored rows that are added, removed or changed on the way to `other`, by table in
  /// declaration order, then by key.
  public func changes(to other: View<P>) -> [RowChange] { differences(other) }
}
