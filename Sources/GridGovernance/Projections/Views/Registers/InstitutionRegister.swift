// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 机构台账 (P12): which offices has each town, with which posts, under which rules?
///
/// One row a body, in `bodies`, with the town as a column; approved posts by version in
/// `establishment`, postings by version in `postings`; `totals` by town and county with the gap to
/// the number of offices that the rule set of the day wants (I-2). Folded in happened order; what
/// stands, who belongs where and which rules hold is read at the asked moment.
public struct InstitutionRegister: Totalling {
  public static let name = "institution-register"
  public static let version = 1
  public static let golden = Digest(
    "sha256:d3fec02734a0b10c5e556d572c4553f7f5e350031f2003d44bc5b5be0220d698")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [
    .divisionRegistered, .divisionAbolished, .bodyRegistered, .bodyAbolished, .establishmentSet,
    .personPosted, .personLeft, .institutionChecked, .ruleSetPublished,
  ]
  public static let rules = ViewColumns.institutionRegisterRules.mapValues(\.en)

  public let bodies = Table<ObjectID, InstitutionRow>()
  public let establishment = Table<EstablishmentKey, EstablishmentRow>()
  public let postings = Table<PostingKey, PostingRow>()
  let standings = Workspace<ObjectID, Standing<Institution>>()
  let checks = Workspace<ObjectID, InstitutionChecks>()
  let posts = Workspace<BodyStaff, Standing<Int>>()
  let postCounts = Workspace<BodyStaff, Int>()
  let people = Workspace<ObjectID, Standing<Int>>()
  let peopleCounts = Workspace<ObjectID, Int>()
  let staff = Workspace<ObjectID, [ObjectID]>()
  let published = Workspace<ObjectID, [PublishedRule]>()
  let offices = Workspace<Int, OfficeRules>()
  let kinds = Workspace<ObjectID, Standing<DivisionKind>>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let spans = Workspace<ObjectID, BodySpans>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    zones.note(event.zone)
    switch event.type {
    case .divisionRegistered, .divisionAbolished:
      try places.take(event)
      try DivisionLife(kinds: kinds).take(event)
    case .bodyRegistered: try register(event)
    case .bodyAbolished: try abolish(event)
    case .establishmentSet: try setPosts(event)
    case .personPosted, .personLeft: try post(event)
    case .institutionChecked: try check(event)
    default: try publish(event)
    }
  }

  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: spans) }

  // MARK: Bodies

  private func register(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let body = event.reference(.body), let division = event.reference(.division) else {
      throw Refusal("BodyRegistered without body or division")
    }
    let registered = try event.decode(BodyRegistered.self)
    let institution = Institution(
      kind: registered.kind, name: registered.name, level: registered.level, division: division,
      subordination: registered.subordination, superior: event.reference(.superior))
    let run = standings.update(body, default: Standing()) { standing in
      standing.set(institution, from: registered.effectiveFrom)
      return standing.lastRun
    }
    let predecessors = event.references(.predecessor)
    bodies.update(body, default: InstitutionRow()) { row in
      row.show(run)
      if !predecessors.isEmpty { row.predecessors = predecessors }
    }
  }

  private func abolish(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let body = event.reference(.body),
      let day = event.date(BodyAbolished.Field.effectiveFrom)
    else { throw Refusal("BodyAbolished without body or date") }
    let run = standings.update(body, default: Standing()) { standing in
      standing.set(nil, from: day)
      return standing.lastRun
    }
    let successors = event.references(.successor)
    bodies.update(body, default: InstitutionRow()) { row in
      row.show(run)
      if !successors.isEmpty { row.successors = successors }
    }
  }

  private func check(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let body = event.reference(.body),
      let topic = event.enumeration(InstitutionChecked.Field.topic).flatMap(
        InstitutionChecked.Topic.init(number:)),
      let met = event.bool(InstitutionChecked.Field.met)
    else { throw Refusal("InstitutionChecked without body, topic or result") }
    let results = checks.update(body, default: InstitutionChecks()) { checks in
      checks.results.removeAll { $0.topic == topic }
      checks.results.append(InstitutionChecks.Result(topic: topic, met: met))
      checks.results.sort { $0.topic.number < $1.topic.number }
      return checks.results
    }
    bodies.update(body, default: InstitutionRow()) { row in
      row.checksMet = results.filter(\.met).map(\.topic).orNil
      row.checksUnmet = results.filter { !$0.met }.map(\.topic).orNil
    }
  }

  // MARK: Posts and people

  private func setPosts(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let body = event.reference(.body) else {
      throw Refusal("EstablishmentSet without a body")
    }
    let set = try event.decode(EstablishmentSet.self)
    let place = BodyStaff(body: body, kind: set.staffKind)
    let number = (postCounts[place] ?? 0) + 1
    postCounts[place] = number
    establishment[EstablishmentKey(body: body, kind: set.staffKind, number: number)] =
      EstablishmentRow(
        approved: set.approved, leaderPosts: set.leaderPosts, from: set.effectiveFrom)
    posts.update(place, default: Standing()) { $0.replace(with: number, from: set.effectiveFrom) }
    bodies.touch(body, default: InstitutionRow())
  }

  private func post(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let person = event.reference(.person) else {
      throw Refusal("a posting without a person")
    }
    let row = try PostingRow(event)
    let number = (peopleCounts[person] ?? 0) + 1
    peopleCounts[person] = number
    postings[PostingKey(person: person, number: number)] = row
    people.update(person, default: Standing()) {
      $0.set(row.body == nil ? nil : number, from: row.from)
    }
    // Whoever leaves bears on the body that the event names.
    for body in [event.reference(.body), row.homeBody].compactMap(\.self) {
      bodies.touch(body, default: InstitutionRow())
      if staff[body]?.contains(person) != true { staff[body, default: []].append(person) }
    }
  }

  // MARK: Rules

  private func publish(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let rule = event.reference(.rule),
      let day = event.date(RuleSetPublished.Field.effectiveFrom)
    else { throw Refusal("RuleSetPublished without rule or date") }
    if let owner = event.actorBody {
      published[owner, default: []].append(PublishedRule(rule: rule, from: day))
      bodies.touch(owner, default: InstitutionRow())
    }
    guard event.enumeration(RuleSetPublished.Field.kind) == RuleKind.townOffices.number else {
      return
    }
    let rules = try event.decode(RuleSetPublished.self).content.townOffices ?? []
    offices.update(0, default: OfficeRules()) {
      $0.editions.insertByDay(OfficeRules.Edition(from: day, rule: rule, rows: rules))
    }
  }
}

// What is read at the asked moment.
extension InstitutionRegister {
  public func present(
    _ row: InstitutionRow, of body: ObjectID, at clock: Instant
  ) -> InstitutionRow {
    let day = zones.day(of: clock)
    let run = standings[body]?.run(on: day)
    var row = row
    row.show(run)
    row.inForce = run?.isInForce ?? false
    row.town = run.flatMap { places.town(of: $0.value.division, on: day) }
    row.show(figures(of: body, on: day))
    let rules = (published[body] ?? []).filter { $0.from <= day }.map(\.rule)
    row.ruleSets = rules.reduce(into: []) { $0.note($1) }.orNil
    return row
  }

  private func figures(of body: ObjectID, on day: CivilDate) -> [StaffFigures] {
    var figures = StaffKind.allCases.map { StaffFigures($0) }
    for index in figures.indices {
      let kind = figures[index].kind
      guard let number = posts[BodyStaff(body: body, kind: kind)]?.value(on: day),
        let set = establishment[EstablishmentKey(body: body, kind: kind, number: number)]
      else { continue }
      figures[index].approved = set.approved
      figures[index].leaderPosts = set.leaderPosts
    }
    for person in staff[body] ?? [] {
      guard let number = people[person]?.value(on: day),
        let post = postings[PostingKey(person: person, number: number)],
        let index = figures.firstIndex(where: { $0.kind == post.staffKind })
      else { continue }
      figures[index].count(post, in: body)
    }
    for index in figures.indices {
      figures[index].vacant = figures[index].approved.map { $0 - figures[index].filled }
    }
    return figures
  }

  public func totals(
    of rows: [(key: ObjectID, row: InstitutionRow)], at clock: Instant
  ) -> [(key: ObjectID, row: InstitutionTotal)] {
    let day = zones.day(of: clock)
    var totals = Totals<ObjectID, InstitutionTotal>(InstitutionTotal())
    for (_, row) in rows where row.inForce == true {
      for division in places.sums(of: row.division, on: day) {
        totals.update(division) { $0.count(row) }
      }
    }
    let rules = (offices[0] ?? OfficeRules()).rows(on: day)
    return totals.rows.map { total in
      var total = total
      let kind = kinds[total.key]?.value(on: day)
      total.row.measure(by: rules.last { $0.divisionKind == kind })
      return total
    }
  }
}

extension InstitutionRow {
  fileprivate mutating func show(_ run: StandingRun<Institution>?) {
    kind = run?.value.kind
    name = run?.value.name
    level = run?.value.level
    division = run?.value.division
    subordination = run?.value.subordination
    superior = run?.value.superior
    from = run?.from
    until = run?.until
  }

  fileprivate mutating func show(_ figures: [StaffFigures]) {
    let known = figures.filter { $0.approved != nil || $0.filled > 0 || $0.secondedIn > 0 }
    staff = known.orNil
    approved = known.compactMap(\.approved).orNil?.reduce(0, +)
    leaderPosts = known.compactMap(\.leaderPosts).orNil?.reduce(0, +)
    filled = known.isEmpty ? nil : known.map(\.filled).reduce(0, +)
    secondedOut = known.isEmpty ? nil : known.map(\.secondedOut).reduce(0, +)
    secondedIn = known.isEmpty ? nil : known.map(\.secondedIn).reduce(0, +)
    vacant = approved.map { approved in approved - (filled ?? 0) }
  }
}

extension StaffFigures {
  fileprivate mutating func count(_ post: PostingRow, in body: ObjectID) {
    if post.belongsTo == body {
      filled += 1
      if post.body != body { secondedOut += 1 }
    } else if post.body == body {
      secondedIn += 1
    }
  }
}

extension PostingRow {
  /// Reads `PersonPosted` or `PersonLeft`.
  init(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .personLeft {
      guard let day = event.date(PersonLeft.Field.effectiveFrom) else {
        throw Refusal("PersonLeft without a date")
      }
      self.init(from: day)
      return
    }
    guard let body = event.reference(.body),
      let day = event.date(PersonPosted.Field.effectiveFrom)
    else { throw Refusal("PersonPosted without body or date") }
    let isSeconded =
      event.enumeration(PersonPosted.Field.change) == PersonPosted.Change.seconded.number
    self.init(
      body: body, homeBody: isSeconded ? event.reference(.homeBody) : nil,
      staffKind: event.enumeration(PersonPosted.Field.staffKind).flatMap(
        StaffKind.init(number:)),
      post: event.text(PersonPosted.Field.post), from: day)
  }
}

/// A body as its register has it from one day on.
struct Institution: Codable, Hashable, Sendable {
  var kind: BodyKind
  var name: String
  var level: Level
  var division: ObjectID
  var subordination: Subordination
  var superior: ObjectID?
}

/// A body and a kind of staff.
struct BodyStaff: TableKey {
  var body: ObjectID
  var kind: StaffKind
}

/// The last result of each topic of a body's checks.
struct InstitutionChecks: TableRow {
  struct Result: Codable, Hashable, Sendable {
    var topic: InstitutionChecked.Topic
    var met: Bool
  }

  var results: [Result] = []
}

/// A rule set that a body published.
struct PublishedRule: TableRow {
  var rule: ObjectID
  var from: CivilDate
}

/// Every edition of the numbers of town offices (I-2).
struct OfficeRules: TableRow {
  struct Edition: Codable, Hashable, Sendable, DatedSpan {
    var from: CivilDate
    var rule: ObjectID
    var rows: [TownOfficesRule]
  }

  var editions: [Edition] = []

  /// The rows in force on that day, of each rule set its last edition.
  func rows(on day: CivilDate) -> [TownOfficesRule] {
    var seen: [ObjectID] = []
    var rows: [TownOfficesRule] = []
    for edition in editions.reversed() where edition.from <= day && !seen.contains(edition.rule) {
      seen.append(edition.rule)
      rows.insert(contentsOf: edition.rows, at: 0)
    }
    return rows
  }
}
