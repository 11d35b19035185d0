// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Commands at once on one log, each by a door of its own as processes would: what was decided by
/// something that changed meanwhile is not appended.
@Suite(.timeLimit(.minutes(30)))
struct CasesAtOnceTests {
  let place: CaseLog

  init() throws { place = try CaseLog() }

  @Test func `two agencies file one case: exactly one wins`() throws {
    let log = place.log
    for round in 0..<5 {
      let results = Results()
      runAtOnce(6) { index in
        let body = index % 2 == 0 ? Town.bureau : Town.otherBureau
        let county = County(log, scope: .county).acting(as: body)
        attempt(results) { () throws(CommandError<Rejection>) in
          try county.penaltyCase("\(round)").execute(.file(.sample()), at: CaseLog.day)
        }
      }
      #expect(results.successes == 1)
      #expect(results.failures.allSatisfy { isLost($0, by: "I-21") }, "\(results.failures)")
      #expect(try log.events(.stream(ObjectName(.case, "\(round)"))).count == 1)
    }
  }

  @Test func `two case numbers for one clue and party: exactly one wins`() throws {
    let log = place.log
    var filing = CaseFiling.sample()
    filing.inspection = "inspection/1"
    try place.bureau.inspection("1").execute(
      .record(
        division: SmallCounty.village, officers: Town.two, result: .clue, record: Bytes([1])),
      at: CaseLog.day)
    let results = Results()
    runAtOnce(6) { [filing] index in
      let county = County(log, scope: .county).acting(as: Town.bureau)
      attempt(results) { () throws(CommandError<Rejection>) in
        try county.penaltyCase("\(index)").execute(.file(filing), at: CaseLog.day)
      }
    }
    #expect(results.successes == 1)
    #expect(results.failures.allSatisfy { isLost($0, by: "I-21") }, "\(results.failures)")
    #expect(try log.events(.types(.caseFiled)).count == 1)
  }

  @Test func `a power is withdrawn while a case is filed: no filing stands behind the withdrawal`()
    throws
  {
    let log = place.log
    for round in 0..<8 {
      let power = ObjectName(.power, "round-\(round)")
      try log.append(NewEvent(Town.devolved(power, .penalty), occurred: CaseLog.day))
      let results = Results()
      runAtOnce(2) { index in
        let county = County(log, scope: .county)
        if index == round % 2 {
          _ = try? county.acting(as: Town.department).lists.execute(
            .withdraw(Town.withdrawn(power, .finish, from: "2021-08-01")), at: CaseLog.day)
        } else {
          attempt(results) { () throws(CommandError<Rejection>) in
            try county.acting(as: Town.bureau).penaltyCase("\(round)")
              .execute(.file(.sample(power: power)), at: CaseLog.day)
          }
        }
      }
      let filed = try place.positions(.caseFiled, .power, power)
      let withdrawn = try place.positions(.powerWithdrawn, .power, power)
      #expect(withdrawn.count == 1)
      #expect(filed.count == results.successes)
      #expect(filed.allSatisfy { $0 < withdrawn[0] }, "round \(round)")
      #expect(results.failures.allSatisfy { isLost($0, by: "I-9") }, "\(results.failures)")
    }
  }

  @Test func `a certificate is invalidated while an act is recorded: no act stands behind it`()
    throws
  {
    let log = place.log
    try place.bureau.penaltyCase("1").execute(.file(.sample()), at: CaseLog.day)
    for round in 10..<18 {
      try log.append(NewEvent(Town.certificate(round), occurred: CaseLog.day))
      let officers = [Town.officer(1), Town.officer(round)]
      let certificate = officers[1].certificate
      let results = Results()
      runAtOnce(2) { index in
        let county = County(log, scope: .county)
        if index == round % 2 {
          _ = try? county.acting(as: Town.department).organisation.execute(
            .invalidateCertificate(
              CertificateInvalidated(
                certificate: certificate, person: officers[1].person, ground: .revoked,
                effectiveFrom: "2021-08-01")), at: CaseLog.day)
        } else {
          attempt(results) { () throws(CommandError<Rejection>) in
            try county.acting(as: Town.bureau).penaltyCase("1").execute(
              .collect(Evidence(.scene, officers: officers, evidence: Bytes([1]))),
              at: CaseLog.day)
          }
        }
      }
      let acts = try place.positions(.evidenceCollected, .certificate, certificate)
      let ended = try place.positions(.certificateInvalidated, .certificate, certificate)
      #expect(ended.count == 1)
      #expect(acts.count == results.successes)
      #expect(acts.allSatisfy { $0 < ended[0] }, "round \(round)")
      #expect(results.failures.allSatisfy { isLost($0, by: "I-10") }, "\(results.failures)")
    }
  }
}

private func attempt(
  _ results: Results, _ command: () throws(CommandError<Rejection>) -> Receipt
) {
  do throws(CommandError<Rejection>) {
    _ = try command()
    results.note(nil)
  } catch {
    results.note(error)
  }
}

/// What a loser is told: the rule, or to read again and retry.
private func isLost(_ failure: CommandError<Rejection>, by rule: String) -> Bool {
  switch failure {
  case .rejected(let no): no.rule == rule
  case .notAppended(.wrongVersion), .notAppended(.conditionFailed), .notAppended(.idTaken):
    true
  default: false
  }
}
