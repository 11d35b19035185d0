// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which tickets live on for a merged one (I-29).
public enum MergeChain {
  /// The survivors of a ticket, step by step; the last of them counts. Empty if it was not merged.
  ///
  /// - Parameter links: From each merged ticket to its survivor. A cycle, which only an import
  ///   can bring, ends where it would begin again.
  public static func survivors(
    of ticket: ObjectName, in links: [ObjectName: ObjectName]
  ) -> [ObjectName] {
    var chain: [ObjectName] = []
    var seen: Set<ObjectName> = [ticket]
    var current = ticket
    while let next = links[current], seen.insert(next).inserted {
      chain.append(next)
      current = next
    }
    return chain
  }
}
