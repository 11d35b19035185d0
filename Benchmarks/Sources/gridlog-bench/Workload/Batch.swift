// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import RawLMDB

/// Some events in both forms: as our log takes them, and as the C programs do.
final class Batch {
  let events: [NewEvent]
  let count: Int
  // Raw memory, because C keeps pointers into it.
  let raw: UnsafeMutablePointer<raw_event>
  private let payloads: UnsafeMutablePointer<UInt8>

  fileprivate init(_ events: [NewEvent], _ raws: [raw_event]) {
    self.events = events
    count = events.count
    raw = .allocate(capacity: max(1, count))
    payloads = .allocate(capacity: max(1, events.reduce(0) { $0 + $1.body.payload.count }))
    var used = 0
    for index in events.indices {
      let payload = events[index].body.payload
      (payloads + used).initialize(from: payload, count: payload.count)
      var event = raws[index]
      event.payload = UnsafePointer(payloads + used)
      event.payload_size = UInt32(payload.count)
      (raw + index).initialize(to: event)
      used += payload.count
    }
  }

  deinit {
    raw.deallocate()
    payloads.deallocate()
  }
}

/// Turns the workload's records into events. The names of objects are kept as handles of the log
/// that they go to, as a program that appends many events keeps them.
struct Workload {
  private(set) var tickets: Tickets
  private var record = TicketRecord()
  private var random: Random
  private var streams: [ObjectName] = []
  private let persons: [ObjectName]
  private let towns: [ObjectName]
  private let grids: [ObjectName]
  private let categories: [ObjectName]
  private let departments: [ObjectName]
  private unowned let log: EventLog

  init(events: Int, for log: EventLog) {
    self.log = log
    tickets = Tickets(events: events, tickets: events * 12 / 100)
    random = Random(seed: 42)
    persons = (0..<5200).map { log.object(ObjectName("person", "U" + Workload.digits($0, 5))) }
    towns = (0..<14).map { log.object(ObjectName("town", String($0))) }
    grids = (0..<927).map { log.object(ObjectName("grid", String($0))) }
    categories = (0..<64).map { log.object(ObjectName("category", String($0))) }
    departments = (0..<46).map { log.object(ObjectName("department", String($0))) }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  static func ticket(_ number: Int) -> ObjectName {
    ObjectName("ticket", "T2024" + digits(number, 6))
  }

  mutating func next(_ count: Int) -> Batch {
    var events: [NewEvent] = []
    var raws: [raw_event] = []
    events.reserveCapacity(count)
    raws.reserveCapacity(count)
    for _ in 0..<count {
      tickets.read(into: &record)
      let event = event()
      raws.append(raw(event))
      events.append(event)
    }
    return Batch(events, raws)
  }

  private mutating func event() -> NewEvent {
    // Tickets are numbered in the order in which they are reported.
    if Int(record.ticket) == streams.count {
      streams.append(log.object(Workload.ticket(streams.count)))
    }
    let occurred = Instant(microseconds: Int64(record.time) * 1000)
    return NewEvent(
      id: EventID.version7(at: occurred, using: &random),
      type: TicketVocabulary.types[record.type], version: 1, stream: streams[Int(record.ticket)],
      occurred: occurred, actor: Actor(person: persons[record.actor]),
      body: EventBody(
        references: [
          Reference(TicketVocabulary.town, towns[record.town]),
          Reference(TicketVocabulary.grid, grids[record.grid]),
          Reference(TicketVocabulary.category, categories[record.category]),
          Reference(TicketVocabulary.department, departments[record.department]),
        ], payload: payload(), clear: []))
  }

  /// The canonical bytes of the payload's six fields (docs/FORMAT.md §1.4).
  private func payload() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(record.note.count + 40)
    func varint(_ value: UInt64) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    let numbers = [record.latitude, record.longitude, record.due, record.satisfaction]
    for (index, number) in numbers.enumerated() {
      bytes.append(UInt8((index + 1) << 3))
      varint(UInt64(number) << 1)
    }
    for (field, text) in [(5, record.note), (6, record.phone)] {
      bytes.append(UInt8(field << 3 | 2))
      varint(UInt64(text.count))
      bytes += text
    }
    return bytes
  }

  private func raw(_ event: NewEvent) -> raw_event {
    var raw = raw_event()
    raw.occurred = event.occurred?.microseconds ?? 0
    raw.id_high = event.id?.high ?? 0
    raw.id_low = event.id?.low ?? 0
    raw.version = record.version
    raw.type = UInt16(record.type)
    raw.objects = (
      record.ticket, UInt32(record.actor), UInt32(record.town), UInt32(record.grid),
      UInt32(record.category), UInt32(record.department)
    )
    return raw
  }
}
