// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What the log owes to persons and archives (domain §8).
struct LogDutyTests {
  let place: CountyLog
  static let person: ObjectName = "person/r-1"

  init() throws {
    place = try CountyLog()
    try place.centre.ticket("1").report(
      origin: "hotline", category: "category/E07", division: SmallCounty.village, text: "words",
      reporter: Self.person, at: "2021-09-17T09:00:00+08:00")
  }

  private var duties: LogDutyDesk { place.centre.duties }
  private static let erasure = LogDutyCommand.erase(
    PersonalDataErased(person: [person], ground: "consentWithdrawn"))

  private func words() throws -> String {
    let report = try place.log.events(.stream("ticket/1"))[0].decode(IncidentReported.self)
    return try place.log.open(report.text, for: "a test")
  }

  @Test func `scenario 7: a reporter is erased, the log verifies and counts as before`() throws {
    let counted = lines(try place.county.view(TownWorkload.self).rows, "received", "openAtEnd")
    let root = try place.log.treeHead()
    #expect(try words() == "words")
    try duties.execute(Self.erasure)
    #expect(throws: UnsealError.self) { try words() }
    #expect(
      lines(try place.county.view(TownWorkload.self).rows, "received", "openAtEnd") == counted)
    #expect(try place.log.treeHead(at: root.size) == root)
    #expect(try place.log.verify().isIntact)
  }

  @Test func `an erasure that was cut off is done to the end by asking again`() throws {
    let id = EventID(high: 8, low: 8)
    // The event stands, the key was not destroyed: a crash between the two.
    guard case .erase(let event) = Self.erasure else { return }
    try place.log.append(NewEvent(event, id: id, actor: Actor(body: Body.county)))
    #expect(try words() == "words")
    try duties.destroyKeys()
    #expect(throws: UnsealError.self) { try words() }
    try duties.destroyKeys()
  }

  @Test func `who is held is not erased until the hold ends or is lifted`() throws {
    let hold = RetentionHoldSet(
      subject: [Self.person], ground: "lawsuit", effectiveFrom: "2021-09-01",
      effectiveTo: "2021-12-31")
    try duties.execute(.setHold(hold))
    let no = try rejection { try duties.execute(Self.erasure, at: "2021-12-31T10:00:00+08:00") }
    #expect(no?.source.contains("47") == true)
    #expect(try words() == "words")
    try duties.execute(
      .restrict(PersonalDataRestricted(person: [Self.person], ground: "lawsuit")))
    #expect(
      try rejection {
        try duties.execute(.liftHold(RetentionHoldLifted(subject: ["person/x"], ground: "g")))
      } != nil)
    try duties.execute(.liftHold(RetentionHoldLifted(subject: [Self.person], ground: "over")))
    try duties.execute(Self.erasure, at: "2021-12-31T10:00:00+08:00")
    #expect(throws: UnsealError.self) { try words() }
  }

  @Test func `a hold ends with its last day, and does not end before it begins`() throws {
    let hold = { (last: CivilDate) in
      LogDutyCommand.setHold(
        RetentionHoldSet(
          subject: [Self.person], ground: "g", effectiveFrom: "2021-09-01", effectiveTo: last))
    }
    #expect(try rejection { try duties.execute(hold("2021-08-31")) } != nil)
    try duties.execute(hold("2021-12-31"))
    try duties.execute(Self.erasure, at: "2022-01-01T00:00:00+08:00")
  }

  @Test func `only the log's own root is sealed`() throws {
    let root = try place.log.treeHead()
    let seal = { (bytes: [UInt8], size: UInt64) in
      LogDutyCommand.seal(
        CheckpointSealed(upTo: Int(size), root: Bytes(bytes), algorithm: "sha256"))
    }
    try duties.execute(seal(root.root.bytes, root.size))
    var other = root.root.bytes
    other[0] ^= 1
    #expect(try rejection { try duties.execute(seal(other, root.size)) } != nil)
    #expect(try rejection { try duties.execute(seal(root.root.bytes, 10_000)) } != nil)
  }

  @Test func `a narrower scope has none of these duties`() throws {
    let town = County(place.log, scope: .towns([SmallCounty.town])).acting(as: Body.town)
    #expect(try rejection { try town.duties.execute(Self.erasure) }?.rule == "scope")
    #expect(try words() == "words")
  }
}
