// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ContractCheck {
  /// Append conditions, all or none, ids.
  static let conditions: [ContractCheck] = [
    ContractCheck("an append whose query means nothing is taken") { scene in
      try scene.givenTags()
      try scene.expect(
        .appended([6]), to: [ContractEvents.event(tags: [9])],
        if: .noEvents(matching: .tagged(9), after: .origin))
    },
    ContractCheck("an append whose query means an event behind the position is refused") { scene in
      try scene.givenTags()
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event(tags: [1])],
        if: .noEvents(matching: .tagged(1), after: 3))
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event()],
        if: .noEvents(matching: .types(ContractEvents.closed), after: 4))
    },
    ContractCheck("an event at or before the position is not in the way") { scene in
      try scene.givenTags()
      try scene.expect(
        .appended([6]), to: [ContractEvents.event(tags: [1])],
        if: .noEvents(matching: .tagged(1), after: 4))
      try scene.expect(
        .appended([7]), to: [ContractEvents.event()],
        if: .noEvents(matching: .tagged(2), after: 6))
    },
    ContractCheck("an event that the query does not wholly mean is not in the way") { scene in
      try scene.givenTags()
      try scene.expect(
        .appended([6]), to: [ContractEvents.event()],
        if: .noEvents(matching: .tagged(1, types: ContractEvents.closed), after: .origin))
      try scene.expect(
        .appended([7]), to: [ContractEvents.event()],
        if: .noEvents(matching: .tagged(1, 3), after: 4))
    },
    ContractCheck("every item of a condition's query is in the way") { scene in
      try scene.givenTags()
      let query = Query.tagged(77).or(.types(ContractEvents.closed))
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event()], if: .noEvents(matching: query, after: 4))
      try scene.expect(
        .appended([6]), to: [ContractEvents.event()], if: .noEvents(matching: query, after: 5))
    },
    ContractCheck("a condition on everything means any event behind the position") { scene in
      try scene.givenTypes()
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event()], if: .noEvents(matching: .all, after: 3))
      try scene.expect(
        .appended([5]), to: [ContractEvents.event()], if: .noEvents(matching: .all, after: 4))
    },
    ContractCheck("a condition does not look at the events of its own append") { scene in
      try scene.expect(
        .appended([1, 2]), to: [ContractEvents.event(tags: [1]), ContractEvents.event(tags: [1])],
        if: .noEvents(matching: .tagged(1), after: .origin))
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event(tags: [1])],
        if: .noEvents(matching: .tagged(1), after: .origin))
    },
    ContractCheck("several events of an append stand side by side, in its order") { scene in
      try scene.given("one event", [ContractEvents.event()])
      try scene.expect(
        .appended([2, 3, 4]),
        to: [
          ContractEvents.event(thing: 3, number: 3), ContractEvents.event(thing: 1, number: 1),
          ContractEvents.event(thing: 2, number: 2),
        ])
      let streams = try scene.store.read(.all, after: 1, limit: .max, backwards: false)
        .map(\.content.stream)
      try scene.expect(
        streams == [3, 1, 2].map(ContractEvents.thing), when: "they are read",
        then: "streams 3, 1, 2", found: "\(streams)")
    },
    ContractCheck("of a refused append nothing is stored, and its places are not lost") { scene in
      try scene.givenTags()
      try scene.expect(
        .conditionFailed, to: [ContractEvents.event(tags: [8]), ContractEvents.event(tags: [8])],
        if: .noEvents(matching: .tagged(1), after: .origin))
      try scene.expect([], of: .tagged(8))
      try scene.expect([1, 2, 3, 4, 5], of: .all)
      try scene.expect(.appended([6]), to: [ContractEvents.event()])
    },
    ContractCheck("whoever reads again after a refusal gets through") { scene in
      try scene.givenTags()
      let event = try ContractEvents.event(tags: [1])
      try scene.expect(
        .conditionFailed, to: [event], if: .noEvents(matching: .tagged(1), after: 1))
      let seen = try scene.store.read(.tagged(1), after: .origin, limit: 1, backwards: true)
      let last = seen.first?.position ?? .origin
      try scene.expect(
        .appended([6]), to: [event], if: .noEvents(matching: .tagged(1), after: last))
    },
    ContractCheck("the same append again is the same append, whatever its condition says now") {
      scene in
      let events = try [1, 2].map { number in
        try ContractEvents.event(
          tags: [1], number: number, id: EventID(high: 0xA, low: UInt64(number)))
      }
      let condition = AppendCondition.noEvents(matching: .tagged(1), after: .origin)
      try scene.expect(.appended([1, 2]), to: events, if: condition)
      try scene.given("the two of them, and one more", [ContractEvents.event()])
      try scene.expect(.appended([1, 2]), to: events, if: condition)
      try scene.expect([1, 2, 3], of: .all)
    },
    ContractCheck("an id with other content is refused, and nothing is stored") { scene in
      let id = EventID(high: 0xB, low: 1)
      try scene.given("an event under an id", [ContractEvents.event(number: 1, id: id)])
      try scene.expect(
        .idTaken,
        to: [ContractEvents.event(tags: [5]), ContractEvents.event(number: 2, id: id)])
      try scene.expect([1], of: .all)
    },
  ]
}
