// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the assessment rules read from outside the scheme's events, as plain values.
public struct AssessmentContext: Hashable, Sendable {
  /// The scheme that it is about.
  public var scheme: ObjectName
  /// When the act happens.
  public var now: Instant
  /// The id of the command: a refusal that is kept is known by it, so that a retry counts once.
  public var commandID: EventID
  /// The body that acts, and the person.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?
  /// The rule sets that decide.
  public var rules: AssessmentRules
  /// The computed result that a publication is about; `nil` if there is no such row.
  public var result: ComputedResult?

  public init(
    scheme: ObjectName, now: Instant, commandID: EventID, body: ObjectName,
    person: ObjectName? = nil, rules: AssessmentRules, result: ComputedResult? = nil
  ) {
    self.scheme = scheme
    self.now = now
    self.commandID = commandID
    self.body = body
    self.person = person
    self.rules = rules
    self.result = result
  }
}

/// The rule sets that assessments depend on.
public struct AssessmentRules: Hashable, Sendable {
  /// What the towns' weight must reach.
  public var floors: WeightFloors
  /// What schemes may name.
  public var formulas: Formulas
  /// Whether a scheme over towns may publish a ranking; not unless the county chose so (I-32).
  public var allowsTownRanking: Bool

  public init(
    floors: WeightFloors = WeightFloors(), formulas: Formulas = Formulas(),
    allowsTownRanking: Bool = false
  ) {
    self.floors = floors
    self.formulas = formulas
    self.allowsTownRanking = allowsTownRanking
  }

  /// The rules after these rule sets, in the order in which they were decided.
  public init(_ published: some Sequence<RuleSetPublished>, allowsTownRanking: Bool = false) {
    self.init(allowsTownRanking: allowsTownRanking)
    for event in published {
      floors.publish(event)
      formulas.publish(event)
    }
  }
}

/// A result as the view `assessment` has it.
public struct ComputedResult: Hashable, Sendable {
  /// Rounded; absent if there is none, which is not zero.
  public var value: ExactDecimal?
  /// The grade of the rounded figure, after vetoes.
  public var grade: String?
  /// Whether on each day of the period the weight reaches the floor of that day.
  public var isCompliant: Bool
  /// The position up to which facts were known.
  public var inputsUpTo: Position

  public init(
    value: ExactDecimal?, grade: String? = nil, isCompliant: Bool, inputsUpTo: Position
  ) {
    self.value = value
    self.grade = grade
    self.isCompliant = isCompliant
    self.inputsUpTo = inputsUpTo
  }
}
