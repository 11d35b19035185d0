// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 派驻考核: the assessment of stationed bodies and persons, half of it the towns' (P20).
///
/// One row a scheme, subject and period, exact and unrounded; what is missing is said, and is
/// never zero. Inputs are kept as they come, so that a row is right whatever came first.
///
/// A row is there as soon as something was submitted, noted or published for it.
public struct Assessment: Projection {
  public static let name = "assessment"
  public static let version = 2
  public static let golden = Digest(
    "sha256:22118e9e5d5b4bae74be527579782fbe7743b004cda22a37e0d1c4d9c35485ef")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = HandledTicket.types
    .union(ScoreBook.types).union(SchemeBook.types)
    .union([
      .divisionRegistered, .bodyRegistered, .stationedBodyAssigned, .personPosted, .personLeft,
      .workCalendarPublished,
    ])

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

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered: try applyPlace(event)
    case .workCalendarPublished: try limitBook.take(event)
    case .stationedBodyAssigned, .personPosted, .personLeft:
      let months = months(from: Assessment.firstDay(of: event), event)
      for subject in try stationingBook.take(event) {
        resultBook.note(subject)
        for key in resultBook.keys(of: subject, in: months) { refresh(key) }
      }
    case .scoreSubmitted, .pointsRecorded, .vetoImposed, .vetoLifted, .assessmentPublished,
      .appealFiled, .appealDecided:
      if let key = try scoreBook.take(event) { refreshWhole(key) }
    case .assessmentSchemeAdopted, .assessmentWeightSet, .commandRefused, .ruleSetPublished:
      try limitBook.take(event)
      if let change = try schemeBook.take(event) { refresh(after: change, event) }
    default:
      for changed in handlingBook.take(event) {
        for key in resultBook.keys(of: changed.subject, in: changed.month..<changed.month + 1) {
          refresh(key)
        }
      }
    }
  }

  private func applyPlace(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    try placeBook.take(event)
    let months = months(from: Assessment.firstDay(of: event), event)
    if event.type == .divisionRegistered {
      for key in resultBook.keys(in: months) { refresh(key) }
    } else if let body = event.reference(.body) {
      let subordination = event.enumeration(BodyRegistered.Field.subordination)
      vertical[body] = subordination == Subordination.vertical.number ? true : nil
      resultBook.note(body)
      for key in resultBook.keys(of: body, in: months) { refresh(key) }
    }
  }

  /// The first day of the effect of an event about places or people.
  private static func firstDay(
    of event: borrowing RecordedEvent<GovernanceEvent>
  ) -> CivilDate? {
    switch event.type {
    case .divisionRegistered: event.date(DivisionRegistered.Field.effectiveFrom)
    case .bodyRegistered: event.date(BodyRegistered.Field.effectiveFrom)
    case .stationedBodyAssigned: event.date(StationedBodyAssigned.Field.effectiveFrom)
    case .personPosted: event.date(PersonPosted.Field.effectiveFrom)
    default: event.date(PersonLeft.Field.effectiveFrom)
    }
  }

  private func refresh(
    after change: SchemeChange, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    for key in resultBook.keys(in: months(from: change.from, event)) {
      if change.scheme == nil || change.scheme == key.scheme { refresh(key) }
    }
  }

  /// The months that an act may change: from the first day of its effect, but no more than
  /// fifty years back, to two years ahead, beyond which nobody is assessed.
  private func months(
    from day: CivilDate?, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> Range<Int> {
    let now = event.occurredOn.monthNumber
    let first = max(day?.monthNumber ?? now, now - 600)
    return first..<max(first, now + 24)
  }
}

// The books, each over its workspaces.
extension Assessment {
  var placeBook: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }

  var handlingBook: HandlingBook {
    HandlingBook(
      tickets: tickets, tallies: tallies, places: places,
      desk: HandlingDesk(places: placeBook, limits: limitBook))
  }

  var stationingBook: StationingBook {
    StationingBook(
      stationings: stationings, postings: postings, staff: staff, places: placeBook)
  }

  var scoreBook: ScoreBook { ScoreBook(scores: scores, notes: notes, matters: matters) }

  var schemeBook: SchemeBook {
    SchemeBook(schemes: schemes, files: files, names: schemeNames, rules: rules)
  }

  var resultBook: ResultBook {
    ResultBook(results: results, keys: keys, subjects: subjects, known: known)
  }
}
