// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Environment {
  /// Reads every page of the newest state and verifies it, without liblmdb and without the map.
  ///
  /// A read transaction is open meanwhile, so writers may go on. With
  /// ``hasUnprotectedReads`` a writer elsewhere can make sound pages look damaged.
  ///
  /// - Parameters:
  ///   - check: ``EnvironmentOptions/PageCheck/everything`` also reads overflow values.
  ///   - progress: Told now and then how many of how many pages were seen; false stops the walk.
  /// - Throws: ``LMDBError/Kind/damaged(page:table:what:)`` with the first page that cannot be;
  ///   ``LMDBError/Kind/stopped``.
  @discardableResult
  package func walkPages(
    _ check: EnvironmentOptions.PageCheck = .everything,
    progress: ((_ seen: UInt64, _ pages: UInt64) -> Bool)? = nil
  ) throws(LMDBError) -> PageStatistics {
    var descriptor: Int32 = -1
    let code = clmdb_env_fd(core, &descriptor)
    guard code == 0 else { throw failure(code, "get_fd") }
    // While two commits follow each other at once, the meta page of a view can be overwritten
    // before it was read: then a newer view is taken.
    for _ in 0..<100 {
      let view = try beginRead()
      var walk = PageWalk(transaction: view.id, isThorough: check == .everything)
      if let statistics = try walk.run(descriptor, path, progress) { return statistics }
    }
    throw LMDBError(
      .damaged(page: nil, table: nil, what: "no state lasted long enough to be read"), path: path)
  }
}

/// One run of the shim's walker.
private struct PageWalk {
  let transaction: UInt64
  let isThorough: Bool
  var statistics = clmdb_walk_stats()
  var fault = clmdb_walk_fault()

  init(transaction: UInt64, isThorough: Bool) {
    self.transaction = transaction
    self.isThorough = isThorough
  }

  private struct Listener {
    let progress: (UInt64, UInt64) -> Bool
  }

  /// The statistics; nil if the state was gone before it could be read.
  mutating func run(
    _ descriptor: Int32, _ path: String, _ progress: ((UInt64, UInt64) -> Bool)?
  ) throws(LMDBError) -> PageStatistics? {
    var listener = Listener(progress: progress ?? { _, _ in true })
    // The pointer to the closure is used during this call only.
    let code = withUnsafeMutablePointer(to: &listener) { listener in
      clmdb_walk(
        descriptor, transaction, isThorough ? 1 : 0,
        { context, seen, pages in
          let listener = context!.assumingMemoryBound(to: Listener.self)
          return listener.pointee.progress(seen, pages) ? 0 : 1
        }, listener, &statistics, &fault)
    }
    switch Int(code) {
    case CLMDB_WALK_SOUND: return result
    case CLMDB_WALK_MOVED: return nil
    case CLMDB_WALK_SHORT:
      throw LMDBError(
        .truncated(
          actualBytes: statistics.file_size,
          expectedBytes: (fault.page + 1) * UInt64(statistics.page_size)), path: path)
    case CLMDB_WALK_STOPPED: throw LMDBError(.stopped, path: path)
    case CLMDB_WALK_MEMORY: throw LMDBError(.io(code: ENOMEM, call: "walk"), path: path)
    default: throw LMDBError(faultKind, path: path)
    }
  }

  private var faultKind: LMDBError.Kind {
    if fault.error != 0 { return .io(code: fault.error, call: "pread") }
    // Both texts are NUL-terminated C arrays.
    let table = withUnsafeBytes(of: fault.table) { Self.text($0) }
    let what = withUnsafeBytes(of: fault.what) { Self.text($0) }
    return .damaged(page: fault.page, table: table.isEmpty ? nil : table, what: what)
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private var result: PageStatistics {
    PageStatistics(
      transaction: transaction, pages: statistics.pages, branch: statistics.branch,
      leaf: statistics.leaf, overflow: statistics.overflow, free: statistics.free,
      unclaimed: statistics.unclaimed, entries: statistics.entries, tables: statistics.tables,
      checkedValues: statistics.checked)
  }
}
