// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB

/// A directory of its own for each test, removed at the end.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    let place = FileManager.default.temporaryDirectory.path
    var template = Array("\(place)/gridlog-lmdb-XXXXXX".utf8CString)
    // mkdtemp writes the name that it chose into the buffer.
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)!) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func store(_ name: String = "store") -> String { path + "/" + name }
}

/// A small generator with a seed, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension EnvironmentOptions {
  /// Options with a small map, for tests that fill it.
  static func small(_ tables: String..., map: UInt64 = 1 << 24) -> EnvironmentOptions {
    var options = EnvironmentOptions(tables: tables)
    options.mapSize = map
    return options
  }
}

/// The kind of the error that `body` throws; nil if it throws none.
func kind<R: ~Copyable>(_ body: () throws(LMDBError) -> R) -> LMDBError.Kind? {
  do {
    _ = try body()
    return nil
  } catch { return error.kind }
}

/// The kind of the error that committing throws; nil if it throws none.
func commitFailure(_ transaction: consuming WriteTransaction) -> LMDBError.Kind? {
  do throws(LMDBError) {
    try transaction.commit()
    return nil
  } catch { return error.kind }
}

func copy(_ span: RawSpan?) -> [UInt8]? {
  guard let span else { return nil }
  return span.withUnsafeBytes { Array($0) }
}
