// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Synchronization

extension ContractCheck {
  /// Writers and readers at once.
  static let atOnce: [ContractCheck] = [
    ContractCheck("of many writers with one condition exactly one gets through") { scene in
      for round in 1...8 {
        let answers = try scene.atOnce(12) { store, index in
          try store.append(
            [ContractEvents.event(thing: index, tags: [round], number: index)],
            if: .noEvents(matching: .tagged(round), after: .origin))
        }
        let taken = answers.count { $0 != .conditionFailed }
        try scene.expect(
          taken == 1, when: "12 threads append if there is no tag \(round)", then: "one is taken",
          found: "\(taken)")
        try scene.expect([Position(UInt64(round))], of: .tagged(round))
      }
    },
    ContractCheck("writers whose conditions do not meet all get through") { scene in
      let answers = try scene.atOnce(16) { store, index in
        try store.append(
          [ContractEvents.event(tags: [index])],
          if: .noEvents(matching: .tagged(index), after: .origin))
      }
      let refused = answers.count { $0 == .conditionFailed }
      try scene.expect(
        refused == 0, when: "16 threads append, each if there is no tag of its own",
        then: "none is refused", found: "\(refused) were")
    },
    ContractCheck("every append of many writers is there once, and no position is missing") {
      scene in
      let positions = try scene.atOnce(8) { store, writer in
        var positions: [Position] = []
        for round in 0..<25 {
          let events = try (0...round % 3).map { part in
            try ContractEvents.event(
              thing: writer, tags: [writer], number: round * 10 + part)
          }
          guard case .appended(let places) = try store.append(events, if: .none) else { continue }
          positions += places
        }
        return positions
      }.flatMap(\.self)
      let all = (1...UInt64(positions.count)).map { Position($0) }
      try scene.expect(
        positions.sorted() == all, when: "8 threads append 25 times",
        then: "they are told all positions from 1", found: ContractScene.text(positions.sorted()))
      try scene.expect(all, of: .all)
    },
    ContractCheck("a reader never sees half of an append, nor an event before an earlier one") {
      scene in
      // Writers 0…3 append by threes; readers 4…7 look as long as they do.
      let isDone = Flag()
      let sights = try scene.atOnce(8) { store, index in
        guard index >= 4 else {
          for round in 0..<20 {
            _ = try store.append(
              (0..<3).map {
                try ContractEvents.event(thing: index, tags: [index], number: 3 * round + $0)
              }, if: .none)
          }
          isDone.raise()
          return [[Position]]()
        }
        var sights: [[Position]] = []
        repeat {
          let found = try store.read(.all, after: .origin, limit: .max, backwards: false)
            .map(\.position)
          if !ContractCheck.isWhole(found) { sights.append(found) }
        } while !isDone.isRaised && sights.isEmpty
        return sights
      }.flatMap(\.self)
      try scene.expect(
        sights.isEmpty, when: "4 threads append by threes and 4 threads read",
        then: "every read gives 3 × n events without a gap",
        found: ContractScene.text(sights.first ?? []))
    },
    ContractCheck("a limit that the rules set is never overrun") { scene in
      // Ten seats, thirty who want one: each reads who has a seat, and takes one on that word.
      let seats = 10
      let attempts = try scene.atOnce(30) { store, index in
        for _ in 0..<200 {
          let taken = try store.read(.tagged(1), after: .origin, limit: .max, backwards: false)
          guard taken.count < seats else { return true }
          let answer = try store.append(
            [ContractEvents.event(thing: index, tags: [1], number: index)],
            if: .noEvents(matching: .tagged(1), after: taken.last?.position ?? .origin))
          if answer != .conditionFailed { return true }
        }
        return false
      }
      try scene.expect(
        !attempts.contains(false), when: "30 threads want one of 10 seats",
        then: "each gets one or finds them taken", found: "one was refused 200 times")
      try scene.expect((1...UInt64(seats)).map { Position($0) }, of: .tagged(1))
    },
  ]

  private static func isWhole(_ positions: [Position]) -> Bool {
    positions.count.isMultiple(of: 3)
      && positions == (0..<positions.count).map { Position(UInt64($0 + 1)) }
  }

  /// Says to the readers that a writer has finished.
  private final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)
    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
  }
}
