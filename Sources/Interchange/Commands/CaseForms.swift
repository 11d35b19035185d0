// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Penalty cases from the filing to the archive (domain §3.2).
extension CommandForm {
  static let cases: [CommandForm] = [
    penalty("case-file", "files a penalty case", "立案") { a throws(FieldJSONError) in
      .file(
        CaseFiling(
          power: try a.object("power", .power), agency: try a.object(ifAny: "agency", .body),
          parties: try a.objects("party", .person, .other, needed: true),
          partyKind: try a.word(ifAny: "partyKind", CaseFiled.PartyKind.self),
          partyName: try a.words("partyName"),
          inspection: try a.object(ifAny: "inspection", .inspection),
          ticket: try a.object(ifAny: "ticket", .ticket), actEnded: try a.date("actEnded"),
          foundOn: try a.date("foundOn"), endangers: try a.flag("endangers"),
          harm: try a.flag("harm"),
          procedure: try a.word(ifAny: "procedure", CaseFiled.Procedure.self) ?? .ordinary,
          officers: try a.officers(), record: try a.hash("record")))
    },
    penalty("case-assign", "assigns officers", "办案人员指派") { a throws(FieldJSONError) in
      .assign(try a.officers(), from: try a.date("effectiveFrom"))
    },
    penalty("case-collect", "collects evidence or takes a measure", "取证或强制措施") {
      a throws(FieldJSONError) in
      .collect(
        Evidence(
          try a.word("kind", EvidenceCollected.Kind.self), officers: try a.officers(),
          measure: try a.object(ifAny: "measure", .measure), evidence: try a.hash("evidence"),
          recording: try a.hash(ifAny: "recording"),
          reviewed: try a.flag("reviewed", default: true),
          approvedBy: try a.object(ifAny: "approvedBy", .person), until: try a.date(ifAny: "until"))
      )
    },
    penalty("case-settle", "extends, settles or lifts a measure", "措施延长、处理或解除") {
      a throws(FieldJSONError) in
      .settle(
        measure: try a.object("measure", .measure), how: try a.word("how", MeasureSettled.How.self),
        until: try a.date(ifAny: "until"), document: try a.object(ifAny: "document", .document))
    },
    penalty("case-serve", "serves a document", "文书送达") { a throws(FieldJSONError) in
      .serve(
        try a.word("kind", DocumentServed.Kind.self), method: try a.code("method"),
        officers: try a.officers(needed: false), record: try a.hash("record"))
    },
    penalty("case-hear", "holds the hearing", "听证") { a throws(FieldJSONError) in
      .holdHearing(
        askedOn: try a.date("askedOn"), chair: try a.object("chair", .person),
        record: try a.hash("record"))
    },
    penalty("case-waive-hearing", "goes without a hearing", "放弃听证") { a throws(FieldJSONError) in
      .waiveHearing(try a.word("how", HearingWaived.How.self), record: try a.hash("record"))
    },
    penalty("case-review", "passes the legal review, or does not", "法制审核") {
      a throws(FieldJSONError) in
      .review(
        passed: try a.flag("passed"), reviewer: try a.object("reviewer", .person),
        qualified: try a.flag("qualified"), record: try a.hash("record"))
    },
    penalty("case-decide", "decides the case", "处罚决定") { a throws(FieldJSONError) in
      .decide(
        PenaltyDecision(
          try a.word("outcome", PenaltyDecided.Outcome.self),
          noPenaltyGround: try a.code(ifAny: "noPenaltyGround"),
          kinds: try a.codes(ifAny: "kinds"), amount: try a.decimal(ifAny: "amount"),
          collective: try a.flag("collective"), officers: try a.officers(needed: false),
          record: try a.hash("record")))
    },
    penalty("case-execute", "carries the decision out", "执行") { a throws(FieldJSONError) in
      .carryOut(
        try a.word("mode", PenaltyExecuted.Mode.self), done: try a.flag("done"),
        deferredTo: try a.date(ifAny: "deferredTo"), officers: try a.officers(needed: false),
        record: try a.hash("record"))
    },
    penalty("case-transfer", "hands the case over", "案件移送") { a throws(FieldJSONError) in
      .transfer(
        to: try a.object(ifAny: "to", .body), outsideName: try a.name(ifAny: "outsideName"),
        ground: try a.word("ground", CaseTransferred.Ground.self),
        document: try a.object("document", .document))
    },
    penalty("case-remedy", "records a review, a suit or a correction", "复议诉讼或自行纠错") {
      a throws(FieldJSONError) in
      .recordRemedy(
        try a.word("kind", RemedyRecorded.Kind.self),
        try a.word("stage", RemedyRecorded.Stage.self),
        result: try a.word(ifAny: "result", RemedyRecorded.Result.self), redo: try a.flag("redo"),
        document: try a.object(ifAny: "document", .document))
    },
    penalty("case-publish", "publishes the result", "结果公示") { a throws(FieldJSONError) in
      .publish(
        try a.object("publication", .publication), what: try a.code("what"),
        place: try a.code("place"), until: try a.date(ifAny: "until"))
    },
    penalty("case-unpublish", "takes the result down", "撤回公示") { a throws(FieldJSONError) in
      .withdraw(try a.object("publication", .publication), ground: try a.code("ground"))
    },
    penalty("case-close", "closes the case", "结案") { a throws(FieldJSONError) in
      .close(try a.word("how", CaseClosed.How.self), record: try a.hash("record"))
    },
    penalty("case-archive", "archives the file", "归档") { a throws(FieldJSONError) in
      .archive(file: try a.hash("file"))
    },
    penalty("case-quality", "reviews the quality of the file", "案卷评查") {
      a throws(FieldJSONError) in
      .reviewQuality(score: try a.decimal("score"), defects: try a.codes(ifAny: "defects"))
    },
    penalty("case-request", "asks for a suspension or an end", "案件申请") { a throws(FieldJSONError) in
      .request(
        try a.word("kind", RequestMade.Kind.self), as: try a.object("request", .request),
        ground: try a.code("ground"), document: try a.object(ifAny: "document", .document))
    },
    penalty("case-request-extension", "asks for more time", "案件延期申请") {
      a throws(FieldJSONError) in
      .requestExtension(
        as: try a.object("request", .request), units: try a.number("units"),
        unit: try a.word("unit", TimeUnit.self), ground: try a.code("ground"))
    },
    penalty("case-grant-extension", "grants more time", "准予案件延期") { a throws(FieldJSONError) in
      .grant(.extension(units: try a.number("units")), try a.ruling())
    },
    penalty("case-refuse", "refuses a request", "不予批准案件申请") { a throws(FieldJSONError) in
      .refuse(try a.word("kind", RequestKind.self), try a.ruling())
    },
    penalty("case-suspend", "stops the clock, as for testing", "案件中止计时") {
      a throws(FieldJSONError) in
      .suspend(
        ground: try a.code("ground"), document: try a.object(ifAny: "document", .document))
    },
    penalty("case-resume", "lets the clock run on", "案件恢复计时") { _ in .resume },
    penalty("case-call-support", "calls units to help", "案件协办") { a throws(FieldJSONError) in
      .callSupport(try a.supportCall())
    },
    penalty("case-arrive", "a called unit arrives", "案件协办报到") { a throws(FieldJSONError) in
      .arrive(support: try a.object("support", .support))
    },
    penalty("case-finish-support", "a called unit has done its part", "案件协办办结") {
      a throws(FieldJSONError) in
      .finishSupport(support: try a.object("support", .support), result: try a.code("result"))
    },
    penalty("case-excuse-support", "releases a called unit", "案件免予协办") {
      a throws(FieldJSONError) in
      .excuse(
        support: try a.object("support", .support), unit: try a.object("supportUnit", .body),
        ground: try a.code("ground"))
    },
  ]

  private static func penalty(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> CaseCommand
  ) -> CommandForm {
    about(.case, name, .enforcement, Words(english, chinese), read) {
      county, name, command, call throws(CommandError<Rejection>) in
      try county.penaltyCase(name.text).execute(command, at: call.moment, commandID: call.commandID)
    }
  }
}

extension CommandArguments {
  /// Officers with the certificates that they show (Penalty Law art. 55).
  func officers(needed: Bool = true) throws(FieldJSONError) -> [CaseOfficer] {
    struct Officer: Codable {
      var person: ObjectName
      var certificate: ObjectName
    }
    let fields: [Field] = [
      .reference("person", .person), .reference("certificate", .certificate),
    ]
    return try parts("officers", fields, Officer.self, needed: needed)
      .map { CaseOfficer($0.person, certificate: $0.certificate) }
  }
}
