// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension ContractCheck {
  /// Histories that a seed decides, against the rules written down as plainly as can be.
  static let random: [ContractCheck] = ([1, 42, 20_260_417] as [UInt64]).map { seed in
    ContractCheck("random appends and reads are answered as by a list, seed \(seed)") { scene in
      var random = SeededGenerator(seed: seed)
      for step in 0..<60 {
        let known = try scene.store.read(.all, after: .origin, limit: .max, backwards: false)
        try scene.appendAtRandom(&random, known, step)
        try scene.readAtRandom(&random)
      }
    }
  }
}

extension ContractScene {
  fileprivate func appendAtRandom(
    _ random: inout SeededGenerator, _ known: [StoredEvent], _ step: Int
  ) throws {
    var events: [NewEvent] = []
    for part in 0..<Int.random(in: 1...4, using: &random) {
      let tags = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Int.random(in: 0..<6, using: &random)
      }
      events.append(
        try ContractEvents.event(
          random.choose(ContractEvents.types), thing: Int.random(in: 0..<5, using: &random),
          tags: tags, number: 10 * step + part))
    }
    let head = UInt64(known.count)
    let condition =
      random.chance(70)
      ? AppendCondition.noEvents(
        matching: random.query(),
        after: Position(head - min(head, UInt64.random(in: 0...8, using: &random)))) : .none
    let isInTheWay = known.contains {
      $0.position > condition.after && condition.query?.means($0) == true
    }
    let places = (1...UInt64(events.count)).map { Position(head + $0) }
    try expect(isInTheWay ? .conditionFailed : .appended(places), to: events, if: condition)
    try given("\(known.count) events of a seed, step \(step)", [])
  }

  fileprivate func readAtRandom(_ random: inout SeededGenerator) throws {
    let all = try store.read(.all, after: .origin, limit: .max, backwards: false)
    let query = random.query()
    let after = Position(UInt64.random(in: 0...UInt64(all.count), using: &random))
    let limit = random.chance(50) ? Int.max : Int.random(in: 1...6, using: &random)
    let backwards = random.chance(50)
    let meant = all.filter { $0.position > after && query.means($0) }.map(\.position)
    let expected = backwards ? Array(meant.reversed()) : meant
    try expect(
      Array(expected.prefix(limit)), of: query, after: after, limit: limit, backwards: backwards)
  }
}

extension SeededGenerator {
  /// One to three items of types, tags and streams.
  fileprivate mutating func query() -> Query {
    var items: [Query.Item] = []
    for _ in 0..<Int.random(in: 1...3, using: &self) {
      var item = Query.Item()
      for type in ContractEvents.types where chance(35) { item.types.insert(type) }
      for _ in 0..<Int.random(in: 0...2, using: &self) {
        item.references.append(
          Reference("tag", ContractEvents.tag(Int.random(in: 0..<7, using: &self))))
      }
      if chance(20) { item.stream = ContractEvents.thing(Int.random(in: 0..<5, using: &self)) }
      items.append(item)
    }
    return Query(items)
  }
}
