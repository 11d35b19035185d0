// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@Suite struct ReadTests {
  /// Every read plan against a filter of the whole log, forwards and backwards.
  @Test(arguments: [1, 42, 20_260_417] as [UInt64])
  func `indexes answer what a scan would`(seed: UInt64) throws {
    let test = try TemporaryLog()
    var generator = SeededGenerator(seed: seed)
    var requests: [[NewEvent]] = []
    for _ in 0..<700 {
      let name = "n\(Int.random(in: 0..<9, using: &generator))"
      let author: ObjectName? =
        Bool.random(using: &generator)
        ? ObjectName("person", "p\(Int.random(in: 0..<4, using: &generator))") : nil
      if Int.random(in: 0..<5, using: &generator) == 0 {
        requests.append([try NewEvent(NoteBurnt(note: ObjectName("note", name)))])
      } else {
        requests.append([try note(name, author: author)])
      }
    }
    for result in test.log.appendTogether(requests) { _ = try result.get() }
    let all = try test.log.events()
    #expect(all.map(\.position.rawValue) == Array(1...700))

    let queries: [Query] = [
      .all, .types("NoteBurnt"), .types("NoteTaken", "NoteBurnt"), .stream("note/n3"),
      .reference("author", "person/p1"), .reference("author", "person/p1", types: "NoteTaken"),
      Query([
        Query.Item(references: [Reference("author", "person/p2"), Reference("note", "note/n1")])
      ]),
      Query.stream("note/n4").or(.types("NoteBurnt")), .types("Unknown"),
      .reference("author", "person/nobody"),
    ]
    for query in queries {
      let after = Position(UInt64.random(in: 0..<700, using: &generator))
      let through = Position(UInt64.random(in: 0..<800, using: &generator))
      let expected = all.filter {
        $0.position > after && $0.position <= through && ReadTests.matches($0, query)
      }
      let found = try test.log.events(query, after: after, through: through)
      #expect(found == expected, "seed \(seed), \(query), \(after)…\(through)")
      let backwards = try test.log.events(
        query, after: after, through: through, direction: .backwards)
      #expect(backwards == expected.reversed(), "seed \(seed), backwards, \(query)")
    }
  }

  private static func matches(_ event: StoredEvent, _ query: Query) -> Bool {
    query.items.contains { item in
      (item.types.isEmpty || item.types.contains(event.content.type))
        && item.references.allSatisfy { event.content.references.contains($0) }
        && (item.stream == nil || item.stream == event.content.stream)
    }
  }
}
