// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 派驻考核: the assessment of stationed bodies and persons, half of it the towns' (P20).
///
/// One row a scheme, subject and period, exact and unrounded; what is missing is said, and is
/// never zero. Inputs are kept as they come, so that a row is right whatever came first.
///
/// A row is there as soon as something was submitted, noted or published for it.
public struct Assessment: AssessmentFolding {
  public static let name = "assessment"
  public static let version = 3
  public static let golden = Digest(
    "sha256:7d6a2639337b8c9d8aaea0d2d07add61d6a57f6105b7359a197e1209bf4d713e")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = foldedTypes

  /// The results.
  public let results = Table<AssessmentKey, AssessmentRow>()
  /// The schemes with their weights.
  public let schemes = Table<ObjectID, AssessmentSchemeRow>()

  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let vertical = Workspace<ObjectID, Bool>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let tickets = Workspace<ObjectID, HandledTicket>()
  let tallies = Workspace<HandlingKey, HandlingTally>()
  let places = Workspace<SubjectMonth, [ObjectID]>()
  let stationings = Workspace<ObjectID, Dated<Stationing>>()
  let postings = Workspace<ObjectID, Dated<Posting>>()
  let staff = Workspace<ObjectID, [ObjectID]>()
  let scores = Workspace<AssessmentKey, [SubmittedScore]>()
  let notes = Workspace<AssessmentKey, AssessmentNotes>()
  let matters = Workspace<ObjectID, AssessmentKey>()
  let files = Workspace<ObjectID, SchemeFile>()
  let schemeNames = Workspace<Int, [ObjectID]>()
  let rules = Workspace<Int, AssessmentRuleBook>()
  let keys = Workspace<SubjectMonth, [AssessmentKey]>()
  let subjects = Workspace<Int, [ObjectID]>()
  let known = Workspace<ObjectID, Bool>()
  let lives = Workspace<ObjectID, BodyLife>()
  let heirs = Workspace<ObjectID, [ObjectID]>()
  let ends = Workspace<ObjectID, TownEnd>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    try fold(event)
  }
}
