// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import ParcelSamples
import Testing

@testable import EventSourcing

/// Certified answers: reproduced on a copy, or told apart by what differs.
struct CertificateTests {
  /// Another version of a view, as a later program has it.
  struct LaterSentByDepot: Projection {
    static let name = "sent-by-depot", version = 2
    let count = Table<ObjectID, Int>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  /// The same version that folds otherwise, which its golden digest tells.
  struct OtherSentByDepot: Projection {
    static let name = "sent-by-depot", version = 1
    static let golden = Digest("sha256:" + String(repeating: "0", count: 64))
    let count = Table<ObjectID, Int>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      if let depot = event.reference(.depot) { count[depot, default: 0] += 1 }
    }
  }

  private let directory = TemporaryDirectory("certificates")
  private static let views = ReplayLawTests.projections

  private func log(
    _ events: [NewEvent], named name: String = "log", id: EventID? = nil,
    digest: DigestAlgorithm = .sha256
  ) throws -> EventLog {
    let log = try EventLog.create(
      at: directory.path(of: name), options: EventLogOptions(catalogue: Parcels.catalogue),
      clock: .source, digest: digest, id: id)
    for event in events { try log.append([event]) }
    return log
  }

  private static func events(_ seed: UInt64 = 3) -> [NewEvent] {
    SeededParcels.history(seed: seed).events.map { NewEvent(again: $0) }
  }

  private func copy(_ log: EventLog, to name: String) throws -> EventLog {
    let path = directory.path(of: name)
    try FileManager.default.copyItem(atPath: log.path, toPath: path)
    return try EventLog(at: path, options: EventLogOptions(catalogue: Parcels.catalogue))
  }

  private func reread(_ certificate: ViewCertificate) throws -> ViewCertificate {
    try ViewCertificate(Array(certificate.description.utf8))
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `every view of every moment is reproduced on a copy elsewhere`(
    digest: DigestAlgorithm
  ) throws {
    let log = try log(Self.events(), digest: digest)
    let stored = try log.events()
    var certificates: [ViewCertificate] = []
    for view in Self.views {
      certificates.append(try log.certify(view))
      certificates.append(try log.certify(view, asOf: .position(17), clock: "2022-02-02T00:00:00Z"))
      let time = stored[20].recorded.adding(microseconds: 1)
      certificates.append(
        try log.certify(
          view, asOf: .recorded(.instant(time)), happenedBy: .instant(stored[12].content.occurred)))
      certificates.append(try log.certify(view, asOf: .position(.origin)))
    }
    // Later events change nothing about what was said before.
    let copy = try copy(log, to: "elsewhere")
    try copy.append([try NewEvent(ParcelScanned(parcel: "parcel/1", depot: "depot/new"))])
    for certificate in certificates {
      let read = try reread(certificate)
      #expect(read == certificate)
      let check = try copy.check(read, among: Self.views, keys: log.verifierKeys())
      #expect(check.holds, "\(check.differences)\n\(certificate)")
    }
  }

  @Test func `a certificate for a moment to come is of what is recorded so far`() throws {
    let log = try log(Self.events())
    let last = try #require(try log.events().last)
    let certificate = try log.certify(SentByDepot.self, asOf: .recorded("2030-01-01"))
    #expect(certificate.question.known == last.recorded)
    #expect(certificate.question.clock == "2030-01-01T15:59:59.999999Z")
    try log.append([
      try NewEvent(
        ParcelSent(parcel: "parcel/1", depot: "depot/1", grams: 5, speed: "normal"),
        occurred: "2029-01-01T00:00:00Z")
    ])
    #expect(try log.check(certificate, among: Self.views).holds)
  }

  @Test func `a log in which one event was changed is told by root and rows`() throws {
    var events = Self.events()
    let genuine = try log(events)
    let certificate = try genuine.certify(DepotWorkload.self)
    let index = try #require(
      events.firstIndex { $0.type == .parcelScanned && $0.occurred != nil })
    events[index] = try NewEvent(
      ParcelScanned(parcel: "parcel/1", depot: "depot/forged"), id: events[index].id,
      occurred: events[index].occurred)
    let changed = try log(events, named: "changed", id: genuine.identity.id)
    let check = try changed.check(
      certificate, among: Self.views, keys: try genuine.verifierKeys())
    let kinds = check.differences.map(\.kind)
    #expect(kinds.contains("root") && kinds.contains("digest"), "\(check.differences)")
    #expect(!kinds.contains("signature") && !kinds.contains("unsigned"))
    // The log's own keys are others: it cannot vouch for the certificate.
    #expect(
      try changed.check(certificate, among: Self.views).differences.first == .unsigned)
  }

  @Test func `another log, a shorter one and other programs are told apart`() throws {
    let log = try log(Self.events())
    let certificate = try log.certify(SentByDepot.self)
    let keys = try log.verifierKeys()
    let other = try self.log(Self.events(), named: "other")
    #expect(
      try other.check(certificate, among: Self.views, keys: keys).differences == [
        .log(certified: log.identity.origin, found: other.identity.origin)
      ])
    let short = try self.log(
      Array(Self.events().prefix(9)), named: "short", id: log.identity.id)
    #expect(
      try short.check(certificate, among: Self.views, keys: keys).differences == [
        .end(certified: 40, found: 9)
      ])
    let later = try log.check(certificate, among: [LaterSentByDepot.self])
    #expect(later.differences == [.version(certified: 1, found: 2)])
    #expect(later.differences.allSatisfy { $0.isOfProgram })
    #expect(
      try log.check(certificate, among: []).differences == [.view(certified: "sent-by-depot")])
    let folded = try log.check(certificate, among: [OtherSentByDepot.self]).differences
    #expect(folded.first == .golden(certified: nil, found: OtherSentByDepot.golden))
    #expect(folded.contains { $0.kind == "digest" })
    let golden = try log.certify(OtherSentByDepot.self)
    #expect(try log.check(reread(golden), among: [OtherSentByDepot.self]).holds)
  }

  /// Every line that somebody might want to be otherwise.
  @Test(
    arguments: [
      ("size 40", "size 39"), ("version 1", "version 01"), ("golden -", "golden none"),
      ("rows 3", "rows 2"), ("refused 0", "refused 1"), ("happened-by -", "happened-by 2021-08-01"),
    ])
  func `a changed line is not read, or its signature does not fit`(
    change: (old: String, new: String)
  ) throws {
    let log = try log(Self.events())
    let text = try log.certify(SentByDepot.self).description
    try #require(text.contains("\n\(change.old)\n"), "\(text)")
    let forged = text.replacing("\n\(change.old)\n", with: "\n\(change.new)\n")
    do {
      let certificate = try ViewCertificate(Array(forged.utf8))
      let check = try log.check(certificate, among: Self.views)
      #expect(check.differences.contains { $0.kind == "signature" }, "\(check.differences)")
    } catch let error as ProofError {
      guard case .malformed = error else { throw error }
    }
  }

  @Test func `a claim that the log's own key signed is still held against the log`() throws {
    let log = try log(Self.events())
    let real = try log.certify(ParcelStatus.self, asOf: .position(30))
    let question = real.question
    func signed(
      _ answer: ViewCertificate.Answer? = nil, known: Instant? = nil, clock: Instant? = nil
    ) throws -> [String] {
      let claim = ViewCertificate(
        origin: real.origin, head: real.head,
        question: ViewCertificate.Question(
          view: question.view, version: question.version, golden: question.golden,
          known: known ?? question.known, happenedBy: question.happenedBy,
          clock: clock ?? question.clock),
        answer: answer ?? real.answer, signedBy: try log.signingKey())
      return try log.check(try reread(claim), among: Self.views).differences.map(\.kind)
    }
    let answer = real.answer
    #expect(try signed() == [])
    #expect(try signed(known: "2021-08-01T00:00:00Z") == ["moment"])
    #expect(try signed(clock: "2035-01-01T00:00:00Z") == ["shown"])
    #expect(
      try signed(
        ViewCertificate.Answer(
          digest: answer.shown, shown: answer.shown, rows: answer.rows, refused: 77))
        == ["refused", "digest"])
  }

  @Test func `any bytes are read or refused, never taken for another certificate`() throws {
    let log = try log(Self.events())
    let text = Array(try log.certify(SentByDepot.self).description.utf8)
    var random = SeededGenerator(seed: 9)
    for round in 0..<2_000 {
      var bytes = text
      let place = Int.random(in: 0..<bytes.count, using: &random)
      if random.chance(50) {
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      } else {
        bytes.remove(at: place)
      }
      guard let certificate = try? ViewCertificate(bytes) else { continue }
      #expect(
        throws: ProofError.self, "round \(round)",
        performing: { try certificate.verify(with: try log.verifierKeys()) })
    }
  }
}

extension CertificateCheck.Difference {
  /// The name of the case.
  fileprivate var kind: String { Mirror(reflecting: self).children.first?.label ?? "unsigned" }
}
