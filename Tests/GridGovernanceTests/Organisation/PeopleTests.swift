// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What the catalogue's rows ask of posts, absences, training and certificates.
@Suite struct PeopleTests {
  typealias Given = OrganisationSpecification

  static var engaged: Given { Given.county(.posted(Registered.post("person/a"))) }

  @Test func `a person is engaged once, then transferred, seconded and back, and leaves`() {
    let rule = "§7.1 PersonPosted"
    Self.engaged.when(.post(Registered.post("person/a", from: "2021-02-01")))
      .thenRejected { $0.isWhole(rule) }
    let moved = Registered.post("person/a", in: Body.town, as: .transferred, from: "2021-02-01")
    Self.engaged.when(.post(moved)).thenState {
      $0.postings.post(of: "person/a", on: "2021-01-31")?.body == Body.office
        && $0.postings.post(of: "person/a", on: "2021-02-01")?.body == Body.town
    }
    Given.county().when(.post(moved)).thenRejected { $0.rule == rule }
    Given.county(.posted(Registered.post("person/a")), .posted(moved)).when(
      .post(Registered.post("person/a", as: .transferred, from: "2021-01-15"))
    ).thenRejected { $0.message.english.contains("2021-02-01") }
  }

  @Test func `a seconded person keeps the home body, and returns to it alone`() {
    let away = Registered.post(
      "person/a", in: Body.town, as: .seconded, home: Body.office, from: "2021-02-01")
    Self.engaged.when(.post(away)).thenEvents()
    for (home, kind) in [
      (nil, .administrative), (Body.town, .administrative), (Body.office, .institutional),
    ] as [(ObjectName?, StaffKind)] {
      var event = away
      (event.homeBody, event.staffKind) = (home, kind)
      Self.engaged.when(.post(event)).thenRejected { $0.isWhole("§7.1 PersonPosted") }
    }
    let seconded = Given.county(.posted(Registered.post("person/a")), .posted(away))
    seconded.when(.post(Registered.post("person/a", as: .returned, from: "2021-03-01")))
      .thenEvents()
    seconded.when(
      .post(Registered.post("person/a", in: Body.county, as: .returned, from: "2021-03-01"))
    ).thenRejected()
    Self.engaged.when(.post(Registered.post("person/a", as: .returned, from: "2021-03-01")))
      .thenRejected()
  }

  @Test func `who leaves a body works there on that day`() {
    func left(_ body: ObjectName, _ day: CivilDate) -> OrganisationCommand {
      .leave(PersonLeft(person: "person/a", body: body, ground: "retired", effectiveFrom: day))
    }
    Self.engaged.when(left(Body.office, "2021-05-01")).thenState {
      $0.postings.post(of: "person/a", on: "2021-05-01") == nil
    }
    Self.engaged.when(left(Body.town, "2021-05-01")).thenRejected { $0.isWhole("§7.1 PersonLeft") }
    Self.engaged.when(left(Body.office, "2020-12-31")).thenRejected()
  }

  static func absent(
    _ from: CivilDate, _ to: CivilDate, of person: ObjectName = "person/a",
    post: String = "officer"
  ) -> AbsenceRecorded {
    AbsenceRecorded(
      person: person, body: Body.office, post: post, kind: .leave, effectiveFrom: from,
      effectiveTo: to)
  }

  @Test func `an absence is from a post that is held, and days are away once`() {
    let away = Given.county(
      .posted(Registered.post("person/a")), .absent(Self.absent("2021-03-01", "2021-03-05")))
    away.when(.recordAbsence(Self.absent("2021-03-06", "2021-03-06"))).thenEvents()
    away.when(.recordAbsence(Self.absent("2021-03-05", "2021-03-06"))).thenRejected {
      $0.isWhole("§7.1 AbsenceRecorded")
    }
    away.when(.recordAbsence(Self.absent("2021-04-02", "2021-04-01"))).thenRejected()
    away.when(.recordAbsence(Self.absent("2021-04-01", "2021-04-01", post: "clerk")))
      .thenRejected()
    away.when(.recordAbsence(Self.absent("2021-04-01", "2021-04-01", of: "person/b")))
      .thenRejected()
  }

  @Test func `AB cover is between two who work in one body, by one who is there`() {
    func cover(
      _ covered: ObjectName, by person: ObjectName, postB: String = "clerk",
      from day: CivilDate = "2021-03-01", to last: CivilDate = "2021-03-05"
    ) -> OrganisationCommand {
      .declareCover(
        AbCoverDeclared(
          covered: covered, person: person, body: Body.office, postA: "officer", postB: postB,
          effectiveFrom: day, effectiveTo: last, ground: "leave"))
    }
    let two: [OrganisationEvent] = [
      .posted(Registered.post("person/a")),
      .posted(Registered.post("person/b", post: "clerk")),
    ]
    let both = Given.county(two[0], two[1])
    both.when(cover("person/a", by: "person/b")).thenEvents()
    both.when(cover("person/a", by: "person/a")).thenRejected { $0.isWhole("§7.1 AbCoverDeclared") }
    both.when(cover("person/a", by: "person/c")).thenRejected()
    both.when(cover("person/a", by: "person/b", postB: "head")).thenRejected()
    both.when(cover("person/a", by: "person/b", from: "2021-03-06")).thenRejected()
    let covered = OrganisationSpecification.given(
      state: both.when(cover("person/a", by: "person/b")).state)
    covered.when(cover("person/a", by: "person/b", from: "2021-03-05", to: "2021-03-08"))
      .thenRejected()
    covered.when(cover("person/a", by: "person/b", from: "2021-03-06", to: "2021-03-08"))
      .thenEvents()
    Given.county(
      two[0], two[1],
      .absent(
        AbsenceRecorded(
          person: "person/b", body: Body.office, post: "clerk", kind: .illness,
          effectiveFrom: "2021-03-05", effectiveTo: "2021-03-09"))
    ).when(cover("person/a", by: "person/b")).thenRejected()
  }

  @Test func `a training has a trainer, hours and people, each once`() {
    func trained(
      _ people: [ObjectName], _ hours: ExactDecimal, by trainer: ObjectName = Body.department
    ) -> OrganisationCommand {
      .completeTraining(
        TrainingCompleted(
          person: people, trainer: trainer, topic: .enforcement, form: .course, hours: hours))
    }
    Given.county().when(trained(["person/a", "person/b"], "2.5")).thenEvents()
    Given.county().when(trained(["person/a", "person/a"], "2.5")).thenRejected()
    Given.county().when(trained([], "2.5")).thenRejected()
    Given.county().when(trained(["person/a"], "0")).thenRejected()
    Given.county().when(trained(["person/a"], "1", by: "body/unheard-of")).thenRejected {
      $0.isWhole("§7.1 TrainingCompleted")
    }
  }

  // MARK: Certificates

  static var issued: Given {
    Given.county(.certificateIssued(Registered.certificate("certificate/1", of: "person/a")))
  }

  @Test func `a certificate's number is given once, whoever asks`() {
    for person in ["person/a", "person/b"] as [ObjectName] {
      Self.issued.when(
        .issueCertificate(Registered.certificate("certificate/1", of: person, from: "2022-01-01"))
      ).thenRejected { $0.isWhole("§7.1 CertificateIssued") }
    }
    Self.issued.when(.issueCertificate(Registered.certificate("certificate/2", of: "person/a")))
      .thenEvents()
    Given.county().when(
      .issueCertificate(
        Registered.certificate("certificate/2", of: "person/a", to: "2020-12-31"))
    ).thenRejected()
  }

  static func invalidated(
    _ ground: CertificateInvalidated.Ground, _ from: CivilDate, _ to: CivilDate? = nil,
    of person: ObjectName = "person/a"
  ) -> CertificateInvalidated {
    CertificateInvalidated(
      certificate: "certificate/1", person: person, ground: ground, effectiveFrom: from,
      effectiveTo: to)
  }

  @Test func `a certificate ends once for good, and is suspended for days that are told`() {
    let rule = "§7.1 CertificateInvalidated"
    Self.issued.when(.invalidateCertificate(Self.invalidated(.revoked, "2021-06-01")))
      .thenEvents()
    Self.issued.when(
      .invalidateCertificate(Self.invalidated(.suspended, "2021-06-01", "2021-06-30"))
    ).thenEvents()
    for event in [
      Self.invalidated(.suspended, "2021-06-01"),
      Self.invalidated(.revoked, "2021-06-01", "2021-06-30"),
      Self.invalidated(.suspended, "2021-06-30", "2021-06-01"),
      Self.invalidated(.revoked, "2022-01-01"), Self.invalidated(.revoked, "2020-12-31"),
      Self.invalidated(.revoked, "2021-06-01", of: "person/b"),
    ] {
      Self.issued.when(.invalidateCertificate(event)).thenRejected { $0.isWhole(rule) }
    }
    let ended = Given.county(
      .certificateIssued(Registered.certificate("certificate/1", of: "person/a")),
      .certificateInvalidated(Self.invalidated(.surrendered, "2021-06-01")))
    ended.when(.invalidateCertificate(Self.invalidated(.revoked, "2021-07-01")))
      .thenRejected { $0.rule == rule }
  }

  @Test func `a certificate is valid from its first to its last day, less those it is suspended`() {
    let state = Given.county(
      .certificateIssued(Registered.certificate("certificate/1", of: "person/a")),
      .certificateInvalidated(Self.invalidated(.suspended, "2021-03-01", "2021-03-31")),
      .certificateInvalidated(Self.invalidated(.revoked, "2021-10-01"))
    ).state
    let valid: [CivilDate] = ["2021-01-01", "2021-02-28", "2021-04-01", "2021-09-30"]
    let invalid: [CivilDate] = [
      "2020-12-31", "2021-03-01", "2021-03-31", "2021-10-01", "2022-01-01",
    ]
    for day in valid { #expect(state.certificates.isValid("person/a", on: day), "\(day)") }
    for day in invalid { #expect(!state.certificates.isValid("person/a", on: day), "\(day)") }
    #expect(!state.certificates.isValid("person/b", on: "2021-01-01"))
    #expect(state.certificates.isValid("person/a", on: "2021-01-01", field: "urban"))
    #expect(!state.certificates.isValid("person/a", on: "2021-01-01", field: "food"))
  }
}
