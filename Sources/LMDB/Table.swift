// SPDX-License-Identifier: Apache-2.0
/// One ordered set of keys and values in a store, by its handle.
///
/// Keys have 1 to 511 bytes and are ordered byte by byte, the shorter first.
package struct Table: Hashable, Sendable {
  /// The name that it was opened by.
  package let name: String
  /// liblmdb's handle, valid in the environment that gave it.
  @usableFromInline package let handle: UInt32

  package init(name: String, handle: UInt32) {
    self.name = name
    self.handle = handle
  }
}
