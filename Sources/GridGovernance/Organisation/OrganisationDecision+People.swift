// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Posts, absences and cover, training and certificates.
extension OrganisationDecision {
  // MARK: Posts

  func check(_ event: PersonPosted) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, PersonPosted.type)
    try body(event.body, on: day, for: type)
    try division(event.place, on: day, for: type)
    if let home = event.homeBody { try body(home, on: day, for: type) }
    if let later = state.postings.change(of: event.person, after: day) {
      throw .laterEntry(type, event.person, on: later)
    }
    let post = state.postings.post(of: event.person, on: day)
    switch event.change {
    case .engaged: try require(post == nil, .worksAlready)
    case .transferred: try require(post != nil, .worksNowhere(type))
    case .seconded: try checkSecondment(event, from: post)
    case .returned: try checkReturn(event, from: post)
    }
  }

  private func checkSecondment(
    _ event: PersonPosted, from post: HeldPost?
  ) throws(Rejection) {
    guard let post else { throw .worksNowhere(PersonPosted.type) }
    let home = post.homeBody ?? post.body
    try require(
      event.homeBody == home && event.body != home && event.staffKind == post.staffKind,
      .row(
        PersonPosted.type,
        Words(
          "a seconded person keeps the home body \(home) and the kind of staff",
          "借调人员的原单位（\(home)）和编制类别不变"),
        next: Words("name them as they are, or record a transfer", "照实填写，或登记为调动")))
  }

  private func checkReturn(_ event: PersonPosted, from post: HeldPost?) throws(Rejection) {
    guard let post else { throw .worksNowhere(PersonPosted.type) }
    try require(
      post.homeBody == event.body && event.staffKind == post.staffKind,
      .row(
        PersonPosted.type,
        Words("only a seconded person returns, and to the home body", "只有借调人员可以返回，且须回原单位"),
        next: Words("name the home body, or record a transfer", "填写原单位，或登记为调动")))
  }

  func check(_ event: PersonLeft) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, PersonLeft.type)
    try requirePost(of: event.person, in: event.body, on: day, for: type)
    if let later = state.postings.change(of: event.person, after: day) {
      throw .laterEntry(type, event.person, on: later)
    }
  }

  @discardableResult
  private func requirePost(
    of person: ObjectName, in body: ObjectName, on day: CivilDate, for type: EventType
  ) throws(Rejection) -> HeldPost {
    guard let post = state.postings.post(of: person, on: day), post.body == body else {
      throw .row(
        type,
        Words("\(person) does not work in \(body) on \(day)", "\(person) 于 \(day) 不在 \(body)"),
        next: Words("name the body of that day, or post the person first", "填写当日所在机构，或先登记任职"))
    }
    return post
  }

  // MARK: Absence and cover

  func check(_ event: AbsenceRecorded) throws(Rejection) {
    let type = AbsenceRecorded.type
    try require(event.effectiveFrom <= event.effectiveTo, .backwards(type))
    let held = try requirePost(
      of: event.person, in: event.body, on: event.effectiveFrom, for: type)
    try require(held.post == event.post, .otherPost(type, event.person))
    let days = DaySpan(from: event.effectiveFrom, through: event.effectiveTo)
    try require(
      state.postings.absences(of: event.person, during: days).isEmpty,
      .row(
        type, Words("an absence in these days is on record", "该时段已有缺岗登记"),
        next: Words("record the other days, or correct that absence", "登记其余日期，或更正原登记")))
  }

  func check(_ event: AbCoverDeclared) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, AbCoverDeclared.type)
    try require(day <= event.effectiveTo, .backwards(type))
    try require(
      event.covered != event.person,
      .row(
        type, Words("nobody covers for themselves", "AB岗须为两人"),
        next: Words("name the colleague who covers", "写明替岗人员")))
    let postA = try requirePost(of: event.covered, in: event.body, on: day, for: type)
    let postB = try requirePost(of: event.person, in: event.body, on: day, for: type)
    try require(postA.post == event.postA, .otherPost(type, event.covered))
    try require(postB.post == event.postB, .otherPost(type, event.person))
    let days = DaySpan(from: day, through: event.effectiveTo)
    try require(
      state.postings.absences(of: event.person, during: days).isEmpty
        && !state.roles.isCovered(event.covered, during: days),
      .row(
        type,
        Words(
          "the one who covers is away then, or somebody else covers that person already",
          "替岗人员届时缺岗，或已有他人替岗"),
        next: Words("name somebody else, or other days", "另行指定人员或日期")))
  }

  // MARK: Training and certificates

  func check(_ event: TrainingCompleted) throws(Rejection) {
    let type = TrainingCompleted.type
    try body(event.trainer, on: context.day, for: type)
    for town in event.town { try division(town, on: context.day, for: type) }
    try require(
      event.hours > "0" && !event.person.isEmpty
        && Set(event.person).count == event.person.count,
      .row(
        type,
        Words("a training has hours and people, each once", "培训须有学时和人员，且人员不得重复"),
        next: Words("correct the hours or the list", "请核对学时或名单")))
  }

  func check(_ event: CertificateIssued) throws(Rejection) {
    let type = CertificateIssued.type
    try require(
      state.certificates.certificate(event.certificate) == nil,
      .row(
        type,
        Words("\(event.certificate) has been issued before", "证号 \(event.certificate) 已发放"),
        next: Words("give another number; a number is never given again", "换用新证号；证号不得重复使用")))
    try require(event.effectiveFrom <= event.effectiveTo, .backwards(type))
    try require(
      !event.fields.isEmpty,
      .row(
        type, Words("a certificate is for a field of enforcement", "执法证须写明执法领域"),
        next: Words("name the fields", "填写执法领域")))
  }

  func check(_ event: CertificateInvalidated) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, CertificateInvalidated.type)
    guard let certificate = state.certificates.certificate(event.certificate) else {
      throw .notLive(type, event.certificate, on: day)
    }
    let isSuspension = event.ground == .suspended
    try require(
      certificate.person == event.person && certificate.span.contains(day)
        && !certificate.breaks.contains { known in
          known.ground != .suspended
            || isSuspension
              && known.span.overlaps(DaySpan(from: day, through: event.effectiveTo))
        },
      .row(
        type,
        Words(
          "the certificate is another person's, does not run on \(day), or has ended already",
          "证件与人员不符，或当日无效，或已失效"),
        next: Words("correct the number, the person or the day", "请核对证号、人员或日期")))
    try require(
      isSuspension == (event.effectiveTo != nil),
      .row(
        type,
        Words(
          "a suspension has a last day, revoking and surrendering have none",
          "暂扣须有截止日，吊销和收回没有截止日"),
        next: Words("correct the ground or the last day", "请核对事由或截止日")))
    try require(event.effectiveTo.map { day <= $0 } ?? true, .backwards(type))
  }
}

extension Rejection {
  fileprivate static let worksAlready = row(
    PersonPosted.type, Words("the person has a post already", "该人员已有任职"),
    next: Words("record a transfer or a secondment", "登记为调动或借调"))

  fileprivate static func worksNowhere(_ type: EventType) -> Rejection {
    row(
      type, Words("the person has no post on that day", "该人员当日没有任职"),
      next: Words("engage the person first", "先登记任职"))
  }

  fileprivate static func otherPost(_ type: EventType, _ person: ObjectName) -> Rejection {
    row(
      type, Words("\(person) holds another post on that day", "\(person) 当日任其他岗位"),
      next: Words("name the post of that day", "填写当日岗位"))
  }
}

extension StaffKind {
  /// Reads a kind of staff as people write it (I-3: no fourth, none missing).
  ///
  /// - Throws: ``Rejection`` for anything but the three names.
  public static func checked(_ text: String?) throws(Rejection) -> StaffKind {
    guard let kind = text.flatMap(StaffKind.init(rawValue:)) else {
      throw Rejection(
        rule: "I-3", source: "county text S3 (行政、事业、编外三类人员)",
        message: Words("there are three kinds of staff, and this is none of them", "人员类别只有三种"),
        next: Words(
          "use administrative, institutional or offEstablishment",
          "填写 administrative（行政）、institutional（事业）或 offEstablishment（编外）"))
    }
    return kind
  }
}
