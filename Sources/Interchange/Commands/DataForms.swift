// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Rules, records of other systems, repairs, and what the log owes to persons and archives.
extension CommandForm {
  static let rules: [CommandForm] = [
    rule("publish-rule", RuleSetPublished.self) { .publish($0) },
    rule("publish-calendar", WorkCalendarPublished.self) { .publishCalendar($0) },
  ]

  static let data: [CommandForm] = [
    fact("set-connector", .data, ConnectorStatusChanged.self) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.data.execute(
          .setConnector(event), at: call.moment, commandID: call.commandID)
      }
    },
    data(
      "take-record", "a record of another system is a thing that stands here", "外部数据接入"
    ) { a throws(FieldJSONError) in
      .take(
        try a.externalRecord(), mapping: try a.object("maps", .ticket, .case, .application, .other))
    },
    data(
      "report-record", "a record of another system reports an incident, and is one ticket",
      "外部工单接入或二次录入"
    ) { a throws(FieldJSONError) in
      .report(try a.externalRecord(), try a.incidentReported())
    },
  ]

  static let repairs: [CommandForm] = [
    repair("correct", FactCorrected.self) { .correct($0) },
    repair("annul", EventAnnulled.self) { .annul($0) },
  ]

  static let duties: [CommandForm] = [
    duty("erase-personal-data", PersonalDataErased.self) { .erase($0) },
    duty("restrict-personal-data", PersonalDataRestricted.self) { .restrict($0) },
    duty("set-hold", RetentionHoldSet.self) { .setHold($0) },
    duty("lift-hold", RetentionHoldLifted.self) { .liftHold($0) },
    duty("seal-checkpoint", CheckpointSealed.self) { .seal($0) },
  ]

  private static func data(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> DataCommand
  ) -> CommandForm {
    CommandForm(name, .data, Words(english, chinese)) { a throws(FieldJSONError) in
      let command = try read(a)
      return { county, call throws(CommandError<Rejection>) in
        try county.data.execute(command, at: call.moment, commandID: call.commandID)
      }
    }
  }

  private static func rule<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> RulesCommand
  ) -> CommandForm {
    fact(name, .rules, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.rules.execute(command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }

  private static func repair<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> RepairCommand
  ) -> CommandForm {
    fact(name, .data, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.repairs.execute(command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }

  private static func duty<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> LogDutyCommand
  ) -> CommandForm {
    fact(name, .duties, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.duties.execute(command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }
}

extension CommandArguments {
  fileprivate func externalRecord() throws(FieldJSONError) -> ExternalRecord {
    ExternalRecord(
      system: try object("system", .system), externalID: try name("externalID"),
      mode: try word("mode", ExternalRecordImported.Mode.self),
      sourceTime: try instant("sourceTime"), minutes: try decimal(ifAny: "minutes"),
      sourceStatus: try code(ifAny: "sourceStatus"), doubts: try codes(ifAny: "doubts"))
  }
}
