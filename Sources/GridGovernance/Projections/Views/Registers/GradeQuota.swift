// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A unit, a year and a kind of staff: of what a quota is (I-20).
public struct GradeQuotaKey: TableKey, TableRow {
  public var unit: ObjectID
  public var year: Int
  public var staffKind: StaffKind

  public init(unit: ObjectID, year: Int, staffKind: StaffKind) {
    self.unit = unit
    self.year = year
    self.staffKind = staffKind
  }
}

/// The quota of one unit, year and kind of staff; see ``GradeQuota``.
public struct GradeQuotaRow: TableRow {
  /// The rule set that the last award names.
  public var rule: ObjectID?
  /// The papers that say who takes part.
  public var lists: [ObjectID]?
  /// Staff of the unit and kind on the last day of the year, the lent counted at home.
  public var participants = 0
  /// The share that the rule set gave on that day; absent without one, or if it does not bind
  /// this kind of staff.
  public var share: Rational?
  public var rounding: GradeQuotaRule.Rounding?
  /// How many may be excellent; absent where nothing says so.
  public var quota: Int?
  /// Awarded 优秀.
  public var excellent = 0
  /// 称职、合格.
  public var competent = 0
  public var basic = 0
  public var incompetent = 0
  /// quota − excellent; below 0 if more were awarded.
  public var left: Int?
  /// excellent ÷ participants, per cent; absent without participants.
  public var excellentRate: ExactDecimal?
  /// Awards refused under I-20.
  public var refused = 0

  public init() {}
}

/// 优秀名额 (P22): how many may be excellent in a unit, year and kind of staff, and how many are?
///
/// One row a unit, year and kind of staff for which something was awarded or refused. Folded in
/// happened order: the last award of a person and year counts; staff and rule set are those of the
/// last day of the year. A refusal names no year: it is of the newest year in which the person's
/// unit and kind have awards, else of the year before the act.
public struct GradeQuota: Projection {
  public static let name = "grade-quota"
  public static let version = 1
  public static let golden = Digest(
    "sha256:29d78f40374048c15e077cbbc0631cbb88d45b432da4e3ec1f6e521a20d040cf")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .personPosted, .personLeft, .ruleSetPublished, .gradeAwarded, .commandRefused,
  ]

  public let quotas = Table<GradeQuotaKey, GradeQuotaRow>()
  let awards = Workspace<PersonYear, PersonGrade>()
  let people = Workspace<ObjectID, Standing<PersonUnit>>()
  let staff = Workspace<ObjectID, [ObjectID]>()
  let groups = Workspace<ObjectID, [GradeQuotaKey]>()
  let editions = Workspace<ObjectID, QuotaEditions>()
  let bound = Workspace<ObjectID, [GradeQuotaKey]>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .gradeAwarded: try award(event)
    case .commandRefused: refuse(event)
    case .ruleSetPublished: try publish(event)
    default: try post(event)
    }
  }

  private func award(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let person = event.reference(.person), let unit = event.reference(.body),
      let year = event.int(GradeAwarded.Field.year),
      let grade = event.enumeration(GradeAwarded.Field.grade).flatMap(
        GradeAwarded.Grade.init(number:)),
      let kind = event.enumeration(GradeAwarded.Field.staffKind).flatMap(
        StaffKind.init(number:))
    else { throw Refusal("GradeAwarded without person, unit, year, grade or kind") }
    let key = GradeQuotaKey(unit: unit, year: year, staffKind: kind)
    let place = PersonYear(person: person, year: year)
    if let old = awards[place] {
      quotas.updateExisting(old.group) { $0.count(old.grade, -1) }
      if old.group != key { refresh(old.group) }
    }
    awards[place] = PersonGrade(group: key, grade: grade)
    let rule = event.reference(.rule)
    let list = event.reference(.participantList)
    note(key)
    quotas.update(key, default: GradeQuotaRow()) { row in
      row.count(grade, 1)
      row.rule = rule ?? row.rule
      if let list { row.lists = (row.lists ?? []).noting(list) }
    }
    if let rule { bound[rule, default: []].note(key) }
    refresh(key)
  }

  private func note(_ key: GradeQuotaKey) { groups[key.unit, default: []].note(key) }

  private func refuse(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard event.text(CommandRefused.Field.rule) == "I-20",
      let person = event.reference(.subject), person.kind == .person
    else { return }
    let day = event.occurredOn
    guard let post = people[person]?.run(on: day)?.value, let kind = post.kind else { return }
    let known: [GradeQuotaKey] = groups[post.unit] ?? []
    let years = known.filter { $0.staffKind == kind }.map(\.year)
    let key = GradeQuotaKey(
      unit: post.unit, year: years.max() ?? day.year - 1, staffKind: kind)
    note(key)
    quotas.update(key, default: GradeQuotaRow()) { $0.refused += 1 }
    refresh(key)
  }

  private func publish(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.enumeration(RuleSetPublished.Field.kind) == RuleKind.gradeQuota.number,
      let rule = event.reference(.rule)
    else { return }
    let published = try event.decode(RuleSetPublished.self)
    guard let quota = published.content.gradeQuota else { return }
    editions.update(rule, default: QuotaEditions()) {
      $0.editions.insertByDay(
        QuotaEditions.Edition(from: published.effectiveFrom, quota: quota))
    }
    for key in bound[rule] ?? [] { refresh(key) }
  }

  private func post(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let person = event.reference(.person) else {
      throw Refusal("a posting without a person")
    }
    let row = try PostingRow(event)
    let unit = row.belongsTo.map { PersonUnit(unit: $0, kind: row.staffKind) }
    var standing = people[person] ?? Standing()
    standing.set(unit, from: row.from)
    people[person] = standing
    var units: [ObjectID] = []
    for entry in standing.entries { entry.value.map { units.note($0.unit) } }
    if let unit = unit?.unit, staff[unit]?.contains(person) != true {
      staff[unit, default: []].append(person)
    }
    for unit in units { for key in groups[unit] ?? [] { refresh(key) } }
  }

  /// Counts who takes part, and the quota of that many.
  private func refresh(_ key: GradeQuotaKey) {
    guard let last = CivilDate(year: key.year, month: 12, day: 31) else { return }
    let participants = (staff[key.unit] ?? []).count { person in
      let post = people[person]?.value(on: last)
      return post?.unit == key.unit && post?.kind == key.staffKind
    }
    quotas.updateExisting(key) { row in
      let edition = row.rule.flatMap { editions[$0]?.editions.last { $0.from <= last } }
      let quota = edition.flatMap { $0.quota.binds(key.staffKind) ? $0.quota : nil }
      row.participants = participants
      row.share = quota?.share
      row.rounding = quota?.rounding
      row.quota = quota?.places(of: participants)
      row.left = row.quota.map { $0 - row.excellent }
      row.excellentRate = .percent(row.excellent, of: participants)
    }
  }
}

extension GradeQuotaRow {
  fileprivate mutating func count(_ grade: GradeAwarded.Grade, _ number: Int) {
    switch grade {
    case .excellent: excellent += number
    case .competent: competent += number
    case .basic: basic += number
    case .incompetent: incompetent += number
    }
  }
}

/// A person and a year.
struct PersonYear: TableKey {
  var person: ObjectID
  var year: Int
}

/// A person's grade of a year, and of which quota it takes a place.
struct PersonGrade: TableRow {
  var group: GradeQuotaKey
  var grade: GradeAwarded.Grade
}

/// In which unit's establishment a person is.
struct PersonUnit: Codable, Hashable, Sendable {
  var unit: ObjectID
  var kind: StaffKind?
}

/// Every edition of a quota rule set.
struct QuotaEditions: TableRow {
  struct Edition: Codable, Hashable, Sendable, DatedSpan {
    var from: CivilDate
    var quota: GradeQuotaRule
  }

  var editions: [Edition] = []
}
