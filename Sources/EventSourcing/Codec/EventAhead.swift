// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// Has the memory fetch what the next events of a request need, while the one before is worked on.
///
/// An event lies in pieces: its references, its payload and the handles of its names are each
/// somewhere else. Waited for one after the other they cost more than all the work on them: in an
/// import, whose requests are larger than the caches, half of the time of each pass (measured).
struct EventAhead {
  private let first: UnsafePointer<NewEvent>
  private let count: Int

  /// So many events before it is read an event itself is fetched, then its arrays, then the
  /// handles they name.
  private static let events = 16
  private static let arrays = 8
  private static let handles = 4
  /// What an array's header and a few elements take; what is too much is fetched in vain.
  private static let arrayBytes = 192
  private static let arrayHeader = 32
  private static let handleBytes = 96

  init(_ first: UnsafePointer<NewEvent>, count: Int) {
    self.first = first
    self.count = count
  }

  /// Call it for each event in turn.
  @inline(__always)
  func fetch(before index: Int) {
    // An address behind the last one is fetched in vain, and does no harm.
    clmdb_prefetch(first + index + EventAhead.events, MemoryLayout<NewEvent>.stride)
    if index + EventAhead.arrays < count {
      let event = first + index + EventAhead.arrays
      fetchArray(UnsafeRawPointer(event.references.baseAddress))
      fetchArray(event.payload.baseAddress)
    }
    if index + EventAhead.handles < count { fetchHandles(of: first + index + EventAhead.handles) }
  }

  @inline(__always)
  private func fetchArray(_ elements: UnsafeRawPointer?) {
    guard let elements else { return }
    clmdb_prefetch(elements - EventAhead.arrayHeader, EventAhead.arrayBytes)
  }

  @inline(__always)
  private func fetchHandles(of event: UnsafePointer<NewEvent>) {
    fetchHandle(of: event.stream)
    if let person = event.actor.person { fetchHandle(of: person) }
    let references = event.references
    guard let first = references.baseAddress else { return }
    for reference in first..<first + references.count { fetchHandle(of: reference.object) }
  }

  @inline(__always)
  private func fetchHandle(of name: UnsafePointer<ObjectName>) {
    if let handle = name.handle { clmdb_prefetch(handle.toOpaque(), EventAhead.handleBytes) }
  }
}
