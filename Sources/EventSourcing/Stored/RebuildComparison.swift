// SPDX-License-Identifier: Apache-2.0

/// What a rebuilt view says otherwise than the serving one, as of the same position.
public struct RebuildComparison: Hashable, Sendable {
  public let projection: String
  public let oldVersion: Int
  public let newVersion: Int
  /// Both views know the events up to here.
  public let position: Position
  public let added: Int
  public let removed: Int
  public let changed: Int
  /// Rows of the rebuilt view.
  public let rows: Int
  /// Events refused or waiting behind refused ones, in the old view and in the new one.
  public let refusedBefore: Int
  public let refusedAfter: Int
  /// The first differences as text, by table and key; at most ``listed``.
  public let lines: [String]

  /// As many differences are kept for reading.
  public static let listed = 1000

  public var total: Int { added + removed + changed }

  /// True if the two answer otherwise: by a row, or by what they refused.
  public var differs: Bool { total > 0 || refusedBefore != refusedAfter }

  init(_ old: AnyView, _ new: AnyView) {
    let changes = old.changes(toVersion: new)
    projection = new.name
    oldVersion = old.version
    newVersion = new.version
    position = new.moment.position
    var counts = (added: 0, removed: 0, changed: 0)
    for change in changes {
      switch change.kind {
      case .added: counts.added += 1
      case .removed: counts.removed += 1
      case .changed: counts.changed += 1
      }
    }
    (added, removed, changed) = counts
    rows = new.answers.reduce(0) { $0 + $1.store.count }
    refusedBefore = old.quarantine.reduce(0) { $0 + 1 + $1.parked }
    refusedAfter = new.quarantine.reduce(0) { $0 + 1 + $1.parked }
    lines = changes.prefix(RebuildComparison.listed).map(\.description)
  }
}

extension RebuildComparison {
  /// Of two generations with the same bytes.
  init(equal old: GenerationState, _ new: GenerationState) {
    projection = new.projection
    oldVersion = old.version
    newVersion = new.version
    position = new.position
    (added, removed, changed) = (0, 0, 0)
    rows = new.tables.filter(\.isAnswer).reduce(0) { $0 + $1.rows }
    refusedBefore = old.allRefused.reduce(0) { $0 + 1 + $1.parked }
    refusedAfter = refusedBefore
    lines = []
  }

  var value: Value {
    .message([
      NamedValue("projection", .text(projection)),
      NamedValue("oldVersion", .int(Int64(oldVersion))),
      NamedValue("newVersion", .int(Int64(newVersion))),
      NamedValue("position", .int(Int64(position.rawValue))),
      NamedValue("added", .int(Int64(added))), NamedValue("removed", .int(Int64(removed))),
      NamedValue("changed", .int(Int64(changed))), NamedValue("rows", .int(Int64(rows))),
      NamedValue("refusedBefore", .int(Int64(refusedBefore))),
      NamedValue("refusedAfter", .int(Int64(refusedAfter))),
      NamedValue("lines", .list(lines.map { .text($0) })),
    ])
  }

  init?(_ value: Value?) {
    guard let value, case .text(let projection)? = value["projection"],
      let oldVersion = value.int("oldVersion"), let newVersion = value.int("newVersion"),
      let position = value.int("position"), let added = value.int("added"),
      let removed = value.int("removed"), let changed = value.int("changed"),
      let rows = value.int("rows"), let refusedBefore = value.int("refusedBefore"),
      let refusedAfter = value.int("refusedAfter")
    else { return nil }
    self.projection = projection
    self.oldVersion = Int(oldVersion)
    self.newVersion = Int(newVersion)
    self.position = Position(UInt64(position))
    self.added = Int(added)
    self.removed = Int(removed)
    self.changed = Int(changed)
    self.rows = Int(rows)
    self.refusedBefore = Int(refusedBefore)
    self.refusedAfter = Int(refusedAfter)
    lines = value.texts("lines")
  }
}
