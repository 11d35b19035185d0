// SPDX-License-Identifier: Apache-2.0

/// Ids and postings of events that follow one another, in columns: an append puts its own behind
/// the others in four copies, whatever their number.
struct RecentEvents {
  /// The position of the first one.
  private(set) var first: UInt64
  private(set) var ids: [EventID] = []
  private(set) var lists: [Posting] = []
  /// No id is greater.
  private(set) var greatestID = EventID(high: 0, low: 0)
  /// Where the postings of each event end.
  private var ends: [Int] = []

  init(first: UInt64) { self.first = first }

  var count: Int { ids.count }
  /// The position of the last one.
  var last: UInt64 { first + UInt64(count) - 1 }

  mutating func reserveCapacity(_ events: Int) {
    ids.reserveCapacity(events)
    ends.reserveCapacity(events)
    lists.reserveCapacity(events * 8)
  }

  mutating func add(id: EventID) {
    ids.append(id)
    greatestID = max(greatestID, id)
    ends.append(lists.count)
  }

  /// A posting of the last event.
  mutating func add(_ posting: Posting) {
    lists.append(posting)
    ends[ends.count - 1] = lists.count
  }

  /// The next event with all its postings: that of its type, then one for each of its objects.
  @inline(__always)
  mutating func add(
    id: EventID, type: UInt16, prefixes: UnsafeBufferPointer<UInt64>,
    numbers: UnsafeBufferPointer<UInt32>
  ) {
    ids.append(id)
    greatestID = max(greatestID, id)
    lists.append(Posting(type: type))
    for slot in numbers.indices {
      lists.append(Posting(rawValue: prefixes[slot] | UInt64(numbers[slot])))
    }
    ends.append(lists.count)
  }

  /// Takes in those that follow the last one here, and leaves out the others.
  mutating func append(_ others: borrowing RecentEvents) {
    let next = first + UInt64(count)
    guard others.first <= next, others.first + UInt64(others.count) > next else { return }
    let start = Int(next - others.first)
    let from = others.range(start).lowerBound
    let shift = lists.count - from
    ids.append(contentsOf: others.ids[start...])
    greatestID = max(greatestID, others.greatestID)
    lists.append(contentsOf: others.lists[from...])
    ends.append(contentsOf: others.ends[start...].lazy.map { $0 + shift })
  }

  /// Leaves what stands behind `position`; the room is kept.
  mutating func drop(through position: UInt64) {
    let dropped = Int(position + 1 - first)
    let cut = range(dropped - 1).upperBound
    first = position + 1
    ids.removeFirst(dropped)
    lists.removeFirst(cut)
    ends.removeFirst(dropped)
    for index in ends.indices { ends[index] -= cut }
  }

  /// Begins anew at a position; the room is kept.
  mutating func begin(at position: UInt64) {
    first = position
    ids.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    greatestID = EventID(high: 0, low: 0)
  }

  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  func postings(_ index: Int) -> ArraySlice<Posting> { lists[range(index)] }

  /// Where the postings of some events lie in `lists`.
  func range(_ events: ClosedRange<Int>) -> Range<Int> {
    range(events.lowerBound).lowerBound..<range(events.upperBound).upperBound
  }

  /// How many postings each of some events has.
  func counts(_ events: ClosedRange<Int>) -> some Sequence<Int> {
    events.lazy.map { range($0).count }
  }
}
