// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Service, hearing and legal review.
extension CaseRuling {
  mutating func serve(
    _ kind: DocumentServed.Kind, _ method: String, _ officers: [CaseOfficer], _ record: Bytes
  ) throws(Rejection) {
    let event = CaseEvent.served(
      DocumentServed(
        case: name, kind: kind, method: method, officer: officers.map(\.person),
        certificate: officers.map(\.certificate), record: record))
    try requirePair(event)
    try requireAgency()
    try requireOfficers(officers, for: .service, method: method)
    take(event)
  }

  mutating func holdHearing(_ hearing: HearingHeld) throws(Rejection) {
    let event = CaseEvent.hearingHeld(hearing)
    try requirePair(event)
    try requireAgency()
    try require(
      !state.isOfficer(hearing.chair),
      hearingRefused(
        "Administrative Penalty Law, art. 64(4) (行政处罚法第64条第4项)",
        Words("the chair is one of the case's officers", "听证主持人不得是本案调查人员"),
        next: Words("let somebody else preside", "由非本案调查人员主持")))
    try requireAskedInTime(hearing.askedOn)
    try requireNoticeOfDay()
    take(event)
  }

  private func hearingRefused(_ source: String, _ message: Words, next: Words) -> Rejection {
    .condition(.hearingHeld, in: state.status, source: source, message, next: next)
  }

  private func requireAskedInTime(_ askedOn: CivilDate) throws(Rejection) {
    guard let asking = clocks.asking(on: askedOn), let due = asking.due else { return }
    let last = context.zone.date(of: due.moment)
    try require(
      askedOn <= last && context.zone.date(of: asking.start) <= askedOn
        && askedOn <= context.day,
      hearingRefused(
        asking.article,
        Words(
          "a hearing could be asked for from \(context.zone.date(of: asking.start)) to \(last)",
          "申请听证的期间为 \(context.zone.date(of: asking.start)) 至 \(last)"),
        next: Words("correct the day, or record the waiver", "更正日期，或记录放弃听证")))
  }

  /// The notice of place and day was served so long ahead.
  private func requireNoticeOfDay() throws(Rejection) {
    guard let notice = state.notices.hearing.last else {
      guard let limit = law.penaltyLimit(.noticeHearing) else { return }
      throw hearingRefused(
        limit.row.article,
        Words("no notice of the hearing was served", "未送达听证通知"),
        next: Words("serve it (DocumentServed{hearingNotice})", "先送达听证通知书"))
    }
    guard let ahead = clocks.deadline(.noticeHearing, from: notice), let due = ahead.due else {
      return
    }
    try require(
      context.now > due.moment,
      hearingRefused(
        ahead.article,
        Words(
          "the hearing may be held after \(context.zone.date(of: due.moment)), not before",
          "听证应在 \(context.zone.date(of: due.moment)) 之后举行"),
        next: Words("hold it later", "请延后举行")))
  }

  mutating func waiveHearing(_ waiver: HearingWaived) throws(Rejection) {
    let event = CaseEvent.hearingWaived(waiver)
    try requirePair(event)
    try requireAgency()
    if waiver.how == .notAsked, let asking = clocks.asking(on: context.day), let due = asking.due {
      try require(
        context.now > due.moment,
        .condition(
          .hearingWaived, in: state.status, source: asking.article,
          Words(
            "a hearing may still be asked for until \(context.zone.date(of: due.moment))",
            "当事人在 \(context.zone.date(of: due.moment)) 前仍可申请听证"),
          next: Words("wait until then, or record a declared waiver", "等待期满，或记录当事人明示放弃")))
    }
    take(event)
  }

  mutating func review(_ review: LegalReviewCompleted) throws(Rejection) {
    let event = CaseEvent.reviewCompleted(review)
    try requirePair(event)
    try require(
      !review.passed || review.qualified,
      .condition(
        .legalReviewCompleted, in: state.status,
        source: "Administrative Penalty Law, art. 58 (行政处罚法第58条)",
        Words("the reviewer does not hold the qualification", "审核人员不具备法律职业资格"),
        next: Words("let a qualified person review", "由具备资格的人员审核")))
    take(event)
  }
}
