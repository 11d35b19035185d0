// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// What a unit asks for, and how it is ruled (domain §2.2, note 1). What carrying a grant out needs
// differs, so each kind is a command of its own.
extension CommandForm {
  static let requests: [CommandForm] = [
    ticket("request", "asks for a suspension, a release, an end", "申请挂账、剔除、终止等") {
      a throws(FieldJSONError) in
      .request(
        try a.word("kind", RequestMade.Kind.self), as: try a.object("request", .request),
        ground: try a.code("ground"), text: try a.words(ifAny: "text"),
        document: try a.object(ifAny: "document", .document))
    },
    ticket("request-extension", "asks for more time", "延期申请") { a throws(FieldJSONError) in
      .requestExtension(
        as: try a.object("request", .request), units: try a.number("units"),
        unit: try a.word("unit", TimeUnit.self), ground: try a.code("ground"))
    },
    ticket("grant-return", "takes the ticket back", "准予退回") { a throws(FieldJSONError) in
      .grant(.return, try a.ruling())
    },
    ticket("grant-extension", "grants more time", "准予延期") { a throws(FieldJSONError) in
      .grant(.extension(units: try a.number("units")), try a.ruling())
    },
    ticket("grant-suspension", "grants that the clock stands still", "准予挂账、缓办或中止计时") {
      a throws(FieldJSONError) in
      .grant(.suspension(try a.suspension()), try a.ruling(withReasons: false))
    },
    ticket("grant-reopening", "grants that the ticket is opened again", "准予重启") {
      a throws(FieldJSONError) in
      .grant(.reopen(try a.word("reopenGround", ReopenGround.self)), try a.ruling())
    },
    ticket("grant-exclusion", "grants that the ticket does not count", "准予剔除考核") {
      a throws(FieldJSONError) in
      .grant(
        .exclusion(
          indicators: try a.codes("indicators"), document: try a.object("document", .document)),
        Ruling(on: try a.object("request", .request), ground: try a.code(ifAny: "ground")))
    },
    ticket("grant-termination", "grants that the work ends", "准予终止办理") {
      a throws(FieldJSONError) in
      .grant(.termination(replied: try a.flag("replied")), try a.ruling())
    },
    ticket("grant-support-release", "releases a called unit at its request", "准予退出协办") {
      a throws(FieldJSONError) in
      .grant(
        .supportRelease(
          support: try a.object("support", .support), unit: try a.object("supportUnit", .body)),
        try a.ruling())
    },
    ticket("grant-whistle", "finds that a whistle was right", "认定吹哨有效") {
      a throws(FieldJSONError) in
      .grant(.whistle, try a.ruling())
    },
    ticket("refuse", "refuses a request", "不予批准") { a throws(FieldJSONError) in
      .refuse(try a.word("kind", RequestKind.self), try a.ruling())
    },
    ticket("suspend", "stops the clock without a request", "挂账、缓办或中止计时") {
      a throws(FieldJSONError) in
      .suspend(try a.suspension())
    },
    ticket("resume", "lets the clock run on", "恢复计时") { _ in .resume },
  ]
}

extension CommandArguments {
  /// - Parameter withReasons: Whether ground and paper are the ruling's, not of what it grants.
  func ruling(withReasons: Bool = true) throws(FieldJSONError) -> Ruling {
    let request = try object("request", .request)
    guard withReasons else {
      return Ruling(on: request, effectiveFrom: try instant(ifAny: "effectiveFrom"))
    }
    return Ruling(
      on: request, ground: try code(ifAny: "ground"),
      document: try object(ifAny: "document", .document),
      effectiveFrom: try instant(ifAny: "effectiveFrom"))
  }

  fileprivate func suspension() throws(FieldJSONError) -> Suspension {
    Suspension(
      try word("class", SuspensionClass.self),
      reach: try word(ifAny: "reach", ClockSuspended.Reach.self) ?? .hop,
      ground: try code("ground"), document: try object(ifAny: "document", .document))
  }
}
