// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@Suite struct AppendTests {
  @Test func `positions are dense and events come back to the byte`() throws {
    let test = try TemporaryLog()
    let id = try #require(EventID(uuid: "0192a000-0000-7000-8000-000000000001"))
    let event = try NewEvent(
      NoteTaken(note: "note/a", author: "person/p1", words: -7, heading: "氾水镇"),
      id: id, occurred: "2021-08-05T09:00:00+08:00",
      actor: Actor(body: "body/desk", post: "post/clerk"),
      source: Source(system: "system/12345", externalID: "A-1", mode: .imported),
      causation: EventID(high: 1, low: 2), correlation: EventID(high: 3, low: 4))
    let receipt = try test.log.append([event, note("b"), note("a")])
    #expect(receipt.positions == [1, 2, 3])
    #expect(receipt.appended == 3)

    let log = try test.reopened()
    let stored = try #require(try log.event(at: 1))
    #expect(
      stored.content.references == [
        Reference("note", "note/a"), Reference("author", "person/p1"),
      ])
    #expect(stored.content.actor == event.actor)
    #expect(stored.content.source == event.source)
    #expect(stored.content.payload == event.body.payload)
    #expect(try EventContent(bytes: stored.content.bytes) == stored.content)
    #expect(try log.events(.stream("note/a")).map(\.position) == [1, 3])
    #expect(try log.events(.stream("note/a")).map(\.streamVersion) == [1, 2])
    #expect(try log.head == 3)
    #expect(try log.version(of: "note/a") == 2)
  }

  @Test func `a handle is the name with its number, in its own log and in others`() throws {
    let plain = try TemporaryLog()
    let handled = try TemporaryLog()
    let stranger = try TemporaryLog()
    try stranger.log.append([note("x"), note("y"), note("z")])
    for log in [handled.log, stranger.log] {
      // Of the other log too, whose numbers must not be taken for these.
      let handle = handled.log.object("note/z")
      #expect(handle == "note/z")
      for _ in 0..<3 { try log.append([NewEvent(NoteTaken(note: handle, words: 1))]) }
    }
    for _ in 0..<3 { try plain.log.append(note("z")) }
    let expected = try plain.log.events().map(\.content.references)
    #expect(try handled.log.events().map(\.content.references) == expected)
    #expect(try handled.reopened().events(.stream("note/z")).map(\.streamVersion) == [1, 2, 3])
    #expect(
      try stranger.reopened().events(.stream("note/z")).map(\.streamVersion) == [1, 2, 3, 4])
  }

  @Test func `the same append twice is one append`() throws {
    let test = try TemporaryLog()
    let id = EventID(high: 5, low: 6)
    let first = try test.log.append(note("a", words: 3, id: id, text: "personal words"))
    let second = try test.log.append(note("a", words: 3, id: id, text: "personal words"))
    #expect(second.positions == first.positions)
    #expect(second.recorded == first.recorded)
    #expect(second.appended == 0)
    #expect(try test.log.head == 1)
  }

  @Test func `the same id with other content is refused and names its place`() throws {
    let test = try TemporaryLog()
    let id = EventID(high: 5, low: 6)
    try test.log.append(note("a", words: 3, id: id))
    #expect(throws: AppendError.idTaken(id: id, by: 1)) {
      try test.log.append(note("a", words: 4, id: id))
    }
    let other = EventID(high: 5, low: 7)
    #expect(throws: AppendError.idTaken(id: other, by: 2)) {
      try test.log.append([note("b", id: other), note("b", id: other)])
    }
    #expect(try test.log.head == 1)
  }

  @Test func `an expected version that moved on refuses the whole request`() throws {
    let test = try TemporaryLog()
    try test.log.append(note("a"))
    #expect(throws: AppendError.wrongVersion(stream: "note/a", expected: 0, actual: 1)) {
      try test.log.append([note("b"), note("a")], if: .version(0, of: "note/a"))
    }
    try test.log.append(note("a"), if: .version(1, of: "note/a"))
    #expect(try test.log.head == 2)
    #expect(try test.log.version(of: "note/b") == 0)
  }

  @Test func `a condition sees matching events after the position, and only those`() throws {
    let test = try TemporaryLog()
    try test.log.append([note("a", author: "person/p"), note("b"), note("a")])
    let byAuthor = Query.reference("author", "person/p", types: "NoteTaken")
    #expect(throws: AppendError.conditionFailed(after: 0, found: 1)) {
      try test.log.append(note("c"), if: .noEvents(matching: byAuthor, after: .origin))
    }
    try test.log.append(note("c"), if: .noEvents(matching: byAuthor, after: 1))
    try test.log.append(
      note("c"), if: .noEvents(matching: .types("NoteBurnt"), after: .origin))
    #expect(throws: AppendError.conditionFailed(after: 2, found: 3)) {
      try test.log.append(note("c"), if: .noEvents(matching: .stream("note/a"), after: 2))
    }
  }

  @Test func `a retry after success does not fall over its own condition`() throws {
    let test = try TemporaryLog()
    let event = try note("a", id: EventID(high: 1, low: 1))
    try test.log.append(event, if: .version(0, of: "note/a"))
    let again = try test.log.append(event, if: .version(0, of: "note/a"))
    #expect(again.positions == [1])
  }

  @Test func `an unknown type, a wrong field and a future time are refused with the place`() throws
  {
    let test = try TemporaryLog()
    var event = try note("a")
    event.type = "NoteLost"
    #expect(
      throws: AppendError.invalid(index: 0, SchemaError("NoteLost", version: 1, .unknownType))
    ) {
      try test.log.append(event)
    }
    event = try note("a")
    event.body.payload = [0x08, 0x80, 0x00]
    #expect(throws: AppendError.self) { try test.log.append(event) }
    event = try note("a", occurred: "2999-01-01T00:00:00Z")
    #expect(throws: AppendError.self) { try test.log.append(event) }
    #expect(try test.log.head == .origin)
  }

  @Test func `with the source's clock a log has a past and says so for ever`() throws {
    let test = try TemporaryLog(clock: .source)
    try test.log.append(note("a", occurred: "2016-03-01T00:00:00Z"))
    try test.log.append(note("b", occurred: "2016-02-01T00:00:00Z"))
    let events = try test.reopened().events()
    #expect(events.map(\.recorded) == ["2016-03-01T00:00:00Z", "2016-03-01T00:00:00Z"])
    #expect(events.map(\.flags) == [.clockInjected, [.clockInjected, .clockClamped]])
    #expect(try test.reopened().identity.clock == .source)
  }

  @Test func `requests of one commit see each other`() throws {
    let test = try TemporaryLog()
    let old = EventID(high: 9, low: 9)
    try test.log.append(note("a", id: old))
    let first = EventID(high: 5, low: 1)
    let results = test.log.appendTogether([
      [try note("b", id: first), try note("c", id: EventID(high: 4, low: 1))],
      [try note("b", id: first), try note("b", words: 2)],
      [try note("b", words: 3, id: first)],
      [try note("a", id: old)],
      [try note("d", id: EventID(high: 3, low: 1)), try note("d", id: EventID(high: 3, low: 1))],
    ])
    #expect(try results[0].get().positions == [2, 3])
    #expect(try results[1].get().positions == [2, 4])
    #expect(try results[1].get().appended == 1)
    #expect(results[2] == .failure(.idTaken(id: first, by: 2)))
    #expect(try results[3].get().positions == [1])
    #expect(results[4] == .failure(.idTaken(id: EventID(high: 3, low: 1), by: 5)))
    #expect(try test.log.version(of: "note/b") == 2)
    #expect(try test.reopened().events(.stream("note/b")).map(\.position) == [2, 4])
  }

  @Test func `of many tasks with one condition exactly one wins`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    let author: ObjectName = "person/p1"
    let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<60 {
        group.addTask {
          do {
            try await log.append(
              [note("n\(index)", author: author)],
              if: .noEvents(matching: .reference("author", author), after: .origin))
            return true
          } catch AppendError.conditionFailed {
            return false
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 1)
    #expect(try log.head == 1)
  }

  @Test func `many tasks appending at once get dense positions and every event once`() async throws
  {
    let test = try TemporaryLog()
    let log = test.log
    try await withThrowingTaskGroup(of: Receipt.self) { group in
      for index in 0..<200 {
        group.addTask { try await log.append([note("n\(index % 7)", words: index)]) }
      }
      var positions: Set<Position> = []
      for try await receipt in group { positions.formUnion(receipt.positions) }
      #expect(positions == Set((1...200).map { Position($0) }))
    }
    let versions = try (0..<7).map { try log.version(of: ObjectName("note", "n\($0)")) }
    #expect(versions.reduce(0, +) == 200)
  }

  @Test func `a store restored to an older state refuses to append`() throws {
    let test = try TemporaryLog()
    try test.log.append(note("a"))
    let head = HeadFileForgery(path: test.path + "/HEAD")
    try head.claim(position: 9, transaction: 400)
    #expect(throws: AppendError.self) { try test.log.append(note("b")) }
  }
}
