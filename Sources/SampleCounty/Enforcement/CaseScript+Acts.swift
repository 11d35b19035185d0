// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Single acts of a case.
extension CaseScript {
  mutating func assign() {
    course.time.seconds += 40
    course.add(
      OfficersAssigned(
        case: name, officer: people, certificate: certificates, effectiveFrom: course.date),
      by: actor)
  }

  mutating func collect(_ kind: EvidenceCollected.Kind, measure: ObjectName? = nil) {
    let isCoercive = kind == .seize || kind == .seal
    course.add(
      EvidenceCollected(
        case: name, kind: kind, officer: people, certificate: certificates, measure: measure,
        evidence: course.record("evidence"), recording: course.record("recording"),
        reviewed: kind == .device,
        approvedBy: isCoercive ? head : nil,
        until: isCoercive ? course.date.adding(days: 25) : nil), by: actor)
  }

  /// Who heads the office.
  private var head: ObjectName { course.world.names.person("k", town.index) }

  mutating func serve(_ kind: DocumentServed.Kind, _ method: String) {
    let isByMail = method == "mail"
    course.add(
      DocumentServed(
        case: name, kind: kind, method: method, officer: isByMail ? [] : people,
        certificate: isByMail ? [] : certificates, record: course.record("service")), by: actor)
  }

  mutating func execute(_ mode: PenaltyExecuted.Mode, done: Bool = true, until: CivilDate? = nil) {
    let isOnTheSpot = mode == .onTheSpot
    course.add(
      PenaltyExecuted(
        case: name, mode: mode, done: done, deferredTo: until,
        officer: isOnTheSpot ? people : [], certificate: isOnTheSpot ? certificates : [],
        record: course.record("execution")), by: actor)
  }

  mutating func close(_ how: CaseClosed.How = .performed) {
    course.work(course.random.number(in: 20...500))
    course.add(
      CaseClosed(case: name, how: how, record: course.record("closing")), by: actor)
  }

  /// 公示 within seven working days of the decision; one in fourteen is late.
  mutating func publish() {
    course.work(days: course.random.chance(70) ? 8...12 : 1...4)
    let publication = paper(.publication)
    course.add(
      EnforcementPublished(
        publication: publication, body: office.body, case: name, stage: .after, what: "decision",
        place: "countySite", until: course.date.adding(days: 365)), by: actor)
    published = publication
  }

  /// The file, and for one in seven a review of it by the justice bureau.
  mutating func archive() {
    course.work(days: 3...12)
    course.add(FileArchived(case: name, file: course.record("file")), by: actor)
    guard course.random.chance(150) else { return }
    course.work(days: 5...20)
    let score = course.random.number(in: 74...98)
    let defects = ["serviceProof", "evidenceList", "reasoning"]
    course.add(
      CaseQualityReviewed(
        case: name, score: ExactDecimal(score),
        defects: score < 86 ? [course.random.element(of: defects)] : []),
      by: Actor(body: course.world.plan.departments["sfj"]?.body ?? office.body))
  }

  /// What follows a decision that is not carried out at once.
  mutating func finish(publishFirst: Bool) {
    if publishFirst { publish() }
    if course.random.chance(60) {
      course.work(days: 1...2)
      let until = course.date.adding(days: 20)
      execute(.paid, done: false, until: until)
      course.pass(days: course.random.number(in: 12...19))
    } else if course.random.chance(60) {
      guard pressForPayment() else { return }
      return archive()
    } else {
      course.pass(days: course.random.number(in: 2...9))
    }
    execute(.paid)
    close()
    archive()
    appeal()
  }

  /// Demanded after the time for paying, then enforced by a court or given up.
  private mutating func pressForPayment() -> Bool {
    course.pass(days: course.random.number(in: 17...30))
    serve(.demand, "direct")
    course.work(days: 11...25)
    guard course.random.chance(800) else {
      close(.uncollectable)
      return true
    }
    execute(.court)
    close()
    return true
  }

  /// 行政复议: upheld in most cases; where not, what was published is withdrawn.
  private mutating func appeal() {
    guard procedure == .ordinary, course.random.chance(60) else { return }
    let legal = Actor(body: course.world.plan.departments["sfj"]?.body ?? office.body)
    course.work(days: 1...8)
    course.add(
      RemedyRecorded(case: name, kind: .review, stage: .filed, redo: false), by: legal)
    course.pass(days: course.random.number(in: 25...58))
    let result = course.random.element(
      of: [RemedyRecorded.Result.upheld, .upheld, .upheld, .changed, .revoked])
    course.add(
      RemedyRecorded(
        case: name, kind: .review, stage: .decided, result: result, redo: false,
        document: Setup.document("review-\(name.key)")), by: legal)
    guard result != .upheld, let published else { return }
    course.work(days: course.random.chance(150) ? 4...6 : 0...1)
    course.add(
      PublicationWithdrawn(
        publication: published, body: office.body, case: name, ground: "decisionChanged"),
      by: actor)
  }
}
