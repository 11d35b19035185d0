// SPDX-License-Identifier: Apache-2.0

/// The names behind object numbers, and the numbers of names already used.
public protocol ObjectDirectory: AnyObject {
  /// The name of an object that this directory numbered; traps for a number of another log.
  func name(of object: ObjectID) -> ObjectName
  /// The number of an object, `nil` if no event has spoken of it yet.
  func object(_ name: ObjectName) -> ObjectID?
}
