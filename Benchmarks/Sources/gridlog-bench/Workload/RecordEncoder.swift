// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import RawLMDB

/// Writes events as the log's tables hold them (docs/FORMAT.md §2), for the yardsticks.
///
/// Written from the format's page alone, so that comparing the stores also checks that page.
struct RecordEncoder {
  private var kinds = SymbolNumbers<String>(tag: "k")
  private var roles = SymbolNumbers<String>(tag: "r")
  private var types = SymbolNumbers<String>(tag: "t")
  private var shapes = SymbolNumbers<[UInt8]>(tag: "s")
  private var objects: [String: (kind: Int, number: Int)] = [:]
  private var nextNumbers: [Int: Int] = [:]
  private var versions: [String: UInt64] = [:]
  private var symbols: [Record.Pair] = []
  private var names: [Record.Pair] = []

  /// How many streams of the kind there are: what a fold by number needs room for.
  func count(ofKind kind: String) -> Int { kinds.numbers[kind].flatMap { nextNumbers[$0] } ?? 0 }

  mutating func encode(_ event: NewEvent) -> Record {
    symbols = []
    names = []
    let slots = RecordEncoder.slots(of: event)
    let objects = slots.map { object($0.object) }
    let shape = shape(zip(slots, objects).map { ($0.role, $1.kind) })
    let type = type(event)
    let stream = event.stream.text
    versions[stream, default: 0] += 1
    let version = versions[stream] ?? 1
    let id = (event.id ?? EventID(high: 0, low: 0)).bytes
    var postings: [[UInt8]] = []
    for (slot, object) in zip(slots, objects).dropFirst() {
      let posting = big(role(slot.role), 2) + big(object.kind, 2) + big(object.number, 4)
      if !postings.contains(posting) { postings.append(posting) }
    }
    let extras = RecordEncoder.extras(of: event)
    var entry = little(0, 8) + little(event.occurred?.microseconds ?? 0, 8) + id
    entry += little(Int64(version), 8) + little(Int64(type), 2) + little(0, 2)
    entry += little(Int64(shape), 4) + little(Int64(event.body.payload.count), 4)
    entry += little(Int64(extras.count), 4)
    for object in objects { entry += little(Int64(object.number), 4) }
    entry += event.body.payload + extras
    return Record(
      entry: entry, id: id,
      streamKey: big(objects[0].kind, 2) + big(objects[0].number, 4) + big(Int(version), 8),
      type: type, postings: postings, symbols: symbols, names: names, version: version,
      stream: objects[0].number)
  }

  private static func slots(of event: NewEvent) -> [(role: String, object: ObjectName)] {
    var slots = [("@stream", event.stream)]
    if let body = event.actor.body { slots.append(("@body", body)) }
    if let person = event.actor.person { slots.append(("@person", person)) }
    if let post = event.actor.post { slots.append(("@post", post)) }
    if let source = event.source { slots.append(("@system", source.system)) }
    return slots + event.body.references.map { ($0.role.name, $0.object) }
  }

  /// External id, mode, and for sealed sections as many bytes as a seal has.
  private static func extras(of event: NewEvent) -> [UInt8] {
    var extras: [UInt8] = []
    if let source = event.source {
      if let externalID = source.externalID { extras += field(1, Array(externalID.utf8)) }
      extras += [2 << 3, UInt8(source.mode.rawValue)]
    }
    for section in event.body.clear {
      let cipher = [UInt8](repeating: 0x5A, count: 16) + section.bytes
      extras += field(
        12,
        field(1, Array(section.subject.text.utf8)) + field(2, Array(section.purpose.utf8))
          + field(3, cipher))
    }
    return extras
  }

  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var length = bytes.count
    var head = [number << 3 | 2]
    while length >= 0x80 {
      head.append(UInt8(length & 0x7F | 0x80))
      length >>= 7
    }
    return head + [UInt8(length)] + bytes
  }

  // MARK: Dictionary

  private mutating func object(_ name: ObjectName) -> (kind: Int, number: Int) {
    if let object = objects[name.text] { return object }
    let kind = kind(name.kind.name)
    let number = nextNumbers[kind, default: 0]
    nextNumbers[kind] = number + 1
    objects[name.text] = (kind, number)
    names.append(Record.Pair(key: Array(name.text.utf8), value: big(kind, 2) + big(number, 4)))
    return (kind, number)
  }

  private mutating func kind(_ name: String) -> Int {
    kinds.number(of: name, value: Array(name.utf8), adding: &symbols)
  }

  private mutating func role(_ name: String) -> Int {
    roles.number(of: name, value: Array(name.utf8), adding: &symbols)
  }

  private mutating func type(_ event: NewEvent) -> Int {
    let name = event.type.name
    return types.number(
      of: "\(event.version) \(name)", value: big(event.version, 2) + Array(name.utf8),
      adding: &symbols)
  }

  private mutating func shape(_ slots: [(role: String, kind: Int)]) -> Int {
    var value: [UInt8] = []
    for slot in slots { value += big(role(slot.role), 2) + big(slot.kind, 2) }
    return shapes.number(of: value, value: value, adding: &symbols)
  }

  private func little(_ value: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

private func big(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
}

/// Symbols of one sort, numbered in the order of first use.
private struct SymbolNumbers<Key: Hashable> {
  let tag: Character
  private(set) var numbers: [Key: Int] = [:]

  init(tag: Character) { self.tag = tag }

  mutating func number(of key: Key, value: [UInt8], adding added: inout [Record.Pair]) -> Int {
    if let number = numbers[key] { return number }
    let number = numbers.count
    numbers[key] = number
    added.append(Record.Pair(key: [tag.asciiValue ?? 0] + big(number, 4), value: value))
    return number
  }
}

/// One event as its tables hold it.
struct Record {
  struct Pair {
    let key: [UInt8]
    let value: [UInt8]
  }

  let entry: [UInt8]
  let id: [UInt8]
  let streamKey: [UInt8]
  let type: Int
  /// Role, kind and number, eight bytes each.
  let postings: [[UInt8]]
  let symbols: [Pair]
  /// Name, and its kind and number.
  let names: [Pair]
  let version: UInt64
  /// The stream's number within its kind.
  let stream: Int

  var bytes: Int { entry.count }
}
