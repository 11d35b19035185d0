// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A number that decided a refusal, under its name.
public struct RefusedValue: Codable, Hashable, Sendable {
  /// What the figure is.
  public var name: String
  /// The figure.
  public var value: Value

  public init(
    name: String, value: Value
  ) {
    self.name = name
    self.value = value
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "name", .text, harmless: "the name of a figure"),
    .init(2, "value", .anyValue),
  ]
}
