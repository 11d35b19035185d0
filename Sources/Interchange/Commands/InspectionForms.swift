// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Inspections with their clues, and what is published without a case (domain §3.2).
extension CommandForm {
  static let inspections: [CommandForm] = [
    inspection("record-inspection", "records an inspection", "执法检查或巡查") {
      a throws(FieldJSONError) in
      .record(
        division: try a.object("division", .division), powers: try a.objects("power", .power),
        officers: try a.officers(), result: try a.word("result", InspectionRecorded.Result.self),
        ticket: try a.object(ifAny: "ticket", .ticket), record: try a.hash("record"))
    },
    inspection("close-clue", "ends a clue without a case", "线索不立案") { a throws(FieldJSONError) in
      .closeClue(try a.word("ground", ClueClosed.Ground.self))
    },
    publication("publish-enforcement", "publishes what is told before or during", "执法公示") {
      a throws(FieldJSONError) in
      .publish(
        try a.word("stage", EnforcementPublished.Stage.self), what: try a.code("what"),
        place: try a.code("place"), inspection: try a.object(ifAny: "inspection", .inspection),
        until: try a.date(ifAny: "until"))
    },
    publication("withdraw-publication", "takes a publication down", "撤回执法公示") {
      a throws(FieldJSONError) in
      .withdraw(ground: try a.code("ground"))
    },
  ]

  private static func inspection(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> InspectionCommand
  ) -> CommandForm {
    about(.inspection, name, .enforcement, Words(english, chinese), read) {
      county, name, command, call throws(CommandError<Rejection>) in
      try county.inspection(name.text).execute(command, at: call.moment, commandID: call.commandID)
    }
  }

  private static func publication(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> PublicationCommand
  ) -> CommandForm {
    about(.publication, name, .enforcement, Words(english, chinese), read) {
      county, name, command, call throws(CommandError<Rejection>) in
      try county.publication(name.text).execute(command, at: call.moment, commandID: call.commandID)
    }
  }
}
