// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// While a unit has the ticket: progress, requests, support, supervision.
extension TicketScript {
  /// The unit's work up to completion; false if the ticket came to an end meanwhile.
  mutating func work(
    _ number: Int, by unit: Unit, under parent: Unit, since started: LocalTime, isRework: Bool
  ) -> Bool {
    var span = WorkSpan(limit: item.minutes, length: length(number, isRework: isRework))
    if number == 1, parent.level != .village, breakOff(by: unit, parent) { return false }
    contactReporter(number, by: unit)
    advance(&span, to: span.length * 3 / 10, at: unit)
    if random.chance(isRework ? 150 : 320) { progress(number, by: unit) }
    if random.chance(15) { regrade(by: centre(over: unit)) }
    if !isRework, random.chance(32) { callSupport(by: unit, parent, &span) }
    advance(&span, to: min(span.length, span.limit) * 6 / 10, at: unit)
    let due = world.clock.advance(started, workingMinutes: item.minutes)
    let isInTime = world.clock.advance(time, workingMinutes: 160) < due
    if span.length > span.limit * 7 / 10, isInTime, random.chance(300) {
      askForTime(number, by: unit, under: parent, &span)
    } else if !isRework, random.chance(28) {
      suspend(number, by: unit, under: parent)
    }
    if span.length > span.limit {
      advance(&span, to: span.limit + 60, at: unit)
      if random.chance(450) { urge() }
      if random.chance(380) { supervise(number, unit, &span) }
    }
    advance(&span, to: span.length, at: unit)
    return true
  }

  /// How far the work has come, in working minutes.
  struct WorkSpan {
    var limit: Int
    var length: Int
    var spent = 0
  }

  /// In time in nine cases of ten.
  private mutating func length(_ number: Int, isRework: Bool) -> Int {
    // Under a centre the unit has less than all the time: the centre's own clock runs too.
    let percents =
      isRework
      ? [10...60] : number > 1 ? [10...45, 45...75, 105...190] : [12...72, 72...92, 105...190]
    let percent = random.number(
      in: percents[isRework ? 0 : random.index(weighted: [76, 14, 10])])
    return max(15, item.minutes * percent / 100)
  }

  private mutating func advance(_ span: inout WorkSpan, to minute: Int, at unit: Unit) {
    guard minute > span.spent else { return }
    pass(minute - span.spent, at: unit)
    span.spent = minute
  }

  // MARK: Reporter

  private mutating func contactReporter(_ number: Int, by unit: Unit) {
    guard reporter != nil, random.chance(620) else { return }
    pass(delay(5...120), at: unit)
    add(
      ReporterContacted(
        ticket: ticket, hop: number, reporter: reporter, reached: random.chance(880),
        channel: "phone"),
      by: staff(unit))
  }

  private mutating func urge() {
    guard reporter != nil else { return }
    add(
      ReporterSpoke(ticket: ticket, reporter: reporter, kind: .urge, channel: "phone"),
      by: Actor(body: centre(over: holder).body),
      lateMinutes: random.chance(200) ? random.number(in: 30...600) : 0)
    wait(3)
  }

  private mutating func progress(_ number: Int, by unit: Unit) {
    var texts = SampleTexts(self)
    add(
      HandlingProgressed(ticket: ticket, hop: number, reporter: reporter, text: texts.progress()),
      by: staff(unit))
  }

  private mutating func regrade(by unit: Unit) {
    wait(delay(5...60))
    add(
      TicketRegraded(
        ticket: ticket, grade: .urgent, ground: "leaderNote", document: document("note")),
      by: leader(unit))
  }

  // MARK: Requests

  /// More time, asked for before the deadline; granted and asked units may differ.
  private mutating func askForTime(
    _ number: Int, by unit: Unit, under parent: Unit, _ span: inout WorkSpan
  ) {
    let request = paper(.request)
    let asked = random.number(in: 2...5)
    add(
      ExtensionRequested(
        ticket: ticket, hop: number, request: request, units: asked, unit: .workingDay,
        ground: "materials"),
      by: staff(unit))
    pass(random.number(in: 10...150), at: parent)
    let granted = random.chance(780)
    let units = max(1, asked - random.below(3))
    add(
      RequestRuled(
        ticket: ticket, request: request, kind: .extension,
        result: granted ? .granted : .refused, grantedUnits: granted ? units : nil),
      by: leader(parent))
    if granted { span.limit += units * WorkClock.minutesADay }
  }

  /// 挂账, 缓办, 中止: asked for, ruled and carried out in one append.
  private mutating func suspend(_ number: Int, by unit: Unit, under parent: Unit) {
    let request = paper(.request)
    let (kind, ground) = random.element(
      of: [
        (SuspensionClass.shelved, "annualPlan"), (.deferred, "season"), (.deferred, "weather"),
        (.clockOff, "appraisal"),
      ])
    add(
      RequestMade(
        ticket: ticket, hop: number, request: request, kind: .suspension, ground: ground,
        reporter: reporter),
      by: staff(unit))
    pass(random.number(in: 20...240), at: parent)
    guard random.chance(750) else {
      add(
        RequestRuled(ticket: ticket, request: request, kind: .suspension, result: .refused),
        by: leader(parent))
      return
    }
    add(
      RequestRuled(ticket: ticket, request: request, kind: .suspension, result: .granted),
      by: leader(parent))
    also(
      ClockSuspended(
        ticket: ticket, hop: number, reach: number == 1 ? .whole : .hop, class: kind,
        ground: ground, request: request),
      by: leader(parent))
    work(random.number(in: 1...12) * WorkClock.minutesADay)
    add(ClockResumed(ticket: ticket, hop: number), by: leader(parent))
  }

  // MARK: Support and supervision

  /// The town calls others to help 吹哨; they report, one in ten is excused.
  private mutating func callSupport(by unit: Unit, _ parent: Unit, _ span: inout WorkSpan) {
    let support = paper(.support)
    let centre = town.centre
    let called = ["gaj", "zrzy", "scjg"].compactMap { town.units[$0] }.filter { $0 != unit }
    let units = Array(called.prefix(random.number(in: 1...2)))
    pass(random.number(in: 5...40), at: centre)
    let arriveBy = world.clock.advance(time, workingMinutes: 120)
    let finishBy = world.clock.advance(time, workingMinutes: 2 * WorkClock.minutesADay)
    add(
      SupportCalled(
        support: support, ticket: ticket, purpose: .whistle, level: .town,
        supportUnit: units.map(\.body),
        parties: units.map { _ in
          SupportCalled.Party(
            duty: "assist", arriveBy: arriveBy.instant, finishBy: finishBy.instant)
        }, lead: unit.body),
      by: dispatcher(centre), stream: ticket)
    for helper in units { answerCall(support, helper) }
  }

  private mutating func answerCall(_ support: ObjectName, _ helper: Unit) {
    pass(random.number(in: 10...170), at: helper)
    if random.chance(100) {
      add(
        SupportExcused(
          support: support, ticket: ticket, supportUnit: helper.body, ground: "otherDuty"),
        by: dispatcher(town.centre))
      return
    }
    add(
      SupportArrived(support: support, ticket: ticket, supportUnit: helper.body),
      by: staff(helper))
    pass(random.number(in: 30...400), at: helper)
    add(
      SupportFinished(
        support: support, ticket: ticket, supportUnit: helper.body, result: "done"),
      by: staff(helper))
  }

  /// 督办 of what is late: the higher the card, the rarer.
  private mutating func supervise(_ number: Int, _ unit: Unit, _ span: inout WorkSpan) {
    let issuer = centre(over: unit)
    let name = paper(.supervision)
    pass(random.number(in: 10...120), at: issuer)
    add(
      SupervisionIssued(
        supervision: name, ticket: ticket, handler: unit.body,
        grade: random.element(of: [.ordinary, .ordinary, .ordinary, .yellow, .yellow, .red]),
        replyBy: world.clock.advance(time, workingMinutes: 2 * WorkClock.minutesADay).instant),
      by: leader(issuer))
    supervision = (name, issuer)
    guard random.chance(850) else { return }
    pass(random.number(in: 30...500), at: unit)
    var texts = SampleTexts(self)
    add(
      SupervisionReplied(
        supervision: name, ticket: ticket, reporter: reporter, text: texts.reply()),
      by: staff(unit))
  }

  /// Once the work is done.
  mutating func liftSupervision() {
    guard let (name, issuer) = supervision else { return }
    supervision = nil
    pass(random.number(in: 5...200), at: issuer)
    add(
      SupervisionLifted(supervision: name, ticket: ticket, ground: "completed"),
      by: leader(issuer))
  }
}
