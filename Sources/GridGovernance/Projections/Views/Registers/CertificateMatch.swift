// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 持证在岗 (P15): who is certified and off post, who is on post and not certified?
///
/// One row a person who ever had a certificate or an enforcement post, in `officers`; refusals
/// under I-10, which name no person, by bureau in `refusals`; `totals` by body. Folded in happened
/// order; what holds is read at the asked moment. A post counts if its type is `enforcement` and
/// the person works there.
public struct CertificateMatch: Totalling {
  public static let name = "certificate-match"
  public static let version = 1
  public static let golden = Digest(
    "sha256:324f041a17aed454f16f840b022a294260cba6cfbd924a74c44a107308e23d30")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .personPosted, .personLeft, .absenceRecorded, .certificateIssued, .certificateInvalidated,
    .commandRefused,
  ]
  public static let rules = ViewColumns.certificateMatchRules.mapValues(\.en)
  /// The type of the posts that need a certificate.
  public static let postType = "enforcement"

  public let officers = Table<ObjectID, CertificateMatchRow>()
  public let refusals = Table<ObjectID, Int>()
  let files = Workspace<ObjectID, OfficerFile>()
  let holders = Workspace<ObjectID, ObjectID>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    zones.note(event.zone)
    switch event.type {
    case .commandRefused: refuse(event)
    case .certificateInvalidated: try invalidate(event)
    default:
      guard let person = event.reference(.person) else {
        throw Refusal("a post, an absence or a certificate without a person")
      }
      try change(person, event)
    }
  }

  private func change(
    _ person: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) {
    var file = files[person] ?? OfficerFile()
    switch event.type {
    case .personPosted: try file.post(event)
    case .personLeft: try file.leave(event)
    case .absenceRecorded: try file.absent(event)
    default:
      if let certificate = try file.issue(event) {
        guard holders[certificate] == nil else { return }
        holders[certificate] = person
      }
    }
    files[person] = file
    show(file, of: person)
  }

  /// Ends the certificate, whoever the event says holds it.
  private func invalidate(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let certificate = event.reference(.certificate),
      let day = event.date(CertificateInvalidated.Field.effectiveFrom)
    else { throw Refusal("CertificateInvalidated without certificate or date") }
    let last = event.date(CertificateInvalidated.Field.effectiveTo)
    guard let person = holders[certificate], var file = files[person] else { return }
    file.invalidate(certificate, DaySpan(from: day, through: last))
    files[person] = file
    show(file, of: person)
  }

  private func refuse(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard event.text(CommandRefused.Field.rule) == "I-10" else { return }
    if let proposer = event.reference(.proposer) { refusals[proposer, default: 0] += 1 }
    if let subject = event.reference(.subject), subject.kind == .person {
      officers.update(subject, default: CertificateMatchRow()) { $0.refused += 1 }
    }
  }

  /// Only people with a certificate or an enforcement post have rows.
  private func show(_ file: OfficerFile, of person: ObjectID) {
    guard file.isOfficer || officers.contains(person) else { return }
    officers.update(person, default: CertificateMatchRow()) { $0.show(file) }
  }
}

// What is read at the asked moment.
extension CertificateMatch {
  public func present(
    _ row: CertificateMatchRow, of person: ObjectID, at clock: Instant
  ) -> CertificateMatchRow {
    guard let file = files[person] else { return row }
    let day = zones.day(of: clock)
    var row = row
    let certificate = file.certificates.first { $0.isValid(on: day) }
    row.valid = certificate != nil
    row.certificate = (certificate ?? file.certificates.last { $0.span.from <= day })?.name
    row.onPost = file.isOnPost(day)
    row.body = file.posts.value(on: day)?.body
    row.absent = file.absences.contains { $0.contains(day) }
    let mismatch = row.mismatches?.first { DaySpan(from: $0.from, until: $0.until).contains(day) }
    row.mismatch = mismatch?.kind
    row.mismatchSince = mismatch?.from
    row.mismatchDays = mismatch.map { day.days(since: $0.from) }
    return row
  }

  public func totals(
    of rows: [(key: ObjectID, row: CertificateMatchRow)], at clock: Instant
  ) -> [(key: CertificateTotalKey, row: CertificateTotal)] {
    var totals = Totals<CertificateTotalKey, CertificateTotal>(CertificateTotal())
    for (_, row) in rows {
      totals.update(CertificateTotalKey()) { $0.count(row) }
      if let body = row.body { totals.update(CertificateTotalKey(body: body)) { $0.count(row) } }
    }
    return totals.rows
  }
}

extension CertificateMatchRow {
  fileprivate mutating func show(_ file: OfficerFile) {
    let runs = file.runs
    certificates = runs.filter(\.isCertified).spans.orNil
    posts = runs.filter(\.isOnPost).spans.orNil
    absences = file.absences.orNil
    mismatches = file.mismatches(runs).orNil
  }
}

/// What is known of a person's certificates and posts.
struct OfficerFile: TableRow {
  /// A certificate: its days, and those on which it does not hold.
  struct Issued: Codable, Hashable, Sendable {
    var name: ObjectID
    var span: DaySpan
    var breaks: [DaySpan] = []

    func isValid(on day: CivilDate) -> Bool {
      span.contains(day) && !breaks.contains { $0.contains(day) }
    }
  }

  struct Post: Codable, Hashable, Sendable {
    var body: ObjectID
    /// On an enforcement post, and working there.
    var enforces: Bool
  }

  private(set) var certificates: [Issued] = []
  private(set) var posts = Standing<Post>()
  private(set) var absences: [DaySpan] = []

  /// Whether a certificate or an enforcement post was ever there.
  var isOfficer: Bool {
    !certificates.isEmpty || posts.entries.contains { $0.value?.enforces == true }
  }

  func isOnPost(_ day: CivilDate) -> Bool { posts.value(on: day)?.enforces ?? false }

  mutating func post(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let body = event.reference(.body),
      let day = event.date(PersonPosted.Field.effectiveFrom)
    else { throw Refusal("PersonPosted without body or date") }
    let enforces =
      event.text(PersonPosted.Field.postType) == CertificateMatch.postType
      && event.bool(PersonPosted.Field.onPost) == true
    posts.set(Post(body: body, enforces: enforces), from: day)
  }

  mutating func leave(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let day = event.date(PersonLeft.Field.effectiveFrom) else {
      throw Refusal("PersonLeft without a date")
    }
    posts.set(nil, from: day)
  }

  mutating func absent(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let day = event.date(AbsenceRecorded.Field.effectiveFrom) else {
      throw Refusal("AbsenceRecorded without a date")
    }
    absences.append(
      DaySpan(from: day, through: event.date(AbsenceRecorded.Field.effectiveTo)))
  }

  /// The certificate issued; of two under one number the first stands.
  mutating func issue(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> ObjectID? {
    guard let name = event.reference(.certificate),
      let day = event.date(CertificateIssued.Field.effectiveFrom)
    else { throw Refusal("CertificateIssued without certificate or date") }
    let last = event.date(CertificateIssued.Field.effectiveTo)
    certificates.append(Issued(name: name, span: DaySpan(from: day, through: last)))
    return name
  }

  mutating func invalidate(_ certificate: ObjectID, _ span: DaySpan) {
    for index in certificates.indices where certificates[index].name == certificate {
      certificates[index].breaks.append(span)
    }
  }
}

/// A run of days on which neither certificate nor post changes.
struct OfficerRun {
  var span: DaySpan
  var isCertified: Bool
  var isOnPost: Bool
}

extension OfficerFile {
  /// The days on which something changes, and what holds between them.
  var runs: [OfficerRun] {
    var days: [CivilDate] = posts.entries.map(\.from)
    for certificate in certificates {
      for span in [certificate.span] + certificate.breaks {
        days.append(span.from)
        if let until = span.until { days.append(until) }
      }
    }
    days = Set(days).sorted()
    return days.indices.map { index in
      let day = days[index]
      return OfficerRun(
        span: DaySpan(from: day, until: index + 1 < days.count ? days[index + 1] : nil),
        isCertified: certificates.contains { $0.isValid(on: day) }, isOnPost: isOnPost(day))
    }
  }

  func mismatches(_ runs: [OfficerRun]) -> [MismatchSpan] {
    var found: [MismatchSpan] = []
    for run in runs where run.isCertified != run.isOnPost {
      let kind: CertificateMismatch = run.isCertified ? .certifiedOffPost : .uncertifiedOnPost
      if let last = found.last, last.kind == kind, last.until == run.span.from {
        found[found.count - 1].until = run.span.until
      } else {
        found.append(MismatchSpan(kind: kind, from: run.span.from, until: run.span.until))
      }
    }
    return found
  }
}

extension [OfficerRun] {
  /// Their days, runs without a gap in one.
  fileprivate var spans: [DaySpan] {
    reduce(into: [DaySpan]()) { spans, run in
      if let last = spans.last, last.until == run.span.from {
        spans[spans.count - 1].until = run.span.until
      } else {
        spans.append(run.span)
      }
    }
  }
}
