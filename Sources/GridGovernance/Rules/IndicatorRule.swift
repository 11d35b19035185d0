// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A composite of indicators as data, as 60 × on time + 30 × closing + 10 × (1 − rework).
public struct IndicatorRule: Codable, Hashable, Sendable {
  /// The name by which schemes cite it.
  public var code: String
  /// The composite is their weighted sum.
  public var terms: [IndicatorTerm]
  /// How the indicators count, where sources differ.
  public var definitions: IndicatorDefinitions?

  public init(
    code: String, terms: [IndicatorTerm] = [], definitions: IndicatorDefinitions? = nil
  ) {
    self.code = code
    self.terms = terms
    self.definitions = definitions
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "code", .code),
    .init(2, "terms", .list(.message(IndicatorTerm.fields))),
    .init(3, "definitions", .message(IndicatorDefinitions.fields), optional: true),
  ]
}

/// One term of a composite: weight × indicator, or weight × (1 − indicator).
public struct IndicatorTerm: Codable, Hashable, Sendable {
  /// A name that the library computes, as `onTimeDisposal`, `closing`, `rework`.
  public var indicator: String
  /// How much it counts.
  public var weight: Rational
  /// Whether 1 − the indicator counts.
  public var inverted: Bool

  public init(
    indicator: String, weight: Rational, inverted: Bool = false
  ) {
    self.indicator = indicator
    self.weight = weight
    self.inverted = inverted
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "indicator", .code),
    .init(2, "weight", .rational),
    .init(3, "inverted", .bool),
  ]
}

/// How indicators count, where sources differ (domain §2.6, i–iv).
public struct IndicatorDefinitions: Codable, Hashable, Sendable {
  /// Whether voided tickets stay in the denominators; false unless said.
  public var voidedCounts: Bool?
  /// Classes that leave should-close.
  public var suspendedOut: [SuspensionClass]
  /// Whether reports solved on the spot count; true unless said.
  public var selfSolvedCounts: Bool?
  /// Which date puts a ticket into a period; the deadline unless said.
  public var attribution: Attribution?

  public init(
    voidedCounts: Bool? = nil, suspendedOut: [SuspensionClass] = [], selfSolvedCounts: Bool? = nil,
    attribution: Attribution? = nil
  ) {
    self.voidedCounts = voidedCounts
    self.suspendedOut = suspendedOut.canonicalSet
    self.selfSolvedCounts = selfSolvedCounts
    self.attribution = attribution
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "voidedCounts", .bool, optional: true),
    .init(2, "suspendedOut", .set(SuspensionClass.type)),
    .init(3, "selfSolvedCounts", .bool, optional: true),
    .init(4, "attribution", Attribution.type, optional: true),
  ]

  /// The date that puts a ticket into a period.
  public enum Attribution: String, Enumeration {
    case report, dispatch, deadline, close
  }
}
