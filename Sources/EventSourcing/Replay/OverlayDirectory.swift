// SPDX-License-Identifier: Apache-2.0

/// A log's directory and, on top, objects that only corrections and upcasters have named.
///
/// Numbers of the overlay begin at 2³¹, where no log's numbers are; they end with the fold.
final class OverlayDirectory: ObjectDirectory {
  private let base: any ObjectDirectory
  private var added: [ObjectName: ObjectID] = [:]
  private var names: [ObjectID: ObjectName] = [:]
  private var counts: [ObjectKind: UInt32] = [:]
  /// In the order in which they were numbered.
  private(set) var order: [ObjectName] = []

  static let firstNumber: UInt32 = 1 << 31

  /// Over another overlay it takes over that one's objects: one number never means two.
  init(_ base: any ObjectDirectory) {
    guard let overlay = base as? OverlayDirectory else {
      self.base = base
      return
    }
    self.base = overlay.base
    added = overlay.added
    names = overlay.names
    counts = overlay.counts
  }

  func name(of object: ObjectID) -> ObjectName {
    guard object.number >= OverlayDirectory.firstNumber, let name = names[object] else {
      return base.name(of: object)
    }
    return name
  }

  func object(_ name: ObjectName) -> ObjectID? { added[name] ?? base.object(name) }

  /// The number of an object, a number of the overlay if the log has none.
  func number(of name: ObjectName) -> ObjectID {
    // The overlay is asked first: what it numbered keeps its number while the log grows.
    object(name) ?? add(name)
  }

  /// Gives a name the next number of the overlay.
  @discardableResult func add(_ name: ObjectName) -> ObjectID {
    let count = counts[name.kind, default: 0]
    let object = ObjectID(kind: name.kind, number: OverlayDirectory.firstNumber + count)
    counts[name.kind] = count + 1
    added[name] = object
    names[object] = name
    order.append(name)
    return object
  }

  /// Objects of the overlay that the log itself has numbered since: its events would be folded
  /// under another number than these.
  var overtaken: [ObjectName] { order.filter { base.object($0) != nil } }
}
