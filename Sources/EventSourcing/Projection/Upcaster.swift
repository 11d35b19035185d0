// SPDX-License-Identifier: Apache-2.0

/// Lifts events of one version of a type to the next while they are read; stored bytes stay.
///
/// The step is pure and sees fields by name, payload and references alike. Folds, typed decoding
/// and corrections meet the newest version only.
///
/// ```swift
/// Upcaster("TicketDispatched", from: 1) { fields in fields.rename("unit", to: "department") }
/// ```
public struct Upcaster: Sendable {
  /// The type whose events are lifted.
  public let type: EventType
  /// The version that the step takes; it gives the next.
  public let from: Int
  private let step: @Sendable (inout EventFields) -> Void

  public init(
    _ type: EventType, from version: Int, step: @escaping @Sendable (inout EventFields) -> Void
  ) {
    self.type = type
    self.from = version
    self.step = step
  }

  /// The fields as the next version has them.
  public func lift(_ values: [NamedValue]) -> [NamedValue] {
    var fields = EventFields(values)
    step(&fields)
    return fields.values
  }
}

/// The fields of an event by name, without sealed ones: what an upcaster works on.
public struct EventFields: Hashable, Sendable {
  public private(set) var values: [NamedValue]

  public init(_ values: [NamedValue]) { self.values = values }

  /// The value of a field, `nil` if it is absent; setting `nil` takes the field away.
  public subscript(name: String) -> Value? {
    get { values.first { $0.name == name }?.value }
    set {
      let index = values.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): values[index] = NamedValue(name, value)
      case (let index?, nil): values.remove(at: index)
      case (nil, let value?): values.append(NamedValue(name, value))
      case (nil, nil): break
      }
    }
  }

  /// Gives a field another name; nothing happens if it is absent.
  public mutating func rename(_ name: String, to newName: String) {
    let value = self[name]
    self[name] = nil
    if let value { self[newName] = value }
  }
}
