// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Finds the rows that look at a thing, for the day when it changes: the cases of a certificate, of
/// a power, and all of them.
///
/// In small lists: an explanation of a row takes in whatever shares its list
/// (docs/decisions/0018).
struct LinkIndex {
  let links: Workspace<LinkKey, [ObjectID]>
  let everything: Workspace<Int, [ObjectID]>

  private static let count: UInt64 = 256

  func note(_ row: ObjectID, under thing: ObjectID) {
    let key = LinkKey(thing: thing, bucket: Int(row.packed % LinkIndex.count))
    if links[key]?.contains(row) != true { links[key, default: []].append(row) }
  }

  /// Notes a row among all.
  func note(_ row: ObjectID) {
    let bucket = Int(row.packed % LinkIndex.count)
    if everything[bucket]?.contains(row) != true {
      everything[bucket, default: []].append(row)
    }
  }

  func rows(under thing: ObjectID) -> [ObjectID] {
    (0..<Int(LinkIndex.count)).flatMap { links[LinkKey(thing: thing, bucket: $0)] ?? [] }
  }

  var all: [ObjectID] {
    (0..<Int(LinkIndex.count)).flatMap { everything[$0] ?? [] }
  }
}

/// A thing, and a part of the rows that look at it.
struct LinkKey: TableKey {
  var thing: ObjectID
  var bucket: Int
}
