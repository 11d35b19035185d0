// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// A history of the three registers that a seed decides: commands that the rules allow and, where
/// asked for, facts that nobody asked the rules about, as imports bring them.
struct RandomRegisters {
  private(set) var history = HistoryBuilder(from: "2021-06-01T09:00:00+08:00")
  private(set) var organisation = OrganisationState()
  private(set) var grids = GridState()
  private(set) var lists = ListsState()
  private(set) var refused = 0
  private var random: SeededGenerator
  private let module: Module
  private let wild: Int
  private var clock: Instant = "2021-06-01T09:00:00+08:00"

  /// - Parameters:
  ///   - module: Of which most commands are; the others are mixed in.
  ///   - wild: How many of a hundred facts come without asking the rules.
  init(seed: UInt64, steps: Int, mostly module: Module, wild: Int = 0) {
    random = SeededGenerator(seed: seed)
    self.module = module
    self.wild = wild
    for event in Registered.events { take(event) }
    for _ in 0..<steps { step() }
  }

  private mutating func step() {
    clock = clock.adding(microseconds: Int64.random(in: 1...2_000, using: &random) * 60_000_000)
    let others: [Module] = [.organisation, .grid, .lists]
    switch random.chance(70) ? module : random.choose(others) {
    case .organisation: stepOrganisation()
    case .grid: stepGrid()
    default: stepLists()
    }
  }

  private mutating func stepOrganisation() {
    let command = organisationCommand()
    if random.chance(wild) { return take(command.event) }
    do throws(Rejection) {
      let facts = try OrganisationDecider.decide(
        command, given: organisation, in: OrganisationContext(now: clock))
      for fact in facts { take(fact.event) }
    } catch {
      refused += 1
    }
  }

  private mutating func stepGrid() {
    let command = gridCommand()
    if random.chance(wild) { return take(command.event) }
    let context = GridContext(
      now: clock, divisions: organisation.divisions, bodies: organisation.bodies)
    do throws(Rejection) {
      for fact in try GridDecider.decide(command, given: grids, in: context) { take(fact.event) }
    } catch {
      refused += 1
    }
  }

  private mutating func stepLists() {
    let command = listsCommand()
    if random.chance(wild) { return take(command.event) }
    let context = ListsContext(
      now: clock, divisions: organisation.divisions, bodies: organisation.bodies)
    do throws(Rejection) {
      for fact in try ListsDecider.decide(command, given: lists, in: context) { take(fact.event) }
    } catch {
      refused += 1
    }
  }

  private mutating func take(_ event: OrganisationEvent) {
    organisation.apply(event)
    add(event.event)
  }

  private mutating func take(_ event: GridEvent) {
    grids.apply(event)
    add(event.event)
  }

  private mutating func take(_ event: ListsEvent) {
    lists.apply(event)
    add(event.event)
  }

  private mutating func add(_ event: any Event) {
    func append(_ event: some Event) { history.add(event, at: clock, by: Body.county) }
    append(event)
  }

  // MARK: Pools

  private mutating func name(_ kind: ObjectKind, _ count: Int) -> ObjectName {
    ObjectName(kind, "r\(Int.random(in: 1...count, using: &random))")
  }

  private mutating func day(_ range: ClosedRange<Int> = 0...500) -> CivilDate {
    Registered.first.adding(days: Int.random(in: range, using: &random))
  }

  private mutating func division() -> ObjectName {
    random.chance(30)
      ? name(.division, 6)
      : random.choose([
        SmallCounty.town, SmallCounty.otherTown, SmallCounty.village, Registered.otherVillage,
        SmallCounty.county,
      ])
  }

  private mutating func town() -> ObjectName {
    random.chance(90)
      ? random.choose([SmallCounty.town, SmallCounty.otherTown]) : division()
  }

  private mutating func body() -> ObjectName {
    random.chance(40)
      ? name(.body, 6)
      : random.choose([
        Body.office, Body.town, Body.department, Body.station, Body.county, Registered.stationed,
      ])
  }

  private mutating func person() -> ObjectName { name(.person, 8) }

  // MARK: Commands

  private mutating func organisationCommand() -> OrganisationCommand {
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      return .registerDivision(
        Registered.division(
          name(.division, 6), random.choose(DivisionKind.allCases), in: division(), from: day(),
          statCode: random.chance(20) ? "7\(Int.random(in: 0...5, using: &random))" : nil))
    case 1:
      return .abolishDivision(
        DivisionAbolished(division: division(), document: "document/1", effectiveFrom: day()))
    case 2:
      return .measureDivision(
        DivisionMeasured(
          division: division(), population: Int.random(in: -1...9, using: &random),
          measuredOn: day()))
    case 3:
      return .registerBody(
        Registered.body(
          name(.body, 6), random.choose(BodyKind.allCases), random.choose(Level.allCases),
          in: division(), under: random.chance(30) ? body() : nil, from: day()))
    case 4:
      return .abolishBody(
        BodyAbolished(
          body: body(), successor: random.chance(20) ? [body()] : [], document: "document/1",
          effectiveFrom: day(300...500)))
    case 5:
      return .setEstablishment(
        EstablishmentSet(
          body: body(), staffKind: random.choose(StaffKind.allCases),
          approved: Int.random(in: 0...9, using: &random),
          leaderPosts: Int.random(in: 0...3, using: &random), document: "document/1",
          effectiveFrom: day()))
    case 6:
      return .station(
        StationedBodyAssigned(
          body: random.chance(70) ? Registered.stationed : body(),
          department: random.chance(80) ? Body.department : body(), town: [town(), town()],
          place: .ownSite, effectiveFrom: day()))
    case 7, 8, 9:
      return .post(
        Registered.post(
          person(), in: random.choose([Body.office, Body.town]),
          as: random.choose(PersonPosted.Change.allCases),
          home: random.chance(50) ? random.choose([Body.office, Body.town]) : nil, from: day()))
    default: return peopleCommand()
    }
  }

  private mutating func peopleCommand() -> OrganisationCommand {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      return .leave(
        PersonLeft(
          person: person(), body: random.choose([Body.office, Body.town]), ground: "g",
          effectiveFrom: day()))
    case 1, 2: return .confer(role())
    case 3: return .handOver(role(), from: person())
    case 4:
      return .endRole(
        Registered.ended(
          person(), random.choose(PersonRole.allCases), in: division(), from: day()))
    case 5:
      let from = day()
      return .recordAbsence(
        AbsenceRecorded(
          person: person(), body: random.choose([Body.office, Body.town]), post: "officer",
          kind: .leave, effectiveFrom: from, effectiveTo: from.adding(days: 3)))
    case 6:
      let from = day()
      return .declareCover(
        AbCoverDeclared(
          covered: person(), person: person(), body: random.choose([Body.office, Body.town]),
          postA: "officer", postB: "officer", effectiveFrom: from,
          effectiveTo: from.adding(days: 5), ground: "g"))
    case 7:
      return .completeTraining(
        TrainingCompleted(
          person: [person(), person()], trainer: body(), topic: .grid, form: .course,
          hours: "1.5"))
    case 8:
      return .issueCertificate(
        Registered.certificate(name(.certificate, 9), of: person(), from: day(0...300)))
    case 9:
      let ground = random.choose(CertificateInvalidated.Ground.allCases)
      let from = day(0...360)
      return .invalidateCertificate(
        CertificateInvalidated(
          certificate: name(.certificate, 9), person: person(), ground: ground,
          effectiveFrom: from,
          effectiveTo: ground == .suspended ? from.adding(days: 9) : nil))
    case 10:
      return .listPartyDuties(
        PartyDutyListed(
          division: division(), level: random.choose(Level.allCases),
          items: [PartyDutyListed.Item(code: "1", text: "words")], effectiveFrom: day()))
    default:
      return random.chance(50)
        ? .giveOpinion(
          AppointmentOpinionGiven(
            person: person(), body: Registered.stationed, town: town(), post: "head",
            opinion: .agree))
        : .checkInstitution(
          InstitutionChecked(body: body(), town: town(), topic: .signs, met: true))
    }
  }

  private mutating func role() -> RoleConferred {
    Registered.role(
      person(), random.choose(PersonRole.allCases), in: division(), from: day(),
      managedBy: [.town, .county], documents: ["document/1", "document/2"])
  }

  private mutating func gridCommand() -> GridCommand {
    let grid = name(.grid, 30)
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: return .draw(drawn(grid, from: day(0...300)))
    case 2:
      let from = day()
      let targets = [name(.grid, 30), name(.grid, 30)]
      let isSplit = random.chance(50)
      return .redraw(
        GridRedrawn(
          sourceGrid: isSplit ? [grid] : targets, targetGrid: isSplit ? targets : [grid],
          kind: isSplit ? .split : .merge, effectiveFrom: from),
        drawing: (isSplit ? targets : [grid]).map { drawn($0, from: from) })
    case 3: return .retire(GridRetired(grid: grid, effectiveFrom: day()))
    case 4, 5:
      let force = random.choose(GridForce.allCases)
      return .staff(
        GridStaffed(
          grid: grid, force: force, team: force == .socialTeam ? body() : nil,
          member: force == .socialTeam ? [] : [person()],
          memberKinds: force == .socialTeam
            ? [] : [force == .policeTeam ? .policeOfficer : .worker], fullTime: true,
          effectiveFrom: day()))
    case 6:
      return .release(
        GridReleased(grid: grid, force: random.choose(GridForce.allCases), effectiveFrom: day()))
    default:
      let worker = grids.forces(on: grid, Registered.first.adding(days: 150)).first?.member
      let start: Instant = "2021-05-31T09:00:00+08:00"
      return .patrol(
        GridPatrolled(
          grid: grid, person: worker ?? person(), start: start,
          end: start.adding(microseconds: 3_600_000_000)))
    }
  }

  private mutating func drawn(_ grid: ObjectName, from day: CivilDate) -> GridDrawn {
    GridDeciderTests.drawn(
      grid, in: random.chance(80) ? SmallCounty.village : division(), from: day)
  }

  private mutating func listsCommand() -> ListsCommand {
    let kind = random.choose(PowerDevolved.Kind.allCases)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1:
      let item = name(.listItem, 6)
      let version = lists.duties.version(of: item) + (random.chance(90) ? 1 : 0)
      return .list(
        Listed.item(
          item, random.choose(DutyItemListed.List.allCases),
          lead: random.chance(80) ? [body()] : [], supporter: [body()],
          town: random.chance(50) ? [division()] : [], version: version, from: day()))
    case 2: return .remove(Listed.removed(name(.listItem, 6), from: day()))
    case 3, 4:
      let isDelegated = random.chance(20)
      let from = day(20...400)
      return .devolve(
        Listed.power(
          ObjectName(.power, "\(kind.rawValue)-\(Int.random(in: 1...3, using: &random))"), kind,
          mode: isDelegated ? .delegated : .devolved, to: [town()], from: from,
          until: isDelegated ? from.adding(days: 90) : nil))
    case 5:
      return .withdraw(
        Listed.withdrawn(
          ObjectName(.power, "\(kind.rawValue)-\(Int.random(in: 1...3, using: &random))"),
          from: [town()], pending: random.choose(PowerWithdrawn.Pending.allCases), on: day()))
    case 6:
      return .review(
        PowerUptakeReviewed(
          power: ObjectName(.power, "\(kind.rawValue)-1"), town: town(), usable: true,
          capable: true, wellRun: true,
          evidence: PowerUptakeReviewed.Evidence(
            uses: 1, demand: 1, passedUp: 0, satisfaction: 0, cases: 0, reversed: 0, training: 0,
            supportGiven: 0), outcome: random.choose(PowerUptakeReviewed.Outcome.allCases)))
    case 7:
      return .requestAdmission(
        Listed.request(name(.admission, 12), for: [town()], from: day(), to: nil))
    default:
      let admission = name(.admission, 12)
      if random.chance(40) {
        return .fulfilAdmission(
          AdmissionFulfilled(
            admission: admission, department: Body.department, town: town(), staffReceived: 1))
      }
      return .decideAdmission(
        Listed.decision(
          admission, random.choose([.granted, .refused]),
          for: lists.admissions.admission(admission)?.towns ?? [town()]))
    }
  }
}
