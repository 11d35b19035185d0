// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the assessment (P20) and its explanation (P21) fold alike, each in tables of its own, so
/// that a rebuild of one needs nothing of the other.
protocol AssessmentFolding: Projection where Vocabulary == GovernanceEvent {
  var results: Table<AssessmentKey, AssessmentRow> { get }
  var schemes: Table<ObjectID, AssessmentSchemeRow> { get }
  var divisions: Workspace<ObjectID, DivisionSpans> { get }
  var bodies: Workspace<ObjectID, BodySpans> { get }
  var vertical: Workspace<ObjectID, Bool> { get }
  var limits: Workspace<Int, LimitLists> { get }
  var parents: Workspace<ObjectID, ObjectID> { get }
  var calendar: Workspace<CivilDate, Bool> { get }
  var years: Workspace<Int, Bool> { get }
  var hours: Workspace<Int, WorkingHours> { get }
  var tickets: Workspace<ObjectID, HandledTicket> { get }
  var tallies: Workspace<HandlingKey, HandlingTally> { get }
  var places: Workspace<SubjectMonth, [ObjectID]> { get }
  var stationings: Workspace<ObjectID, Dated<Stationing>> { get }
  var postings: Workspace<ObjectID, Dated<Posting>> { get }
  var staff: Workspace<ObjectID, [ObjectID]> { get }
  var scores: Workspace<AssessmentKey, [SubmittedScore]> { get }
  var notes: Workspace<AssessmentKey, AssessmentNotes> { get }
  var matters: Workspace<ObjectID, AssessmentKey> { get }
  var files: Workspace<ObjectID, SchemeFile> { get }
  var schemeNames: Workspace<Int, [ObjectID]> { get }
  var rules: Workspace<Int, AssessmentRuleBook> { get }
  var keys: Workspace<SubjectMonth, [AssessmentKey]> { get }
  var subjects: Workspace<Int, [ObjectID]> { get }
  var known: Workspace<ObjectID, Bool> { get }
  /// From when to when bodies exist, and whose scores they carry on.
  var lives: Workspace<ObjectID, BodyLife> { get }
  /// By body: who carries its scores on.
  var heirs: Workspace<ObjectID, [ObjectID]> { get }
  /// Towns that were abolished.
  var ends: Workspace<ObjectID, TownEnd> { get }

  /// A result was made anew, or is gone.
  func show(_ key: AssessmentKey)
}

extension AssessmentFolding {
  func show(_ key: AssessmentKey) {}

  static var foldedTypes: Set<EventType> {
    HandledTicket.types.union(ScoreBook.types).union(SchemeBook.types)
      .union([
        .divisionRegistered, .divisionAbolished, .bodyRegistered, .bodyAbolished,
        .stationedBodyAssigned, .personPosted, .personLeft, .workCalendarPublished,
      ])
  }

  func fold(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered: try applyPlace(event)
    case .divisionAbolished, .bodyAbolished: applyEnd(event)
    case .workCalendarPublished: try limitBook.take(event)
    case .stationedBodyAssigned, .personPosted, .personLeft:
      let months = months(from: Self.firstDay(of: event), event)
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
        for subject in lifeBook.lineBelow(changed.subject) {
          let month = changed.month..<changed.month + 1
          for key in resultBook.keys(of: subject, in: month) { make(key) }
        }
      }
    }
  }

  private func applyPlace(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    try placeBook.take(event)
    let months = months(from: Self.firstDay(of: event), event)
    if event.type == .divisionRegistered {
      for key in resultBook.keys(in: months) { refresh(key) }
    } else if let body = event.reference(.body) {
      let subordination = event.enumeration(BodyRegistered.Field.subordination)
      vertical[body] = subordination == Subordination.vertical.number ? true : nil
      lifeBook.begin(event)
      resultBook.note(body)
      for key in resultBook.keys(of: body, in: months) { refresh(key) }
    }
  }

  /// A body is assessed to its last day, a town judges to its (domain A18, A19).
  private func applyEnd(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let months = months(from: Self.firstDay(of: event), event)
    if event.type == .bodyAbolished {
      guard let body = lifeBook.end(event) else { return }
      for key in resultBook.keys(of: body, in: months) { refresh(key) }
    } else if stationingBook.end(event) {
      for key in resultBook.keys(in: months) { refresh(key) }
    }
  }

  /// The first day of the effect of an event about places or people.
  private static func firstDay(
    of event: borrowing RecordedEvent<GovernanceEvent>
  ) -> CivilDate? {
    switch event.type {
    case .divisionRegistered: event.date(DivisionRegistered.Field.effectiveFrom)
    case .bodyRegistered: event.date(BodyRegistered.Field.effectiveFrom)
    case .divisionAbolished: event.date(DivisionAbolished.Field.effectiveFrom)
    case .bodyAbolished: event.date(BodyAbolished.Field.effectiveFrom)
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
extension AssessmentFolding {
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
      stationings: stationings, postings: postings, staff: staff, ends: ends, places: placeBook)
  }

  var scoreBook: ScoreBook { ScoreBook(scores: scores, notes: notes, matters: matters) }

  var schemeBook: SchemeBook {
    SchemeBook(schemes: schemes, files: files, names: schemeNames, rules: rules)
  }

  var resultBook: ResultBook {
    ResultBook(results: results, keys: keys, subjects: subjects, known: known)
  }

  var lifeBook: LifeBook { LifeBook(lives: lives, heirs: heirs) }
}
