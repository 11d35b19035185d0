// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Tickets from the report to the dispatch (domain §2.2).
extension CommandForm {
  static let intake: [CommandForm] = [
    ticket("report", "reports an incident", "事件上报") { a throws(FieldJSONError) in
      .report(try a.incidentReported())
    },
    ticket("accept", "takes a report on", "受理") { _ in .accept },
    ticket("decline", "declines a report, or to register it", "不予受理或不予立案") {
      a throws(FieldJSONError) in
      .decline(
        ground: try a.code("ground"), to: try a.object(ifAny: "referredTo", .body),
        told: try a.flag("told"))
    },
    ticket("refer", "hands a report to an authority outside", "转送") { a throws(FieldJSONError) in
      .refer(
        ground: try a.word("ground", TicketReferred.Ground.self),
        to: try a.object(ifAny: "referredTo", .body),
        outsideName: try a.name(ifAny: "outsideName"), told: try a.flag("told"))
    },
    ticket("assign-check", "sends somebody to look", "核实或核查派单") { a throws(FieldJSONError) in
      .assignCheck(assignee: try a.object("assignee", .person))
    },
    ticket("verify", "tells what was found on the spot", "核实") { a throws(FieldJSONError) in
      .verify(
        result: try a.word("result", ReportVerified.Result.self),
        worker: try a.object("worker", .person), media: try a.hashes("media"))
    },
    ticket("register", "registers the ticket", "立案") { a throws(FieldJSONError) in
      .register(
        grade: try a.word("grade", TicketGrade.self),
        category: try a.object(ifAny: "category", .category),
        listItem: try a.object(ifAny: "listItem", .listItem),
        duty: try a.word(ifAny: "duty", TicketRegistered.Duty.self))
    },
    ticket("regrade", "changes grade or category", "调整等级或类别") { a throws(FieldJSONError) in
      .regrade(
        grade: try a.word(ifAny: "grade", TicketGrade.self),
        category: try a.object(ifAny: "category", .category), ground: try a.code("ground"),
        document: try a.object(ifAny: "document", .document))
    },
    ticket("dispatch", "sends the ticket to a unit", "派遣") { a throws(FieldJSONError) in
      .dispatch(try a.dispatchOrder())
    },
    ticket("redirect", "sends a hop to another unit", "改派") { a throws(FieldJSONError) in
      .redirect(hop: try a.number(ifAny: "hop"), try a.dispatchOrder())
    },
  ]
}

extension CommandArguments {
  /// What a report says.
  func incidentReported() throws(FieldJSONError) -> IncidentReported {
    IncidentReported(
      ticket: try object("ticket", .ticket), origin: try code("origin"),
      channel: try code("channel"), category: try object("category", .category),
      urgency: try word(ifAny: "urgency", TicketGrade.self),
      division: try object("division", .division), grid: try object(ifAny: "grid", .grid),
      location: try words(ifAny: "location"), text: try words("text"),
      media: try hashes("media"), reporter: try object(ifAny: "reporter", .person),
      contact: try words(ifAny: "contact"), anonymous: try flag("anonymous"),
      selfSolved: try flag("selfSolved"),
      parentTicket: try object(ifAny: "parentTicket", .ticket),
      dueGiven: try instant(ifAny: "dueGiven"))
  }

  fileprivate func dispatchOrder() throws(FieldJSONError) -> DispatchOrder {
    DispatchOrder(
      to: try object("handler", .body), by: try object("rule", .rule),
      worker: try object(ifAny: "worker", .person), binding: try flag("binding"),
      onBehalfOf: try object(ifAny: "onBehalfOf", .body),
      ground: try word(ifAny: "ground", DispatchGround.self) ?? .ownDuty,
      listItem: try object(ifAny: "listItem", .listItem),
      power: try object(ifAny: "power", .power),
      admission: try object(ifAny: "admission", .admission), copyTo: try objects("copyTo", .body),
      document: try object(ifAny: "document", .document))
  }
}
