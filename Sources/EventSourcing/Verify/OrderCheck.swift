// SPDX-License-Identifier: Apache-2.0

/// Holds the events' order against its rules: recorded time never goes back, each stream counts
/// 1, 2, 3 ….
struct OrderCheck {
  private var recorded = Int64.min
  /// The last version of each stream, by the process number of its kind, then its own.
  private var versions: [[UInt64]] = []

  /// Takes in the next event.
  @inline(__always)
  mutating func add(
    _ position: UInt64, recorded time: Int64, stream: ObjectID, version: UInt64,
    _ report: inout VerifyReport
  ) {
    if time < recorded {
      report.add(
        VerifyReport.Problem(
          at: Position(position), "its recorded time is before that of the event before it"))
    }
    recorded = max(recorded, time)
    let (kind, number) = (Int(stream.kind.number), Int(stream.number))
    if kind >= versions.count || number >= versions[kind].count { makeRoom(kind, number) }
    let expected = versions[kind][number] + 1
    if version != expected {
      report.add(
        VerifyReport.Problem(
          at: Position(position), "its version in the stream is \(version), not \(expected)"))
    }
    versions[kind][number] = version
  }

  private mutating func makeRoom(_ kind: Int, _ number: Int) {
    while versions.count <= kind { versions.append([]) }
    // In steps, for numbers mostly come in order.
    let more = max(number + 1 - versions[kind].count, min(versions[kind].count, 1 << 16))
    if more > 0 { versions[kind].append(contentsOf: repeatElement(0, count: more)) }
  }
}
