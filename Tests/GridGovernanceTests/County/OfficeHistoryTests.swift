// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Rules, joining and the log's duties over many histories.
struct OfficeHistoryTests {
  private struct Dice {
    var random: SeededGenerator

    mutating func any<T>(_ choices: [T]) -> T {
      choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func day(_ range: ClosedRange<Int> = 0...400) -> CivilDate {
      CivilDate(daysSinceEpoch: 18_600 + Int.random(in: range, using: &random))
    }
  }

  private func moment(_ number: Int) -> Instant {
    Registered.now.adding(microseconds: Int64(number) * 86_400_000_000)
  }

  /// Runs commands one after the other; what is refused causes nothing.
  private func history<D: Decider>(
    _ decider: D.Type, _ count: Int, _ command: (Int) -> D.Command, _ context: (Int) -> D.Context
  ) -> (facts: [D.Event], refused: Int) {
    var facts: [D.Event] = []
    var refused = 0
    for number in 0..<count {
      let state = D.state(after: facts)
      if let more = try? D.decide(command(number), given: state, in: context(number)) {
        facts += more
      } else {
        refused += 1
      }
    }
    return (facts, refused)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `rules: no edition stands twice, none changes its kind, and replays the same`(
    seed: UInt64
  ) {
    var dice = Dice(random: SeededGenerator(seed: seed))
    let (facts, refused) = history(
      RulesDecider.self, 80,
      { _ in
        let content = dice.any([
          RuleContent(limits: [
            LimitRule(stage: .handle, amount: dice.any([-1, 3, 5]), unit: .workingDay)
          ]),
          RuleContent(origins: [
            OriginRule(code: "gridWorker", name: "网格员上报", townSource: .grid)
          ]),
        ])
        return .publish(
          RuleSetPublished(
            rule: dice.any(["rule/a", "rule/b"]), kind: dice.any([.limits, .origins]),
            content: content, effectiveFrom: dice.day(0...3)))
      },
      { number in
        RulesContext(
          now: moment(number), commandID: EventID(high: 1, low: 1), body: Body.county)
      })
    let state = RulesDecider.state(after: facts)
    for (_, editions) in state.editions {
      #expect(Set(editions.map(\.kind)).count == 1, "seed \(seed)")
      for (one, next) in zip(editions, editions.dropFirst()) {
        #expect(one != next, "seed \(seed)")
      }
    }
    #expect(facts.count > 3 && refused > 3, "seed \(seed): \(facts.count), \(refused)")
    let cut = facts.count / 2
    #expect(
      RulesDecider.state(
        after: facts[cut...], from: RulesDecider.state(after: facts[..<cut])) == state)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `duties: nobody is erased while held, on any day`(seed: UInt64) {
    var dice = Dice(random: SeededGenerator(seed: seed))
    let people: [ObjectName] = ["person/1", "person/2", "person/3"]
    let zone = BusinessZone.shanghai
    let (facts, refused) = history(
      LogDutyDecider.self, 120,
      { number in
        let day = zone.date(of: moment(number))
        switch dice.any([0, 1, 2, 3]) {
        case 0: return .erase(PersonalDataErased(person: [dice.any(people)], ground: "g"))
        case 1: return .restrict(PersonalDataRestricted(person: [dice.any(people)], ground: "g"))
        case 2:
          return .setHold(
            RetentionHoldSet(
              subject: [dice.any(people)], ground: "g",
              effectiveFrom: day.adding(days: dice.any([-3, 0, 5])),
              effectiveTo: dice.any([nil, day.adding(days: dice.any([-5, 3, 9]))])))
        default: return .liftHold(RetentionHoldLifted(subject: [dice.any(people)], ground: "g"))
        }
      }, { number in LogDutyContext(now: moment(number)) })
    // The holds of each person recounted from the facts alone.
    var holds: [ObjectName: [(CivilDate, CivilDate?)]] = [:]
    for fact in facts {
      let day = zone.date(of: fact.occurred)
      switch fact.event {
      case .holdSet(let event):
        holds[event.subject[0], default: []].append((event.effectiveFrom, event.effectiveTo))
      case .holdLifted(let event): holds[event.subject[0]] = nil
      case .erased(let event):
        let isHeld = (holds[event.person[0]] ?? []).contains { from, to in
          from <= day && (to.map { day <= $0 } ?? true)
        }
        #expect(!isHeld, "seed \(seed): \(event) on \(day)")
      default: break
      }
    }
    #expect(facts.count > 20 && refused > 5, "seed \(seed): \(facts.count), \(refused)")
    let cut = facts.count / 3
    #expect(
      LogDutyDecider.state(
        after: facts[cut...], from: LogDutyDecider.state(after: facts[..<cut]))
        == LogDutyDecider.state(after: facts), "seed \(seed)")
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `joining: a connector's last word stands, and each word is a new one`(seed: UInt64) {
    var dice = Dice(random: SeededGenerator(seed: seed))
    let systems: [ObjectName] = ["system/12345", "system/city"]
    let (facts, refused) = history(
      DataDecider.self, 60,
      { _ in
        .setConnector(
          ConnectorStatusChanged(
            system: dice.any(systems), status: dice.any([.applied, .open, .down]),
            authority: dice.any([nil, Body.department])))
      },
      { number in
        DataContext(now: moment(number), commandID: EventID(high: 2, low: UInt64(number)))
      })
    var last: [ObjectName: ConnectorStatusChanged.Status] = [:]
    for fact in facts {
      guard case .connectorChanged(let change) = fact.event else { continue }
      #expect(last[change.system] != change.status || change.authority != nil, "seed \(seed)")
      last[change.system] = change.status
    }
    let state = DataDecider.state(after: facts)
    #expect(state.connectors.mapValues(\.status) == last, "seed \(seed)")
    #expect(!facts.isEmpty && refused > 0, "seed \(seed): \(facts.count), \(refused)")
  }
}
