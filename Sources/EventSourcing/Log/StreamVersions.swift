// SPDX-License-Identifier: Apache-2.0

/// Versions of the streams that were written to of late.
///
/// A table in which each stream has one place, by its number: streams that live at the same time
/// have neighbouring numbers, so their places are neighbours too. Where two want one place the
/// later one has it; the other's version is read from the store again.
struct StreamVersions {
  /// Streams by their places, one more than their numbers; 0 where there is none.
  private var streams: [UInt64]
  private var versions: [UInt64]
  /// What lost its place while a commit group is under way: the store does not have it yet.
  private var displaced: [UInt64: UInt64] = [:]

  private static let least = 1 << 6
  private static let most = 1 << 16

  init() {
    streams = Array(repeating: 0, count: StreamVersions.least)
    versions = Array(repeating: 0, count: StreamVersions.least)
  }

  @inline(__always)
  private func place(of stream: ObjectID) -> Int {
    Int(truncatingIfNeeded: stream.rawValue &+ stream.rawValue >> 32 &* 0x9E37)
      & (streams.count - 1)
  }

  subscript(stream: ObjectID) -> UInt64? {
    let place = place(of: stream)
    if streams[place] == stream.rawValue + 1 { return versions[place] }
    return displaced.isEmpty ? nil : displaced[stream.rawValue]
  }

  /// The next version of a stream that is known; counts it.
  @inline(__always)
  mutating func next(of stream: ObjectID) -> UInt64? {
    let place = place(of: stream)
    guard streams[place] == stream.rawValue + 1 else { return nil }
    versions[place] += 1
    return versions[place]
  }

  mutating func set(_ stream: ObjectID, _ version: UInt64) {
    var place = place(of: stream)
    while streams[place] != 0, streams[place] != stream.rawValue + 1 {
      guard streams.count < StreamVersions.most else {
        displaced[streams[place] - 1] = versions[place]
        break
      }
      grow()
      place = self.place(of: stream)
    }
    streams[place] = stream.rawValue + 1
    versions[place] = version
  }

  private mutating func grow() {
    let old = zip(streams, versions)
    streams = Array(repeating: 0, count: streams.count * 4)
    versions = Array(repeating: 0, count: streams.count)
    for (stream, version) in old where stream != 0 {
      set(ObjectID(rawValue: stream - 1), version)
    }
  }

  /// The group is committed: what it wrote is in the store.
  mutating func settle() { displaced = [:] }
}
