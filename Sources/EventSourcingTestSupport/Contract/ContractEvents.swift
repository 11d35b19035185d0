// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The events that the contract's checks append: three types alike, told apart by their names.
public enum ContractEvents {
  /// What a store must accept.
  public static let catalogue = SchemaCatalogue(types.map(schema))

  /// The types by index.
  static let types: [EventType] = ["ContractOpened", "ContractChanged", "ContractClosed"]
  static let opened = types[0]
  static let changed = types[1]
  static let closed = types[2]

  /// An event of `type` about a thing, under any number of tags.
  ///
  /// - Parameter number: Makes the content differ.
  static func event(
    _ type: EventType = opened, thing: Int = 1, tags: [Int] = [], number: Int = 0,
    id: EventID? = nil
  ) throws -> NewEvent {
    let body = try schema(type).encode([
      NamedValue("thing", .object(ContractEvents.thing(thing))),
      NamedValue("tags", .list(tags.map { .object(tag($0)) })),
      NamedValue("number", .int(Int64(number))),
    ])
    return NewEvent(
      id: id, type: type, version: 1, stream: ContractEvents.thing(thing),
      occurred: "2021-08-05T09:00:00+08:00", body: body)
  }

  static func thing(_ number: Int) -> ObjectName { ObjectName("thing", "\(number)") }
  static func tag(_ number: Int) -> ObjectName { ObjectName("tag", "\(number)") }

  private static func schema(_ type: EventType) -> EventSchema {
    EventSchema(
      type, title: "something for the contract", stream: "thing",
      [
        .reference("thing", "thing"), .references("tags", "tag", role: "tag"),
        Field(1, "number", .int),
      ]
    )
  }
}

extension Query {
  /// One item: any of the types, all of the tags.
  static func tagged(_ tags: Int..., types: EventType...) -> Query {
    Query([
      Item(
        types: Set(types), references: tags.map { Reference("tag", ContractEvents.tag($0)) })
    ])
  }

  /// Whether an event is meant: the rules of queries once more, as plainly as can be.
  func means(_ event: StoredEvent) -> Bool {
    items.contains { item in
      (item.types.isEmpty || item.types.contains(event.content.type))
        && item.references.allSatisfy { event.content.references.contains($0) }
        && (item.stream == nil || item.stream == event.content.stream)
    }
  }

  /// The query in words, for messages.
  var words: String {
    items.map { item in
      var words = item.references.map { "\($0.role)=\($0.object)" }
      if let stream = item.stream { words.insert("stream \(stream)", at: 0) }
      let types = item.types.sorted().map(\.name)
      if !types.isEmpty { words.insert(types.joined(separator: " or "), at: 0) }
      return words.isEmpty ? "everything" : words.joined(separator: " and ")
    }.joined(separator: ", or ")
  }
}
