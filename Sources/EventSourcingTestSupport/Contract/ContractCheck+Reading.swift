// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ContractCheck {
  /// Read filters.
  static let reading: [ContractCheck] = [
    ContractCheck("an event read back says what was appended") { scene in
      let id = EventID(high: 0xC0, low: 1)
      let event = try ContractEvents.event(
        ContractEvents.changed, thing: 7, tags: [2, 1], number: -3, id: id)
      try scene.given("one event", [event])
      let found = try scene.store.read(.all, after: .origin, limit: .max, backwards: false)
      let content = found.first?.content
      try scene.expect(
        content?.id == id && content?.type == event.type && content?.stream == event.stream
          && content?.references == event.body.references
          && content?.payload == event.body.payload && content?.occurred == event.occurred,
        when: "it is read", then: "id, type, stream, references and payload are as they were",
        found: "\(String(describing: content))")
    },
    ContractCheck("everything is read in the order of positions, which have no gaps") { scene in
      try scene.given("an event", [ContractEvents.event()])
      try scene.given("two events", [ContractEvents.event(thing: 2), ContractEvents.event()])
      try scene.expect([1, 2, 3], of: .all)
    },
    ContractCheck("the types of an item are alternatives") { scene in
      try scene.givenTypes()
      try scene.expect([1, 4], of: .types(ContractEvents.opened))
      try scene.expect([1, 3, 4], of: .types(ContractEvents.opened, ContractEvents.closed))
    },
    ContractCheck("the references of an item must all be there") { scene in
      try scene.givenTags()
      try scene.expect([1, 3, 4], of: .tagged(1))
      try scene.expect([3, 4], of: .tagged(1, 2))
      try scene.expect([3, 4], of: .tagged(2, 1))
      try scene.expect([4], of: .tagged(1, 2, 3))
    },
    ContractCheck("types and references of an item narrow each other") { scene in
      try scene.givenTags()
      try scene.expect([4], of: .tagged(1, types: ContractEvents.changed))
      try scene.expect([2, 3], of: .tagged(2, types: ContractEvents.opened))
      try scene.expect([], of: .tagged(1, types: ContractEvents.closed))
    },
    ContractCheck("an event that two items mean is read once") { scene in
      try scene.givenTags()
      try scene.expect([1, 2, 3, 4], of: Query.tagged(1).or(.tagged(2)))
      try scene.expect([4, 5], of: Query.tagged(3).or(.types(ContractEvents.closed)))
    },
    ContractCheck("a tag that an event has twice is no second event") { scene in
      try scene.given("an event tagged 1, 2 and 1", [ContractEvents.event(tags: [1, 2, 1])])
      try scene.expect([1], of: .tagged(1))
      try scene.expect([1], of: .tagged(2, 1))
    },
    ContractCheck("a stream is read like a reference") { scene in
      try scene.given(
        "events of things 1, 2, 1", [1, 2, 1].map { try ContractEvents.event(thing: $0) })
      try scene.expect([1, 3], of: .stream(ContractEvents.thing(1)))
      try scene.expect([2], of: .stream(ContractEvents.thing(2)))
    },
    ContractCheck("what never was used, and a query without items, mean nothing") { scene in
      try scene.givenTags()
      try scene.expect([], of: .tagged(99))
      try scene.expect([], of: .tagged(1, 99))
      try scene.expect([], of: .types("ContractNeverUsed"))
      try scene.expect([], of: Query([]))
    },
    ContractCheck("only what stands behind the position is read") { scene in
      try scene.givenTags()
      try scene.expect([2, 3, 4, 5], of: .all, after: 1)
      try scene.expect([4], of: .tagged(1), after: 3)
      try scene.expect([], of: .all, after: 5)
      try scene.expect([], of: .all, after: 77)
    },
    ContractCheck("backwards the same events come, the latest first") { scene in
      try scene.givenTags()
      try scene.expect([5, 4, 3, 2, 1], of: .all, backwards: true)
      try scene.expect([4, 3], of: .tagged(1), after: 1, backwards: true)
      try scene.expect(
        [4, 3, 2, 1], of: Query.tagged(2).or(.tagged(1)), backwards: true)
    },
    ContractCheck("a limit cuts the far end of the read") { scene in
      try scene.givenTags()
      try scene.expect([1, 3], of: .tagged(1), limit: 2)
      try scene.expect([4, 3], of: .tagged(1), limit: 2, backwards: true)
      try scene.expect([2], of: .all, after: 1, limit: 1)
      try scene.expect([1, 2, 3, 4, 5], of: .all, limit: 5)
    },
    ContractCheck("a long history read in pages is the history") { scene in
      try scene.givenLongHistory()
      for query in [Query.all, .tagged(1)] {
        let all = try scene.store.read(query, after: .origin, limit: .max, backwards: false)
        for size in [100, 255, 256, 257, 1024] {
          let pages = try scene.pages(of: query, size: size)
          try scene.expect(
            pages == all, when: "read \(query.words) in pages of \(size)",
            then: "the pages are what one read gives",
            found: "\(ContractScene.text(pages.map(\.position)))")
        }
      }
    },
    ContractCheck("a long history is read by index as by a scan") { scene in
      let count = try scene.givenLongHistory()
      let all = (1...count).map { Position(UInt64($0)) }
      try scene.expect(all, of: .all)
      try scene.expect(all.filter { $0.rawValue % 7 == 1 }, of: .tagged(1))
      try scene.expect(
        all.filter { $0.rawValue % 7 == 1 }.reversed(), of: .tagged(1), backwards: true)
      try scene.expect(
        all.filter { $0.rawValue % 21 == 4 }, of: .tagged(4, types: ContractEvents.changed))
    },
  ]
}

extension ContractScene {
  func givenTypes() throws {
    let types = [
      ContractEvents.opened, ContractEvents.changed, ContractEvents.closed, ContractEvents.opened,
    ]
    try given(
      "events opened, changed, closed, opened", types.map { try ContractEvents.event($0) })
  }

  func givenTags() throws {
    try given(
      "events opened 1, opened 2, opened 1+2, changed 1+2+3, closed without tags",
      [
        ContractEvents.event(tags: [1]), ContractEvents.event(thing: 2, tags: [2]),
        ContractEvents.event(thing: 3, tags: [1, 2]),
        ContractEvents.event(ContractEvents.changed, tags: [3, 2, 1]),
        ContractEvents.event(ContractEvents.closed, thing: 4),
      ])
  }

  /// Longer than any page, segment or tail: event n is tagged n mod 7, its type is n mod 3.
  @discardableResult
  func givenLongHistory() throws -> Int {
    let count = 2600
    for first in stride(from: 1, through: count, by: 100) {
      let events = try (first..<first + 100).map { number in
        try ContractEvents.event(
          ContractEvents.types[number % 3], thing: number % 11, tags: [number % 7],
          number: number)
      }
      _ = try store.append(events, if: .none)
    }
    try given("\(count) events, n tagged n mod 7, of type n mod 3", [])
    return count
  }

  fileprivate func pages(of query: Query, size: Int) throws -> [StoredEvent] {
    var pages: [StoredEvent] = []
    var after = Position.origin
    while true {
      let page = try store.read(query, after: after, limit: size, backwards: false)
      pages += page
      guard page.count == size, let last = page.last, last.position > after else { return pages }
      after = last.position
    }
  }
}
