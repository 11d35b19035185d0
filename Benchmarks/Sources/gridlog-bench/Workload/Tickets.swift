// SPDX-License-Identifier: Apache-2.0

/// One ticket event as the shared workload has it.
struct TicketRecord {
  var position: UInt64 = 0
  /// Milliseconds since 1970.
  var time: UInt64 = 0
  var ticket: UInt32 = 0
  var version: UInt32 = 0
  var type = 0
  var actor = 0
  var town = 0
  var grid = 0
  var category = 0
  var department = 0
  var latitude = 0
  var longitude = 0
  /// Seconds.
  var due = 0
  var satisfaction = 0
  var note: [UInt8] = []
  var phone: [UInt8] = []
}

/// A county's year of tickets: the records of the workload that all yardsticks were measured
/// with, in the same order and to the byte (``WorkloadCheck``).
///
/// Every ticket has 4 to 24 events; tickets are numbered in the order in which they are reported.
/// Notes are random words out of 45: they compress better than real text.
struct Tickets {
  private struct Step {
    let time: UInt64
    let ticket: UInt32
    let version: UInt32
    let type: UInt8
  }

  private struct Place {
    let town: Int
    let grid: Int
    let category: Int
  }

  private static let words: [[UInt8]] = [
    "street", "lamp", "broken", "water", "leak", "pavement", "noise", "night", "market", "illegal",
    "parking", "garbage", "heap", "sewer", "cover", "missing", "tree", "fallen", "road", "blocked",
    "school", "gate", "pump", "pressure", "low", "repair", "crew", "arrived", "inspected",
    "resident", "called", "again", "bridge", "crack", "sign", "damaged", "dust", "site", "elevator",
    "stuck", "photo", "attached", "urgent", "checked", "done",
  ].map { Array($0.utf8) }

  private static let start: UInt64 = 1_704_067_200_000
  private static let day: UInt64 = 86_400_000

  let count: Int
  let tickets: Int
  private var random: Random
  private var steps: [Step] = []
  private var places: [Place] = []
  private var next = 0

  init(events: Int, tickets: Int, seed: UInt64 = 20_240_101) {
    count = events
    self.tickets = tickets
    random = Random(seed: seed)
    let lengths = makeLengths()
    var starts: [UInt64] = []
    starts.reserveCapacity(tickets)
    for _ in 0..<tickets {
      starts.append(Tickets.start + random.next() % (346 * Tickets.day))
    }
    starts.sort()
    steps.reserveCapacity(events)
    for ticket in 0..<tickets { addTicket(ticket, lengths[ticket], from: starts[ticket]) }
    steps.sort { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.ticket != right.ticket { return left.ticket < right.ticket }
      return left.version < right.version
    }
  }

  private mutating func makeLengths() -> [Int] {
    var lengths = Array(repeating: 4, count: tickets)
    var left = count - 4 * tickets
    while left > 0 {
      let ticket = random.below(tickets)
      guard lengths[ticket] < 24 else { continue }
      lengths[ticket] += 1
      left -= 1
    }
    return lengths
  }

  private mutating func addTicket(_ ticket: Int, _ length: Int, from start: UInt64) {
    let grid = random.below(927)
    places.append(Place(town: grid % 14, grid: grid, category: random.below(64)))
    var time = start
    for step in 0..<length {
      steps.append(
        Step(
          time: time, ticket: UInt32(ticket), version: UInt32(step + 1),
          type: UInt8(type(of: step, in: length))))
      time += 60_000 + random.next() % (40 * 3_600_000)
    }
  }

  private mutating func type(of step: Int, in length: Int) -> Int {
    if step < 3 { return step }
    switch length - step {
    case 3: return 5
    case 2: return 6
    case 1: return random.below(3) > 0 ? 7 : 8
    default: return [3, 4, 5, 10, 11, 9][random.below(6)]
    }
  }

  /// Fills in the next event; the order of the draws is part of the workload.
  mutating func read(into record: inout TicketRecord) {
    let step = steps[next]
    let place = places[Int(step.ticket)]
    next += 1
    record.position = UInt64(next)
    record.time = step.time
    record.ticket = step.ticket
    record.version = step.version
    record.type = Int(step.type)
    (record.town, record.grid, record.category) = (place.town, place.grid, place.category)
    record.actor = random.below(5200)
    let length = 40 + random.below(101)
    record.note.removeAll(keepingCapacity: true)
    while record.note.count < length {
      if !record.note.isEmpty { record.note.append(0x20) }
      record.note.append(contentsOf: Tickets.words[random.below(Tickets.words.count)])
    }
    record.latitude = 30_000_000 + random.below(500_000)
    record.longitude = 120_000_000 + random.below(500_000)
    record.due = 3600 * (1 + random.below(240))
    record.satisfaction = 1 + random.below(5)
    record.department = random.below(46)
    var number = random.next() % 10_000_000_000
    record.phone = Array(repeating: 0x31, count: 11)
    for place in stride(from: 10, through: 1, by: -1) {
      record.phone[place] = 0x30 + UInt8(number % 10)
      number /= 10
    }
  }
}

extension TicketRecord {
  /// The record as the shared workload's file has it: size, 32 bytes of header, tagged fields.
  var peerBytes: [UInt8] {
    var bytes: [UInt8] = []
    func put(_ value: some BinaryInteger, _ size: Int) {
      for byte in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    func field(_ tag: UInt8, _ value: some BinaryInteger, _ size: Int) {
      bytes += [tag, UInt8(size)]
      put(value, size)
    }
    put(0, 4)
    put(position, 8)
    put(time, 8)
    put(ticket, 4)
    put(version, 4)
    put(actor, 4)
    put(type, 2)
    put(0, 2)
    field(1, town, 2)
    field(2, grid, 2)
    field(3, category, 2)
    field(4, department, 4)
    field(5, latitude, 4)
    field(6, longitude, 4)
    field(7, due, 4)
    field(8, satisfaction, 1)
    bytes += [9, UInt8(note.count)] + note
    bytes += [10, UInt8(phone.count)] + phone
    let size = UInt32(bytes.count - 4)
    for byte in 0..<4 { bytes[byte] = UInt8(truncatingIfNeeded: size >> (8 * UInt32(byte))) }
    return bytes
  }
}
