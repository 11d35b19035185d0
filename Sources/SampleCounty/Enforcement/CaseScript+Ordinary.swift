// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// The ordinary procedure: inquiry, notice, hearing, review, decision, service.
extension CaseScript {
  mutating func inquire() {
    assign()
    course.work(course.random.number(in: 30...600))
    collect(.scene)
    if course.random.chance(60) { callHelp() }
    takeMeasure()
    course.work(days: 0...3)
    collect(.statement)
    if course.random.chance(250) {
      course.work(days: 0...2)
      collect(.device)
    }
    if course.random.chance(60) { test() }
    if course.random.chance(40) { return dropOrTransfer() }
    course.work(days: 2...14)
    if course.random.chance(50) { askForTime() }
    prepareDecision()
  }

  // MARK: Inquiry

  /// 先行登记保存 or seizure, settled in time.
  private mutating func takeMeasure() {
    guard course.random.chance(180) else { return }
    let measure = paper(.measure)
    let isSeizure = power.department == "cgj" && course.random.chance(500)
    course.work(course.random.number(in: 10...90))
    collect(isSeizure ? .seize : .preservedByRegistration, measure: measure)
    course.work(days: isSeizure ? 3...12 : 2...5)
    course.add(
      MeasureSettled(
        case: name, measure: measure, how: course.random.chance(700) ? .returned : .lifted,
        document: Setup.document("measure-\(name.key)")), by: actor)
  }

  /// 联合执法: the department that handed the power over helps (S53, S63).
  private mutating func callHelp() {
    guard let department = course.world.plan.departments[power.department] else { return }
    let support = paper(.support)
    course.work(course.random.number(in: 20...200))
    let arrive = course.world.clock.advance(course.time, workingMinutes: 420)
    course.add(
      SupportCalled(
        support: support, case: name,
        purpose: course.random.chance(300) ? .modelEnforcement : .jointEnforcement, level: .town,
        supportUnit: [department.body],
        parties: [SupportCalled.Party(duty: "guide", arriveBy: arrive.instant)], lead: office.body),
      by: actor)
    let helper = Actor(body: department.body)
    course.work(course.random.number(in: 60...500))
    course.add(
      SupportArrived(support: support, case: name, supportUnit: department.body), by: helper)
    course.work(course.random.number(in: 60...400))
    course.add(
      SupportFinished(
        support: support, case: name, supportUnit: department.body, result: "done"), by: helper)
  }

  /// Time for testing is not counted.
  private mutating func test() {
    course.work(days: 0...1)
    course.add(
      ClockSuspended(case: name, reach: .whole, class: .clockOff, ground: "testing"), by: actor)
    course.work(days: 5...15)
    course.add(ClockResumed(case: name), by: actor)
  }

  private mutating func askForTime() {
    let request = paper(.request)
    course.add(
      ExtensionRequested(case: name, request: request, units: 30, unit: .day, ground: "complex"),
      by: actor)
    course.work(days: 0...1)
    course.add(
      RequestRuled(
        case: name, request: request, kind: .extension, result: .granted, grantedUnits: 30),
      by: actor)
  }

  /// No act to punish after all, or one for justice.
  private mutating func dropOrTransfer() {
    course.work(days: 1...8)
    guard course.random.chance(250) else { return close(.dropped) }
    course.add(
      CaseTransferred(
        case: name, outsideName: "示例司法机关", ground: .criminal,
        document: Setup.document("transfer-\(name.key)")), by: actor)
  }

  // MARK: Notice to decision

  /// What is going to be decided.
  private struct Verdict {
    var kinds: [String]
    var amount: ExactDecimal?
    var isCollective: Bool
    var hasHearing = false
  }

  private mutating func prepareDecision() {
    var verdict = draw()
    notify(&verdict)
    if verdict.hasHearing || verdict.isCollective {
      course.work(days: 1...4)
      // One in twelve goes back to the inquiry, and is told to the party anew.
      if course.random.chance(80) {
        review(passed: false)
        course.work(days: 2...6)
        collect(.statement)
        course.work(days: 1...3)
        notify(&verdict)
        course.work(days: 1...3)
      }
      review(passed: true)
    }
    course.work(days: 1...6)
    decide(verdict)
  }

  private mutating func draw() -> Verdict {
    let isConfiscation = course.random.chance(260)
    let hundreds = partyKind == .person ? 3...40 : 10...300
    return Verdict(
      kinds: isConfiscation ? ["confiscation", "fine"] : ["fine"],
      amount: ExactDecimal(course.random.number(in: hundreds) * 100),
      isCollective: course.random.chance(90))
  }

  /// The prior notice, and the party's right to be heard.
  private mutating func notify(_ verdict: inout Verdict) {
    serve(.priorNotice, "direct")
    guard verdict.kinds.contains("confiscation") else { return }
    if course.random.chance(150) {
      verdict.hasHearing = true
      return hear()
    }
    let isDeclared = course.random.chance(500)
    course.work(days: isDeclared ? 0...1 : 6...7)
    course.add(
      HearingWaived(
        case: name, how: isDeclared ? .declared : .notAsked, record: course.record("waiver")),
      by: actor)
  }

  /// Asked for within five working days, announced seven ahead.
  private mutating func hear() {
    course.work(days: 0...2)
    let asked = course.date
    course.work(days: 0...1)
    serve(.hearingNotice, "direct")
    course.work(days: 8...10)
    course.add(
      HearingHeld(
        case: name, askedOn: asked, chair: course.world.names.person("j", 0),
        record: course.record("hearing")), by: actor)
  }

  private mutating func review(passed: Bool) {
    course.add(
      LegalReviewCompleted(
        case: name, passed: passed, reviewer: course.world.names.person("j", 1 + town.index % 3),
        qualified: true, record: course.record("review")), by: actor)
  }

  private mutating func decide(_ verdict: Verdict) {
    let isLenient = course.random.chance(50)
    course.add(
      PenaltyDecided(
        case: name, outcome: isLenient ? .noPenalty : .penalised,
        noPenaltyGround: isLenient ? "firstAndMinor" : nil, kinds: isLenient ? [] : verdict.kinds,
        amount: isLenient ? nil : verdict.amount, collective: verdict.isCollective,
        record: course.record("decision")), by: actor)
    // Within seven working days; one in twenty is late.
    course.work(days: course.random.chance(50) ? 8...10 : 0...4)
    serve(.decision, course.random.chance(250) ? "mail" : "direct")
    guard isLenient else { return finish(publishFirst: true) }
    close(.noPenalty)
    archive()
  }
}
