// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// What differs between counties is data in the log, with a date (domain §3.1).
extension Setup {
  mutating func publishRules() {
    begin("2021-01-08", hour: 9)
    publish(SampleRules.origins, .origins, RuleContent(origins: SampleRules.originRules))
    publish(
      SampleRules.categories, .categories, RuleContent(categories: SampleRules.categoryRules))
    publish(
      SampleRules.limits, .limits,
      RuleContent(limits: SampleRules.limitRules, clocks: ClockPolicies(yellowFrom: "4/5")))
    publish(
      SampleRules.weightFloor, .weightFloor,
      // 不少于50% (S39): exactly half is enough.
      RuleContent(weightFloor: WeightFloorRule(floor: "1/2", subjectKinds: [.body, .person])))
    for (name, rule) in zip(
      [SampleRules.compositeA, SampleRules.compositeB], SampleRules.composites)
    {
      publish(name, .indicator, RuleContent(indicator: rule))
    }
    publish(
      SampleRules.gridCode, .gridCode,
      RuleContent(
        gridCode: GridCodeRule(
          scheme: "sample-town-village-kind", pattern: "[0-9]{9}-v-[0-9]{4}-[12][0-9]{3}")))
    publish(SampleRules.tickets, .procedure, RuleContent(tickets: SampleRules.ticketPolicies))
    publish(SampleProcedures.townOffices, .townOffices, SampleProcedures.offices)
    publish(SampleProcedures.hotspots, .hotspots, SampleProcedures.repeats)
    publish(
      SampleProcedures.gradeQuota, .gradeQuota, SampleProcedures.quota, from: "2020-01-01")
    publishProcedures()
    publishCalendar(HolidayTable.notices[0])
  }

  /// The law of penalties in the texts of 2017 and 2021, coercion, review, licences, and guides.
  private mutating func publishProcedures() {
    publish(
      SampleProcedures.penaltyLaw, .procedure, SampleProcedures.lawOf2017, from: "2018-01-01")
    publish(
      SampleProcedures.penaltyLaw, .procedure, SampleProcedures.revisedLaw, from: "2021-07-15")
    publish(
      SampleProcedures.coercionLaw, .procedure, SampleProcedures.coercion, from: "2012-01-01")
    publish(SampleProcedures.reviewLaw, .procedure, SampleProcedures.review, from: "2018-01-01")
    publish(
      SampleProcedures.practice, .procedure, SampleProcedures.publication, from: "2019-01-01")
    publish(
      SampleProcedures.licensingLaw, .procedure, SampleProcedures.licensing, from: "2019-04-23")
    publish(SampleProcedures.correction, .procedure, SampleProcedures.answers)
    publish(SampleProcedures.guide, .serviceGuide, SampleProcedures.guides)
  }

  private mutating func publish(
    _ rule: ObjectName, _ kind: RuleKind, _ content: RuleContent, from day: CivilDate = "2021-01-08"
  ) {
    add(
      RuleSetPublished(
        rule: rule, kind: kind, content: content, effectiveFrom: day,
        document: [Setup.document("2021-rules")]),
      by: plan.centre.body)
  }

  private mutating func publishCalendar(_ notice: HolidayTable.Notice) {
    add(notice.published(for: plan.county), by: plan.centre.body)
  }
}

extension HolidayTable.Notice {
  /// The notice as the county puts it into force.
  func published(for county: ObjectName) -> WorkCalendarPublished {
    let off = off.flatMap { span in
      (0..<span.days).map {
        WorkCalendarPublished.Day(date: span.first.adding(days: $0), off: true)
      }
    }
    let days = off + worked.map { WorkCalendarPublished.Day(date: $0, off: false) }
    return WorkCalendarPublished(
      calendar: "calendar/sample-state-council", days: days.sorted { $0.date < $1.date },
      hours: WorkClock.spans.map { span in
        WorkCalendarPublished.Hours(
          from: CivilDate(daysSinceEpoch: firstDay), to: CivilDate(daysSinceEpoch: lastDay),
          weekdays: [1, 2, 3, 4, 5, 6, 7], open: span.lowerBound, close: span.upperBound)
      },
      scope: county, notice: title, issuedOn: issued)
  }

  private var firstDay: Int { day(year, 1, 1) }
  private var lastDay: Int { day(year, 12, 31) }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("every year has its first and last day")
    }
    return date.daysSinceEpoch
  }
}
