// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The life of one application, by the state table of domain §3.3.
struct ApplicationScript {
  let town: CountyPlan.Town
  let item: PowerTable.Item
  var course: Course
  /// Working minutes that the guide promises, and those of the limit.
  private let promised: Int
  private let limit: Int
  private var papers = 0

  /// Public services are asked for most.
  private static let weights = PowerTable.approvals.enumerated().map { index, item in
    switch item.kind {
    case .licence: 5
    case .otherApproval: 8
    // The last two services of each department nobody has asked for yet.
    default: index % 7 == 6 ? 0 : 16
    }
  }

  init(_ world: World, _ name: ObjectName, _ town: CountyPlan.Town, at time: LocalTime) {
    self.town = town
    course = Course(world, name, label: "application", from: time)
    item = PowerTable.approvals[course.random.index(weighted: ApplicationScript.weights)]
    let terms = SampleProcedures.terms(of: item.kind)
    promised = terms.promised * WorkClock.minutesADay
    limit = terms.amount * WorkClock.minutesADay
  }

  mutating func run() {
    receive()
    if course.random.chance(item.kind == .publicService ? 50 : 160) {
      guard correct() else { return }
    }
    guard accept() else { return }
    handle()
    guard decide() else { return }
    deliver()
    rate()
  }

  private var name: ObjectName { course.name }

  /// The general window; people are the office's own.
  private var window: Actor {
    Actor(
      body: ObjectName(.body, "\(town.code)-\(OfficeTable.window.key)"),
      person: course.world.staffing.approvers[town.index]?.first)
  }

  private mutating func clerk() -> Actor {
    let people = course.world.staffing.approvers[town.index] ?? []
    return Actor(
      body: (town.units["xzsp"] ?? town.centre).body,
      person: people.isEmpty ? nil : course.random.element(of: people))
  }

  // MARK: Receipt

  private mutating func receive() {
    let applicant = course.world.names.person("n", Int(course.random.next() >> 34))
    course.add(
      ApplicationReceived(
        application: name, serviceItem: item.power, town: town.division, applicant: applicant,
        applicantName: SealedText("示例申请人 \(applicant.key)"),
        window: window.body ?? town.centre.body,
        rule: SampleProcedures.guide, promised: promised / WorkClock.minutesADay), by: window)
    guard course.random.chance(160) else { return }
    course.also(
      ExternalRecordImported(
        system: SampleSystems.vertical, mode: .reentered, sourceTime: course.time.instant,
        minutes: ExactDecimal(course.random.number(in: 6...25)), maps: name),
      by: window, stream: SampleSystems.vertical)
  }

  /// One complete notice; some never answer it. False if that is the end of it.
  private mutating func correct() -> Bool {
    course.work(days: course.random.chance(700) ? 0...0 : 1...3)
    course.add(
      CorrectionNotified(
        application: name, missing: [course.random.element(of: ["identityPaper", "sitePlan"])]),
      by: window)
    guard course.random.chance(900) else { return false }
    if course.random.chance(120) {
      course.work(days: 1...5)
      course.add(CorrectionReceived(application: name, complete: false), by: window)
    }
    course.work(days: 0...8)
    course.add(CorrectionReceived(application: name, complete: true), by: window)
    return true
  }

  private mutating func accept() -> Bool {
    let isAtOnce = course.random.chance(650)
    course.work(course.random.number(in: isAtOnce ? 5...40 : 60...700))
    let by = clerk()
    guard course.random.chance(965) else {
      let isNeeded = course.random.chance(700)
      let ground = course.random.element(
        of: [AcceptanceDecided.Ground.notDevolved, .incomplete, .notCompetent])
      course.add(
        AcceptanceDecided(
          application: name, result: isNeeded ? .refused : .notNeeded,
          ground: isNeeded ? ground : nil, power: item.power), by: by)
      return false
    }
    course.add(
      AcceptanceDecided(application: name, result: .accepted, power: item.power), by: by)
    return true
  }

  // MARK: Handling

  private mutating func handle() {
    if item.kind == .licence, course.random.chance(180) { exclude() }
    if item.kind == .licence, course.random.chance(50) { askForTime() }
    // In the promised time in nine cases of ten, in the law's in all but one of a hundred.
    let percent: Int
    switch course.random.index(weighted: [520, 390, 80, 10]) {
    case 0: percent = course.random.number(in: 2...30)
    case 1: percent = course.random.number(in: 30...88)
    case 2:
      let most = limit * 80 / promised
      return course.work(promised * course.random.number(in: 105...max(106, most)) / 100)
    default: return course.work(limit * course.random.number(in: 105...140) / 100)
    }
    course.work(promised * percent / 100)
  }

  /// Hearing, tests, expert review are not counted (Licensing Law 45).
  private mutating func exclude() {
    let by = clerk()
    course.work(course.random.number(in: 60...400))
    course.add(
      ClockSuspended(
        application: name, reach: .whole, class: .clockOff,
        ground: course.random.element(of: ["expertReview", "inspection", "test"])), by: by)
    course.work(days: 2...8)
    course.add(ClockResumed(application: name), by: by)
  }

  private mutating func askForTime() {
    papers += 1
    let request = ObjectName(.request, "\(name.key)-\(papers)")
    let by = clerk()
    course.work(days: 0...1)
    course.add(
      ExtensionRequested(
        application: name, request: request, units: 5, unit: .workingDay, ground: "complex"),
      by: by)
    course.work(course.random.number(in: 30...300))
    course.add(
      RequestRuled(
        application: name, request: request, kind: .extension, result: .granted, grantedUnits: 5),
      by: by)
  }

  /// Whether there is something to deliver.
  private var result: ApplicationDecided.Result?

  private mutating func decide() -> Bool {
    let drawn: [ApplicationDecided.Result] = [.granted, .refused, .withdrawn]
    let result = drawn[course.random.index(weighted: [950, 30, 20])]
    course.add(
      ApplicationDecided(
        application: name, result: result,
        ground: result == .granted ? nil : result == .refused ? "conditionsNotMet" : "byApplicant",
        document: result == .granted ? Setup.document("result-\(name.key)") : nil), by: clerk())
    self.result = result
    return result != .withdrawn
  }

  private mutating func deliver() {
    let isAtOnce = course.random.chance(600)
    course.work(course.random.number(in: isAtOnce ? 5...60 : 100...1600))
    course.add(
      DocumentServed(
        application: name, kind: result == .refused ? .refusal : .licence,
        method: course.random.chance(800) ? "window" : "mail", record: course.record("delivery")),
      by: window)
  }

  /// 好差评.
  private mutating func rate() {
    guard course.random.chance(420) else { return }
    course.time = course.time.adding(minutes: course.random.number(in: 2...30))
    let satisfaction = course.random.index(weighted: [8, 10, 32, 250, 700]) + 1
    course.add(
      FollowUpRecorded(application: name, reached: true, satisfaction: satisfaction),
      by: window, stream: name)
  }
}
