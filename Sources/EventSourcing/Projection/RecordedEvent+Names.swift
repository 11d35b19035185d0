// SPDX-License-Identifier: Apache-2.0

extension RecordedEvent {
  /// The object of that name, as references to it are numbered in this fold.
  ///
  /// For names that stand in payloads: codes of rule sets, values of corrections. Dearer than a
  /// reference; for rare events.
  public func object(_ name: ObjectName) -> ObjectID {
    let directory = columns.pointee.directory
    if let overlay = directory as? OverlayDirectory { return overlay.number(of: name) }
    guard let object = directory.object(name) else {
      preconditionFailure("folds number objects through an overlay")
    }
    return object
  }

  /// The purposes of the sealed groups that the event carries, in the order of their fields.
  ///
  /// A fold never sees what is sealed, only that something is.
  public var sealedPurposes: [String] {
    let bytes = extraBytes
    guard bytes.count > 0, let extras = try? Extras(bytes) else { return [] }
    return extras.sealed.map(\.purpose)
  }

  /// The texts or codes of the list or set in payload field `number`; none if it is absent.
  public func texts(_ number: Int) -> [String] {
    var reader = WireReader(payloadBytes)
    var texts: [String] = []
    while !reader.isAtEnd, let (field, type) = try? reader.tag(), field <= number {
      guard field == number, type == .lengthDelimited else {
        guard (try? reader.skip(type)) != nil else { break }
        continue
      }
      // An empty list is one empty packed field; every element stands in a wrapper.
      guard let element = try? reader.delimited(), element.count > 0 else { break }
      var inner = WireReader(element)
      guard (try? inner.tag()) != nil, let text = try? inner.text() else { break }
      texts.append(text)
    }
    return texts
  }
}
