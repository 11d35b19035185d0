// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// How tickets end, and what is said of them from above (domain §2.2).
extension CommandForm {
  static let endings: [CommandForm] = [
    ticket("close", "closes the ticket", "结案") { a throws(FieldJSONError) in
      .close(
        Closing(
          try a.word("reason", CloseReason.self),
          enforcementCase: try a.object(ifAny: "case", .case),
          request: try a.object(ifAny: "request", .request),
          document: try a.object(ifAny: "document", .document), replied: try a.flag("replied")))
    },
    ticket("reopen", "opens a closed ticket again", "重启") { a throws(FieldJSONError) in
      .reopen(
        try a.word("ground", ReopenGround.self), request: try a.object(ifAny: "request", .request),
        document: try a.object(ifAny: "document", .document))
    },
    ticket("follow-up", "asks the reporter afterwards", "回访评价") { a throws(FieldJSONError) in
      .followUp(
        reached: try a.flag("reached"), contacted: try a.flag(ifAny: "contacted"),
        solved: try a.flag(ifAny: "solved"), satisfaction: try a.number(ifAny: "satisfaction"))
    },
    ticket("escalate", "hands the ticket to the level above", "升级上报") { a throws(FieldJSONError) in
      .escalate(
        ground: try a.word("ground", TicketEscalated.Ground.self),
        to: try a.word(ifAny: "toLevel", Level.self),
        urgency: try a.word(ifAny: "urgency", TicketGrade.self),
        power: try a.object(ifAny: "power", .power))
    },
    ticket("supervise", "supervises the unit, with or without a card", "督办") {
      a throws(FieldJSONError) in
      .supervise(
        as: try a.object("supervision", .supervision), unit: try a.object("supervisedUnit", .body),
        grade: try a.word("grade", SupervisionGrade.self), opinion: try a.words(ifAny: "opinion"),
        replyBy: try a.instant(ifAny: "replyBy"))
    },
    ticket("reply-to-supervision", "the supervised unit replies", "督办回复") {
      a throws(FieldJSONError) in
      .replyToSupervision(
        try a.object("supervision", .supervision), text: try a.words("text"))
    },
    ticket("lift-supervision", "ends a supervision", "解除督办") { a throws(FieldJSONError) in
      .liftSupervision(try a.object("supervision", .supervision), ground: try a.code("ground"))
    },
    ticket("merge", "joins the ticket to another of the same matter", "并案") { _ in .merge },
    ticket("unmerge", "parts merged tickets", "撤销并案") { _ in .unmerge },
    ticket("void", "declares the ticket void", "作废") { a throws(FieldJSONError) in
      .void(
        ground: try a.code("ground"), document: try a.object(ifAny: "document", .document))
    },
    ticket("exclude", "takes the ticket out of the assessment", "剔除考核") {
      a throws(FieldJSONError) in
      .exclude(
        indicators: try a.codes("indicators"), ground: try a.code("ground"),
        document: try a.object("document", .document),
        request: try a.object(ifAny: "request", .request))
    },
    ticket("lift-exclusion", "counts the ticket again", "恢复计入") { a throws(FieldJSONError) in
      .liftExclusion(
        indicators: try a.codes("indicators"), document: try a.object("document", .document))
    },
  ]
}
