// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Who is certified and off post, who on post and uncertified (P15)?
@Suite struct CertificateMatchTests {
  private func post(
    _ person: ObjectName, type: String = "enforcement", onPost: Bool = true,
    from day: CivilDate
  ) -> PersonPosted {
    var posted = Registered.post(person, from: day)
    posted.postType = type
    posted.onPost = onPost
    return posted
  }

  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<CertificateMatch> {
    try ReplayEngine(history).replay(
      CertificateMatch.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func row(_ history: HistoryBuilder, on day: CivilDate) throws -> String {
    lines(
      try self.view(history, on: day).rows, "valid", "onPost", "mismatch", "mismatchSince",
      "mismatchDays")
  }

  @Test func `a certificate that ends leaves its holder on post uncertified`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(post("person/a", from: "2021-02-01"))
    history.add(
      Registered.certificate("certificate/1", of: "person/a", from: "2021-01-01", to: "2021-06-30"))
    #expect(
      try row(history, on: "2021-01-15")
        == "a: valid true, onPost false, mismatch certifiedOffPost, mismatchSince 2021-01-01, "
        + "mismatchDays 15")
    #expect(
      try row(history, on: "2021-03-05")
        == "a: valid true, onPost true, mismatch –, mismatchSince –, mismatchDays –")
    #expect(
      try row(history, on: "2021-07-03")
        == "a: valid false, onPost true, mismatch uncertifiedOnPost, mismatchSince 2021-07-01, "
        + "mismatchDays 3")
    let total = try self.view(history, on: "2021-07-03").totals.first?.row
    #expect(total?.onPost == 1 && total?.onPostCertified == 0 && total?.matchRate == "0")
  }

  @Test func `a suspension is a mismatch while it lasts, and an absence is none`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(post("person/a", from: "2021-01-01"))
    history.add(Registered.certificate("certificate/1", of: "person/a"))
    history.add(
      CertificateInvalidated(
        certificate: "certificate/1", person: "person/a", ground: .suspended,
        effectiveFrom: "2021-04-01", effectiveTo: "2021-04-30"))
    history.add(
      AbsenceRecorded(
        person: "person/a", body: Body.office, post: "officer", kind: .leave,
        effectiveFrom: "2021-06-01", effectiveTo: "2021-06-10"))
    #expect(try row(history, on: "2021-04-30").contains("uncertifiedOnPost"))
    #expect(try row(history, on: "2021-05-01").contains("mismatch –"))
    let away = try self.view(history, on: "2021-06-05").rows[0]
    #expect(away["absent"] == .bool(true) && away["mismatch"] == nil)
  }

  @Test func `posts of other types, and people who do not work there, are not on post`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(post("person/a", type: "office", from: "2021-01-01"))
    history.add(post("person/b", onPost: false, from: "2021-01-01"))
    #expect(try self.view(history, on: "2021-03-05").rows.isEmpty)
    history.add(Registered.certificate("certificate/1", of: "person/b"))
    #expect(try row(history, on: "2021-03-05").contains("mismatch certifiedOffPost"))
  }

  @Test func `acts refused for a certificate are counted by bureau`() throws {
    var history = HistoryBuilder.smallCounty()
    for (number, rule) in [(1, "I-10"), (2, "I-17")] {
      history.add(
        CommandRefused(
          command: "collect evidence", rule: rule, source: "law",
          commandID: EventID(high: 1, low: UInt64(number)), proposer: Body.office,
          subject: "case/1"))
    }
    let view = try self.view(history, on: "2021-03-05")
    #expect(try lines(view.rows(of: "refusals"), "value") == "t-office: value 1")
  }

  @Test func `a post recorded late and an annulled certificate change what was`() throws {
    var history = HistoryBuilder.smallCounty()
    let certificate = history.add(Registered.certificate("certificate/1", of: "person/a"))
    history.add(
      post("person/a", from: "2021-02-01"), at: "2021-02-01T09:00:00+08:00",
      recorded: "2021-05-01T09:00:00+08:00")
    let then = try self.view(history, on: "2021-04-01", asOf: .recorded("2021-04-01"))
    #expect(then.rows[0]["mismatch"] == .text("certifiedOffPost"))
    #expect(try self.view(history, on: "2021-04-01").rows[0]["mismatch"] == nil)
    history.annul(certificate)
    let now = try self.view(history, on: "2021-04-01").rows[0]["mismatch"]
    #expect(now == .text("uncertifiedOnPost"))
  }

  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func `every day's mismatch equals a look at each paper`(seed: UInt64) throws {
    let random = RandomOfficers(seed: seed)
    let history = random.history
    for offset in stride(from: 0, to: 400, by: 37) {
      let day = Registered.first.adding(days: offset)
      let view = try self.view(history, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      for (key, row) in view.entries(of: \.officers) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let person = view.name(of: key)
        let note: Comment = "seed \(seed), \(person) on \(day)"
        let isCertified = random.isCertified(person, on: day)
        let isOnPost = random.isOnPost(person, on: day)
        #expect(shown.valid == isCertified, note)
        #expect(shown.onPost == isOnPost, note)
        #expect((shown.mismatch == .certifiedOffPost) == (isCertified && !isOnPost), note)
        #expect((shown.mismatch == .uncertifiedOnPost) == (!isCertified && isOnPost), note)
        guard shown.mismatch != nil else { continue }
        var days = 0
        var current = day
        // Back to the first day of the papers: before it nothing is known of anybody.
        while current >= RandomOfficers.origin,
          random.isCertified(person, on: current) == isCertified,
          random.isOnPost(person, on: current) == isOnPost
        {
          days += 1
          current = current.adding(days: -1)
        }
        #expect(shown.mismatchDays == days, note)
      }
      let total = view.totals.first { $0.key.body == nil }?.row ?? CertificateTotal()
      #expect(
        total.certifiedOffPost + total.uncertifiedOnPost + total.onPostCertified
          == total.officers, "seed \(seed) on \(day)")
    }
  }
}

/// Officers, their papers and posts, as a seed decides; kept as plain lists.
private struct RandomOfficers {
  static let origin: CivilDate = "2020-06-01"

  var history = HistoryBuilder.smallCounty()
  private var posts: [PersonPosted] = []
  private var left: [(event: PersonLeft, place: Int)] = []
  private var order: [(person: ObjectName, day: CivilDate, isOnPost: Bool)] = []
  private var issued: [CertificateIssued] = []
  private var ended: [CertificateInvalidated] = []

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<120 { step(&random) }
  }

  private mutating func step(_ random: inout SeededGenerator) {
    let person = ObjectName(.person, "p\(Int.random(in: 1...6, using: &random))")
    let day = Registered.first.adding(days: Int.random(in: -100...400, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1:
      var posted = Registered.post(person, from: day)
      posted.postType = random.chance(70) ? "enforcement" : "office"
      posted.onPost = random.chance(80)
      order.append((person, day, posted.postType == "enforcement" && posted.onPost))
      history.add(posted)
    case 2:
      order.append((person, day, false))
      history.add(PersonLeft(person: person, body: Body.office, ground: "g", effectiveFrom: day))
    case 3:
      let number = ObjectName(.certificate, "c\(Int.random(in: 1...30, using: &random))")
      let certificate = Registered.certificate(
        number, of: person, from: day,
        to: day.adding(days: Int.random(in: 0...200, using: &random)))
      if !issued.contains(where: { $0.certificate == number }) { issued.append(certificate) }
      history.add(certificate)
    default:
      guard !issued.isEmpty else { return }
      let certificate = random.choose(issued)
      let isForGood = random.chance(50)
      let end = CertificateInvalidated(
        certificate: certificate.certificate, person: certificate.person,
        ground: isForGood ? .revoked : .suspended, effectiveFrom: day,
        effectiveTo: isForGood ? nil : day.adding(days: 20))
      ended.append(end)
      history.add(end)
    }
  }

  func isCertified(_ person: ObjectName, on day: CivilDate) -> Bool {
    issued.contains { certificate in
      certificate.person == person && certificate.effectiveFrom <= day
        && day <= certificate.effectiveTo
        && !ended.contains {
          $0.certificate == certificate.certificate && $0.effectiveFrom <= day
            && ($0.effectiveTo.map { day <= $0 } ?? true)
        }
    }
  }

  /// The last entry of the latest day that has come.
  func isOnPost(_ person: ObjectName, on day: CivilDate) -> Bool {
    let known = order.filter { $0.person == person && $0.day <= day }
    guard let latest = known.map(\.day).max() else { return false }
    return known.last { $0.day == latest }?.isOnPost ?? false
  }
}
