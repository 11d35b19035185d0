// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Tickets in the hands of a unit, and those who help it (domain §2.2).
extension CommandForm {
  static let handling: [CommandForm] = [
    ticket("sign-for", "the unit signs for the ticket", "签收") { a throws(FieldJSONError) in
      .signFor(worker: try a.object(ifAny: "worker", .person))
    },
    ticket("return", "the unit asks to be rid of the ticket", "退回") { a throws(FieldJSONError) in
      .putBack(
        ground: try a.word("ground", TicketReturned.Ground.self),
        request: try a.object("request", .request), evidence: try a.hashes("evidence"))
    },
    ticket("progress", "tells how the work goes on", "处置进展") { a throws(FieldJSONError) in
      .progress(text: try a.words(ifAny: "text"), media: try a.hashes("media"))
    },
    ticket("contact-reporter", "the unit has spoken with the reporter", "联系诉求人") {
      a throws(FieldJSONError) in
      .contactReporter(reached: try a.flag("reached"), channel: try a.code("channel"))
    },
    ticket("speak", "the reporter urges, adds, withdraws or objects", "催办、补充、撤诉或异议") {
      a throws(FieldJSONError) in
      .speak(
        try a.word("kind", ReporterSpoke.Kind.self), channel: try a.code("channel"),
        text: try a.words(ifAny: "text"))
    },
    ticket("complete", "the unit says that it is done", "处置完成") { a throws(FieldJSONError) in
      .complete(
        result: try a.code("result"), worker: try a.object(ifAny: "worker", .person),
        media: try a.hashes("media"))
    },
    ticket("inspect", "checks what was done", "核查") { a throws(FieldJSONError) in
      .inspect(
        Inspection(
          try a.word("result", WorkInspected.Result.self), wrongUnit: try a.flag("wrongUnit"),
          falseCompletion: try a.flag("falseCompletion"),
          onSite: try a.flag("onSite", default: true),
          worker: try a.object(ifAny: "worker", .person), media: try a.hashes("media")))
    },
    ticket("call-support", "calls units to help", "吹哨、协办或联合执法") { a throws(FieldJSONError) in
      .callSupport(try a.supportCall())
    },
    ticket("arrive", "a called unit arrives", "报到") { a throws(FieldJSONError) in
      .arrive(support: try a.object("support", .support))
    },
    ticket("finish-support", "a called unit has done its part", "协办办结") {
      a throws(FieldJSONError) in
      .finishSupport(support: try a.object("support", .support), result: try a.code("result"))
    },
    ticket("excuse-support", "releases a called unit", "免予协办") { a throws(FieldJSONError) in
      .excuse(
        support: try a.object("support", .support), unit: try a.object("supportUnit", .body),
        ground: try a.code("ground"))
    },
  ]
}

extension CommandArguments {
  func supportCall() throws(FieldJSONError) -> SupportCall {
    SupportCall(
      try object("support", .support), purpose: try word("purpose", SupportCalled.Purpose.self),
      units: try objects("supportUnit", .body, needed: true),
      parties: try parts("parties", SupportCalled.Party.fields, SupportCalled.Party.self),
      lead: try object("lead", .body), allowPartial: try flag("allowPartial"),
      replaces: try object(ifAny: "replaces", .support))
  }
}
