// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One public body; see ``InstitutionRegister``.
public struct InstitutionRow: TableRow {
  /// At the asked moment: the town to which it belongs; absent for bodies of the county.
  public var town: ObjectID?
  public var kind: BodyKind?
  /// The public name.
  public var name: String?
  public var level: Level?
  public var division: ObjectID?
  public var subordination: Subordination?
  /// The body above.
  public var superior: ObjectID?
  /// Whom it follows.
  public var predecessors: [ObjectID]?
  /// Who follows.
  public var successors: [ObjectID]?
  /// At the asked moment: whether it stands.
  public var inForce: Bool?
  public var from: CivilDate?
  /// The first day on which it stands no more; absent while no end is known.
  public var until: CivilDate?
  /// At the asked moment: posts approved 编制, of all kinds; absent if none were ever set.
  public var approved: Int?
  /// At the asked moment: leading posts among them 领导职数.
  public var leaderPosts: Int?
  /// At the asked moment: people who belong to the body 在编, those lent out included.
  public var filled: Int?
  /// At the asked moment: approved − filled; absent without approved posts.
  public var vacant: Int?
  /// At the asked moment: of those filled, the ones seconded elsewhere 借出.
  public var secondedOut: Int?
  /// At the asked moment: people who work here and belong elsewhere 借入.
  public var secondedIn: Int?
  /// At the asked moment: the same by kind of staff 行政、事业、编外 (I-3).
  public var staff: [StaffFigures]?
  /// At the asked moment: rule sets in force that the body published.
  public var ruleSets: [ObjectID]?
  /// Topics of the checks 规范化检查 that were met at the last check.
  public var checksMet: [InstitutionChecked.Topic]?
  /// Topics that were not.
  public var checksUnmet: [InstitutionChecked.Topic]?

  public init() {}
}

/// The posts of one kind of staff in a body.
public struct StaffFigures: Codable, Hashable, Sendable {
  public var kind: StaffKind
  /// Absent if none were ever set.
  public var approved: Int?
  public var leaderPosts: Int?
  public var filled = 0
  public var vacant: Int?
  public var secondedOut = 0
  public var secondedIn = 0

  init(_ kind: StaffKind) { self.kind = kind }
}

/// A number of posts of a body: the body, the kind, and the number in order of setting, from 1.
public struct EstablishmentKey: TableKey {
  public var body: ObjectID
  public var kind: StaffKind
  public var number: Int
}

/// A number of approved posts 编制核定, from a day on.
public struct EstablishmentRow: TableRow {
  public var approved: Int
  public var leaderPosts: Int
  public var from: CivilDate
}

/// Where a person belongs and works: the person, and the number in order of the facts, from 1.
public struct PostingKey: TableKey {
  public var person: ObjectID
  public var number: Int
}

/// A person's post from a day on; without a body the person has left.
public struct PostingRow: TableRow {
  public var body: ObjectID?
  /// The body to which a seconded person belongs.
  public var homeBody: ObjectID?
  public var staffKind: StaffKind?
  public var post: String?
  public var from: CivilDate

  /// The body in whose establishment the person is.
  var belongsTo: ObjectID? { homeBody ?? body }
}

/// The bodies of a town or of the county; see ``InstitutionRegister``.
public struct InstitutionTotal: TableRow {
  /// Bodies in force.
  public var bodies = 0
  /// Town offices 一办八局 in force.
  public var offices = 0
  /// How many the rule set of that day wants at least; absent without one (I-2).
  public var officesLeast: Int?
  public var officesMost: Int?
  /// Below 0 how many are missing, above 0 how many are too many; absent without a rule set.
  public var officesGap: Int?
  public var stationedBodies = 0
  public var approved: Int?
  public var filled = 0
  public var vacant: Int?
  public var secondedOut = 0
  /// Rule sets in force that a body of the division published.
  public var ruleSets = 0
  /// Topics met at the last check, over all bodies.
  public var checksMet = 0
  /// Topics checked.
  public var checks = 0
  /// Met ÷ checked, per cent; absent without checks.
  public var checksMetRate: ExactDecimal?

  public init() {}

  mutating func count(_ row: InstitutionRow) {
    bodies += 1
    if row.kind == .townOffice { offices += 1 }
    if row.kind == .stationedBody { stationedBodies += 1 }
    if let more = row.approved {
      approved = (approved ?? 0) + more
      vacant = (vacant ?? 0) + (row.vacant ?? 0)
    }
    filled += row.filled ?? 0
    secondedOut += row.secondedOut ?? 0
    ruleSets += row.ruleSets?.count ?? 0
    checksMet += row.checksMet?.count ?? 0
    checks += (row.checksMet?.count ?? 0) + (row.checksUnmet?.count ?? 0)
    checksMetRate = .percent(checksMet, of: checks)
  }

  mutating func measure(by rule: TownOfficesRule?) {
    guard let rule else { return }
    let most = rule.most ?? rule.least
    officesLeast = rule.least
    officesMost = most
    officesGap = offices < rule.least ? offices - rule.least : max(0, offices - most)
  }
}
