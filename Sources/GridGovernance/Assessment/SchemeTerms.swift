// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a version of a scheme lays down, without its papers.
public struct SchemeTerms: Codable, Hashable, Sendable {
  /// Whom it assesses.
  public var subjectKind: AssessmentSubject
  /// How long its periods are.
  public var periodKind: PeriodKind
  /// Parts of the department's own score; none: it gives one score.
  public var parts: [SchemePart]
  /// Where computed handling counts.
  public var handlingCountsFor: HandlingPlace
  /// h; 0 where handling does not count for the town.
  public var handlingShare: Rational
  /// What the scheme chose where schemes differ.
  public var policies: AssessmentPolicies
  /// Parts whose failure caps the grade.
  public var vetoParts: [VetoPart]
  /// Whether the authority above consents, as a vertical body's must.
  public var hasConsent: Bool

  public init(_ event: AssessmentSchemeAdopted) {
    subjectKind = event.subjectKind
    periodKind = event.periodKind
    parts = event.parts
    handlingCountsFor = event.handlingCountsFor
    handlingShare = event.handlingShare ?? .zero
    policies = event.policies
    vetoParts = event.vetoParts
    hasConsent = event.consent != nil
  }
}

/// The weights that a scheme has from a day on.
public struct SchemeWeight: Codable, Hashable, Sendable {
  /// w: the weight of the town's own judgment.
  public var weight: Rational
  /// q: the weight of computed handling.
  public var handlingWeight: Rational

  public init(weight: Rational, handlingWeight: Rational = .zero) {
    self.weight = weight
    self.handlingWeight = handlingWeight
  }
}
