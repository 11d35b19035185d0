// SPDX-License-Identifier: Apache-2.0

/// The digests of a view's stored rows: 256 buckets, so that a difference is found quickly, and
/// one root over them (docs/FORMAT.md §4).
struct ViewDigests {
  static let bucketCount = 256

  /// One a bucket, 32 bytes each.
  let buckets: [[UInt8]]
  let root: Digest

  /// - Parameter shown: Over the rows as they are shown at the clock, not as they are stored.
  init(_ view: AnyView, shown: Bool = false) {
    let algorithm = view.context.engine.feed.digestAlgorithm
    var digester = Digester(algorithm)
    var contents = [[UInt8]](repeating: [], count: ViewDigests.bucketCount)
    for answer in view.answers.sorted(by: { $0.label < $1.label }) {
      for row in shown ? view.shownRows(answer) : view.storedRows(answer) {
        let key = ViewDigests.keyBytes(answer.label, row.key)
        var record = WireWriter(reservingCapacity: 128)
        record.raw(key)
        if let value = row.row { record.bytes(3, ValueCoder.encode(value)) }
        var framed = WireWriter(reservingCapacity: 128)
        framed.bytes(1, record.bytes)
        contents[Int(digester.hash(key)[0])] += framed.bytes
      }
    }
    let empty = digester.hash([])
    buckets = contents.map { $0.isEmpty ? empty : digester.hash($0) }
    root = Digest(
      algorithm, bytes: digester.hash(ViewDigests.header(view) + buckets.flatMap { $0 }))
  }

  private static func keyBytes(_ table: String, _ key: Value) -> [UInt8] {
    var writer = WireWriter(reservingCapacity: 64)
    writer.text(1, table)
    writer.bytes(2, ValueCoder.encode(key))
    return writer.bytes
  }

  /// The bucket of a row: the first byte of its key's hash.
  static func bucket(_ table: String, _ key: Value, _ digester: inout Digester) -> Int {
    Int(digester.hash(keyBytes(table, key))[0])
  }

  /// What the root covers besides rows. Reasons are words and may be bettered: not covered.
  private static func header(_ view: AnyView) -> [UInt8] {
    var writer = WireWriter(reservingCapacity: 256)
    writer.text(1, view.name)
    writer.unsigned(2, UInt64(view.version))
    for entry in view.quarantine {
      var inner = WireWriter()
      inner.unsigned(1, entry.position.rawValue)
      inner.text(2, entry.stream.text)
      inner.unsigned(3, UInt64(entry.parked))
      writer.bytes(3, inner.bytes)
    }
    return writer.bytes
  }
}

extension AnyView {
  /// The digest of the answer: equal in every process and on every machine for equal answers.
  ///
  /// Over name, version, stored rows of all tables with objects spelled out, and the list of
  /// refused events; not over columns that change with time alone.
  public var digest: Digest { digests.root }

  /// The same over the rows as they are shown at the clock: equal to ``digest`` where no column
  /// changes with time alone.
  public var shownDigest: Digest {
    rules == nil ? digest : ViewDigests(self, shown: true).root
  }
}
