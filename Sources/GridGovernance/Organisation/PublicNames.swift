// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The public names of divisions and bodies, as a log knew them at a position.
///
/// For showing only: rows and keys hold codes, which never change. Persons have no names here.
public struct PublicNames {
  private let log: EventLog
  private let through: Position
  private var known: [ObjectName: String?] = [:]

  /// - Parameter through: Names given later are not used.
  public init(_ log: EventLog, through: Position) {
    self.log = log
    self.through = through
  }

  /// The last name that was registered; `nil` if there is none or the object is of another kind.
  public mutating func name(of object: ObjectName) throws(EventLogError) -> String? {
    if let name = known[object] { return name }
    let name = try registered(object)
    known[object] = name
    return name
  }

  private func registered(_ object: ObjectName) throws(EventLogError) -> String? {
    let query: Query
    switch object.kind {
    case .division: query = .reference(.division, object, types: .divisionRegistered)
    case .body: query = .reference(.body, object, types: .bodyRegistered)
    default: return nil
    }
    let events = try log.events(query, through: through, direction: .backwards, limit: 1)
    guard let values = try? events.first?.fields(in: GovernanceEvent.catalogue),
      case .text(let name)? = values.first(where: { $0.name == "name" })?.value
    else { return nil }
    return name
  }
}
