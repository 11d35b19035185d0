// SPDX-License-Identifier: Apache-2.0

/// Where added events stand among recorded ones: 1, 2, 3 … over both, without gaps.
package struct AssumedPlaces: Sendable {
  /// For each added event the recorded position behind which it stands; ascending.
  private let after: [UInt64]

  package init(after: [Position]) {
    self.after = after.map(\.rawValue)
    precondition(self.after == self.after.sorted(), "added events are numbered by place")
  }

  package var count: UInt64 { UInt64(after.count) }

  /// The place of an event.
  package func place(of position: Position) -> Position {
    if let number = position.assumedNumber {
      return Position(after[Int(number) - 1] + number)
    }
    let before = first { after[$0] >= position.rawValue }
    return Position(position.rawValue + UInt64(before))
  }

  /// The event at a place.
  package func event(at place: Position) -> Position {
    let added = added(upTo: place)
    if added > 0, after[added - 1] + UInt64(added) == place.rawValue {
      return .assumed(UInt64(added))
    }
    return Position(place.rawValue - UInt64(added))
  }

  /// The last recorded position at or before a place.
  package func recorded(upTo place: Position) -> Position {
    Position(place.rawValue - UInt64(added(upTo: place)))
  }

  /// How many added events stand at or before a place.
  package func added(upTo place: Position) -> Int {
    first { after[$0] + UInt64($0 + 1) > place.rawValue }
  }

  /// The recorded position behind which the event of that index stands; `nil` behind the last.
  package func after(_ index: Int) -> Position? {
    index < after.count ? Position(after[index]) : nil
  }

  /// The first index for which the condition holds, as it then does for all behind it.
  private func first(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, after.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
