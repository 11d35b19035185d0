// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A step from one body to another; one of them may be nowhere.
struct StaffMove: Hashable {
  var day: CivilDate
  var left: ObjectID?
  var joined: ObjectID?
}

extension Standing {
  /// The steps between bodies, by day, of somebody whose posts these are.
  func moves(_ body: (Value) -> ObjectID) -> [StaffMove] {
    var moves: [StaffMove] = []
    var last: ObjectID?
    for (index, entry) in entries.enumerated() {
      // Of one day, the last entry counts.
      let next = index + 1
      if next < entries.count, entries[next].from == entry.from { continue }
      let joined = entry.value.map(body)
      if joined != last { moves.append(StaffMove(day: entry.from, left: last, joined: joined)) }
      last = joined
    }
    return moves
  }
}
