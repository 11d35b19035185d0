// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A county's log: the door of its reads and commands.
///
/// ```swift
/// let county = County(log, scope: .county)
/// let then = try county.view(TownWorkload.self, asOf: .recorded("2021-10-01"))
/// ```
public struct County: Sendable {
  public let log: EventLog
  public let scope: Scope
  /// Who acts where a command does not say.
  public let actor: Actor
  let books: CountyBooks

  public init(_ log: EventLog, scope: Scope, actor: Actor = Actor()) {
    self.init(log, scope: scope, actor: actor, books: CountyBooks(log))
  }

  private init(_ log: EventLog, scope: Scope, actor: Actor, books: CountyBooks) {
    self.log = log
    self.scope = scope
    self.actor = actor
    self.books = books
  }

  /// The same county with another body and person acting.
  public func acting(as body: ObjectName, person: ObjectName? = nil) -> County {
    County(log, scope: scope, actor: Actor(body: body, person: person), books: books)
  }

  /// A ticket by its number or its name, whether it exists yet or not.
  ///
  /// Traps if the number is none: 1–200 bytes without control characters.
  public func ticket(_ number: String) -> Ticket {
    let prefix = "ticket/"
    let key = number.hasPrefix(prefix) ? String(number.dropFirst(prefix.count)) : number
    return Ticket(ObjectName(.ticket, key), of: self)
  }

  /// Where commands of whoever acts meet the log.
  var door: CommandDoor { CommandDoor(log: log, actor: actor) }

  // MARK: Views

  /// A view as of any moment, cut to the scope.
  ///
  /// - Throws: ``ReplayError``; an event that the view refuses is listed in it, not thrown.
  public func view<P: Projection>(
    _ projection: P.Type, asOf: AsOf = .head, happenedBy: Moment? = nil, clock: Instant? = nil
  ) throws(ReplayError) -> CountyAnswer<P> {
    CountyAnswer(
      try log.replay(projection, asOf: asOf, happenedBy: happenedBy, clock: clock), scope)
  }

  /// The events behind a row, as of a moment.
  public func explain<P: Projection>(
    _ projection: P.Type, row key: RowKey, asOf: AsOf = .head, happenedBy: Moment? = nil
  ) throws(ReplayError) -> Explanation {
    let answer = try view(projection, asOf: asOf, happenedBy: happenedBy)
    guard answer.rows.contains(where: { $0.key == key }) else {
      throw ReplayError(.noSuchRow(key: key.text), in: P.name)
    }
    return try answer.view.explain(key)
  }
}

/// The rows of a view that a scope may see.
public struct CountyAnswer<P: Projection> {
  /// The whole view, unscoped.
  public let view: View<P>
  public let scope: Scope
  /// In the view's order.
  public let rows: [ViewRow]

  init(_ view: View<P>, _ scope: Scope) {
    self.view = view
    self.scope = scope
    rows = view.rows.filter { scope.contains($0) }
  }

  /// For what moment the answer is.
  public var moment: ViewMoment { view.moment }

  /// Rows added, removed and changed from this answer to the other, field by field.
  public func changes(to other: CountyAnswer<P>) -> [RowChange] {
    let keys = Set(rows.map(\.key)).union(other.rows.map(\.key))
    return view.changes(to: other.view).filter { keys.contains($0.key) }
  }
}
