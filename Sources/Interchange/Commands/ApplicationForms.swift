// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Applications from the window to the rating (domain §3.3).
extension CommandForm {
  static let applications: [CommandForm] = [
    CommandForm(
      "application-receive", .approval, Words("takes an application in", "收件")
    ) { a throws(FieldJSONError) in
      let name = try a.object("application", .application)
      let form = ApplicationForm(
        item: try a.object("power", .power), town: try a.object("town", .division),
        applicant: try a.object("applicant", .person, .other),
        applicantName: try a.words(ifAny: "applicantName"), guide: try a.object("rule", .rule))
      // A number of another system makes no second application (I-8).
      let system = try a.object(ifAny: "system", .system)
      let number = try a.name(ifAny: "externalID")
      let source = system.map { Source(system: $0, externalID: number, mode: .imported) }
      return { county, call throws(CommandError<Rejection>) in
        try county.application(name.text).execute(
          .receive(form), at: call.moment, source: source, commandID: call.commandID)
      }
    },
    application("application-correct", "tells once all that is missing", "一次性补正告知") {
      a throws(FieldJSONError) in
      .notifyCorrection(missing: try a.codes("missing"))
    },
    application("application-corrected", "takes the correction in", "补正收件") {
      a throws(FieldJSONError) in
      .receiveCorrection(complete: try a.flag("complete"))
    },
    application("application-accept", "accepts the application", "受理决定") { _ in .accept },
    application("application-decline", "declines the application", "不予受理审批申请") {
      a throws(FieldJSONError) in
      .decline(try a.word("ground", AcceptanceDecided.Ground.self))
    },
    application("application-not-needed", "finds that nothing has to be applied for", "不需受理") {
      _ in .notNeeded
    },
    application("application-decide", "decides the application", "办结") { a throws(FieldJSONError) in
      .decide(
        granted: try a.flag("granted"), ground: try a.code(ifAny: "ground"),
        document: try a.object(ifAny: "document", .document))
    },
    application("application-withdraw", "the applicant withdraws", "撤回申请") {
      a throws(FieldJSONError) in
      .withdraw(ground: try a.code(ifAny: "ground"))
    },
    application("application-deliver", "delivers the licence or the refusal", "审批文书送达") {
      a throws(FieldJSONError) in
      .deliver(method: try a.code("method"), record: try a.hash("record"))
    },
    application("application-rate", "records the applicant's rating", "好差评") {
      a throws(FieldJSONError) in
      .rate(reached: try a.flag("reached"), satisfaction: try a.number(ifAny: "satisfaction"))
    },
    application("application-request", "asks for a suspension", "审批申请中止计时") {
      a throws(FieldJSONError) in
      .request(
        try a.word("kind", RequestMade.Kind.self), as: try a.object("request", .request),
        ground: try a.code("ground"), document: try a.object(ifAny: "document", .document))
    },
    application("application-request-extension", "asks for more time", "审批延期申请") {
      a throws(FieldJSONError) in
      .requestExtension(
        as: try a.object("request", .request), units: try a.number("units"),
        unit: try a.word("unit", TimeUnit.self), ground: try a.code("ground"))
    },
    application("application-grant-extension", "grants more time", "准予审批延期") {
      a throws(FieldJSONError) in
      .grant(.extension(units: try a.number("units")), try a.ruling())
    },
    application("application-refuse", "refuses a request", "不予批准审批延期") {
      a throws(FieldJSONError) in
      .refuse(try a.word("kind", RequestKind.self), try a.ruling())
    },
    application("application-suspend", "stops the clock for a special procedure", "特别程序") {
      a throws(FieldJSONError) in
      .suspend(
        ground: try a.code("ground"), document: try a.object(ifAny: "document", .document))
    },
    application("application-resume", "lets the clock run on", "审批恢复计时") { _ in .resume },
  ]

  private static func application(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> ApplicationCommand
  ) -> CommandForm {
    about(.application, name, .approval, Words(english, chinese), read) {
      county, name, command, call throws(CommandError<Rejection>) in
      try county.application(name.text).execute(command, at: call.moment, commandID: call.commandID)
    }
  }
}
