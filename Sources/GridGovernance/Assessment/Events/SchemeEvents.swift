// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 考核办法: an assessment scheme is adopted (event 98).
///
/// It replaces the earlier version of that scheme.
public struct AssessmentSchemeAdopted: Event {
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Whom it assesses.
  public var subjectKind: AssessmentSubject
  /// How long its periods are.
  public var periodKind: PeriodKind
  /// Parts of the department's own score; shares sum to 1.
  public var parts: [SchemePart]
  /// The rule set by which it was done.
  public var rule: [ObjectName]
  /// Where computed handling counts (domain §6.2).
  public var handlingCountsFor: HandlingPlace
  /// h: the share of handling in the town's part, where it counts there.
  public var handlingShare: Rational?
  /// What the scheme chose where schemes differ.
  public var policies: AssessmentPolicies
  /// Parts whose failure caps the grade.
  public var vetoParts: [VetoPart]
  /// The paper behind it.
  public var document: [ObjectName]
  /// Consent of the authority above, for vertical bodies.
  public var consent: ObjectName?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    scheme: ObjectName, subjectKind: AssessmentSubject, periodKind: PeriodKind,
    parts: [SchemePart] = [], rule: [ObjectName] = [], handlingCountsFor: HandlingPlace,
    handlingShare: Rational? = nil, policies: AssessmentPolicies, vetoParts: [VetoPart] = [],
    document: [ObjectName], consent: ObjectName? = nil, effectiveFrom: CivilDate
  ) {
    self.scheme = scheme
    self.subjectKind = subjectKind
    self.periodKind = periodKind
    self.parts = parts
    self.rule = rule
    self.handlingCountsFor = handlingCountsFor
    self.handlingShare = handlingShare
    self.policies = policies
    self.vetoParts = vetoParts
    self.document = document
    self.consent = consent
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "AssessmentSchemeAdopted", title: "考核办法 an assessment scheme is adopted", stream: .scheme,
    [
      .reference("scheme", .scheme),
      .init(Field.subjectKind, "subjectKind", AssessmentSubject.type),
      .init(Field.periodKind, "periodKind", PeriodKind.type),
      .init(Field.parts, "parts", .list(.message(SchemePart.fields))),
      .references("rule", .rule),
      .init(Field.handlingCountsFor, "handlingCountsFor", HandlingPlace.type),
      .init(Field.handlingShare, "handlingShare", .rational, optional: true),
      .init(Field.policies, "policies", .message(AssessmentPolicies.fields)),
      .init(Field.vetoParts, "vetoParts", .list(.message(VetoPart.fields))),
      .references("document", .document, optional: false),
      .reference("consent", .document, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let subjectKind = 1
    public static let periodKind = 2
    public static let parts = 3
    public static let handlingCountsFor = 4
    public static let handlingShare = 5
    public static let policies = 6
    public static let vetoParts = 7
    public static let effectiveFrom = 8
  }
}

/// 权重确定: the town's weight is set (event 99).
///
/// It replaces the earlier weight from its effective date.
public struct AssessmentWeightSet: Event {
  /// The assessment scheme.
  public var scheme: ObjectName
  /// w: the weight of the town's own judgment, 0…1.
  public var weight: Rational
  /// q: the weight of computed handling, 0…1.
  public var handlingWeight: Rational
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    scheme: ObjectName, weight: Rational, handlingWeight: Rational, document: ObjectName,
    effectiveFrom: CivilDate
  ) {
    self.scheme = scheme
    self.weight = weight
    self.handlingWeight = handlingWeight
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "AssessmentWeightSet", title: "权重确定 the town's weight is set", stream: .scheme,
    [
      .reference("scheme", .scheme),
      .init(Field.weight, "weight", .rational),
      .init(Field.handlingWeight, "handlingWeight", .rational),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let weight = 1
    public static let handlingWeight = 2
    public static let effectiveFrom = 3
  }
}
