// SPDX-License-Identifier: Apache-2.0

/// Where the rows of a table lie besides memory: a stored view, or a file for tables larger than
/// memory.
///
/// A fold cannot throw out of the middle of `apply`: what could not be read is kept in
/// ``failure`` and counts as absent, and the engine throws it after the batch, before anything
/// is stored.
class TableBacking {
  /// The first thing that could not be read or understood.
  final var failure: (any Error)?

  init() {}

  /// Hands the bytes of a block to `body`; nothing if the block was never stored.
  func readBlock(
    _ block: UInt64, of table: Int, _ body: (RowReader) throws -> Void
  ) throws {
    preconditionFailure("a backing has blocks")
  }

  /// Hands over all blocks of a table, ascending.
  func readBlocks(of table: Int, _ body: (UInt64, RowReader) throws -> Void) throws {
    preconditionFailure("a backing has blocks")
  }

  final func keeping(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { failure = error }
  }
}

/// Whether a table's blocks carry keys (docs/FORMAT.md §7.3).
enum BlockForm: String {
  /// Rows under object numbers: the block's number is the key.
  case object
  /// Rows numbered as they came, each behind its key.
  case keyed
}
