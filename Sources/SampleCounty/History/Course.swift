// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The acts of one case or application in the order of time, each known when it happens.
struct Course {
  let world: World
  /// What it is about: the acts' ids are numbered in its name.
  let name: ObjectName
  var random: SeededRandom
  var time: LocalTime
  private(set) var requests: [SampleRequest] = []
  private var ordinal = 0

  init(_ world: World, _ name: ObjectName, label: String, from time: LocalTime) {
    self.world = world
    self.name = name
    random = SeededRandom(world.seed, "\(label) \(name)")
    self.time = time
  }

  var date: CivilDate { time.date }

  /// Lets working time pass; a few seconds keep two acts apart.
  mutating func work(_ minutes: Int) {
    time = world.clock.advance(time, workingMinutes: max(2, minutes))
    time.seconds += random.below(50) - time.seconds % 60
  }

  /// Lets that many working days pass, and part of another.
  mutating func work(days: ClosedRange<Int>) {
    let days = random.number(in: days)
    work(days * WorkClock.minutesADay + random.number(in: 5...200))
  }

  /// Lets days of the calendar pass, up to some hour of a working day.
  mutating func pass(days: Int) {
    time = LocalTime(time.date.adding(days: days), minute: time.minuteOfDay)
    work(random.number(in: 2...120))
  }

  @discardableResult
  mutating func add(_ event: some Event, by actor: Actor, stream: ObjectName? = nil) -> NewEvent {
    let made = make(event, by: actor, stream)
    requests.append(SampleRequest(known: time, events: [made]))
    return made
  }

  /// Adds an act to the request of the one before: both become known together.
  mutating func also(_ event: some Event, by actor: Actor, stream: ObjectName? = nil) {
    let made = make(event, by: actor, stream)
    requests[requests.count - 1].events.append(made)
  }

  private mutating func make(
    _ event: some Event, by actor: Actor, _ stream: ObjectName?
  ) -> NewEvent {
    ordinal += 1
    return NewEvent.sample(
      event, id: world.names.event(name, ordinal), stream: stream ?? name, occurred: time,
      actor: actor)
  }

  /// The digest of a record, file or piece of evidence that there is none of.
  func record(_ what: String) -> Bytes {
    var digester = Digester(.sha256)
    return Bytes(digester.hash(Array("gridlog sample\n\(name)\n\(what)\n\(ordinal)".utf8)))
  }
}
