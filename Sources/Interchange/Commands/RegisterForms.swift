// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// The registers: what is asked for is the fact as it shall be recorded (docs/decisions/0020).
extension CommandForm {
  static let organisation: [CommandForm] = [
    organisation("register-division", DivisionRegistered.self) { .registerDivision($0) },
    organisation("abolish-division", DivisionAbolished.self) { .abolishDivision($0) },
    organisation("measure-division", DivisionMeasured.self) { .measureDivision($0) },
    organisation("register-body", BodyRegistered.self) { .registerBody($0) },
    organisation("abolish-body", BodyAbolished.self) { .abolishBody($0) },
    organisation("set-establishment", EstablishmentSet.self) { .setEstablishment($0) },
    organisation("station-body", StationedBodyAssigned.self) { .station($0) },
    organisation("post-person", PersonPosted.self) { .post($0) },
    organisation("person-leaves", PersonLeft.self) { .leave($0) },
    organisation("confer-role", RoleConferred.self) { .confer($0) },
    fact("hand-over-role", .organisation, RoleConferred.self) { a throws(FieldJSONError) in
      let before = try a.object("from", .person)
      return { county, event, call throws(CommandError<Rejection>) in
        try county.organisation.execute(
          .handOver(event, from: before), at: call.moment, commandID: call.commandID)
      }
    },
    organisation("end-role", RoleEnded.self) { .endRole($0) },
    organisation("record-absence", AbsenceRecorded.self) { .recordAbsence($0) },
    organisation("declare-cover", AbCoverDeclared.self) { .declareCover($0) },
    organisation("complete-training", TrainingCompleted.self) { .completeTraining($0) },
    organisation("issue-certificate", CertificateIssued.self) { .issueCertificate($0) },
    organisation("invalidate-certificate", CertificateInvalidated.self) {
      .invalidateCertificate($0)
    },
    organisation("list-party-duties", PartyDutyListed.self) { .listPartyDuties($0) },
    organisation("give-opinion", AppointmentOpinionGiven.self) { .giveOpinion($0) },
    organisation("check-institution", InstitutionChecked.self) { .checkInstitution($0) },
  ]

  static let grid: [CommandForm] = [
    grid("draw-grid", GridDrawn.self) { .draw($0) },
    fact("redraw-grid", .grid, GridRedrawn.self) { a throws(FieldJSONError) in
      let drawing = try a.events("drawing", GridDrawn.self)
      return { county, event, call throws(CommandError<Rejection>) in
        try county.grids.execute(
          .redraw(event, drawing: drawing), at: call.moment, commandID: call.commandID)
      }
    },
    grid("retire-grid", GridRetired.self) { .retire($0) },
    grid("staff-grid", GridStaffed.self) { .staff($0) },
    grid("release-grid", GridReleased.self) { .release($0) },
    grid("patrol-grid", GridPatrolled.self) { .patrol($0) },
  ]

  static let lists: [CommandForm] = [
    lists("list-item", DutyItemListed.self) { .list($0) },
    lists("remove-item", DutyItemRemoved.self) { .remove($0) },
    lists("devolve-power", PowerDevolved.self) { .devolve($0) },
    lists("review-power", PowerUptakeReviewed.self) { .review($0) },
    lists("withdraw-power", PowerWithdrawn.self) { .withdraw($0) },
    lists("request-admission", TaskAdmissionRequested.self) { .requestAdmission($0) },
    lists("decide-admission", TaskAdmissionDecided.self) { .decideAdmission($0) },
    lists("fulfil-admission", AdmissionFulfilled.self) { .fulfilAdmission($0) },
  ]

  private static func organisation<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> OrganisationCommand
  ) -> CommandForm {
    fact(name, .organisation, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.organisation.execute(
          command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }

  private static func grid<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> GridCommand
  ) -> CommandForm {
    fact(name, .grid, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.grids.execute(command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }

  private static func lists<E: Event>(
    _ name: String, _ type: E.Type, _ command: @escaping @Sendable (E) -> ListsCommand
  ) -> CommandForm {
    fact(name, .lists, type) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.lists.execute(command(event), at: call.moment, commandID: call.commandID)
      }
    }
  }

  /// A command that carries one fact, with what its own parameters make of it.
  static func fact<E: Event>(
    _ name: String, _ module: Module, _ type: E.Type,
    _ read:
      @escaping @Sendable (CommandArguments) throws(FieldJSONError) ->
      @Sendable (County, E, Call) throws(CommandError<Rejection>) -> Receipt
  ) -> CommandForm {
    CommandForm(name, module, E.schema.words) { a throws(FieldJSONError) in
      let act = try read(a)
      let event = try a.event(type)
      return { county, call throws(CommandError<Rejection>) in try act(county, event, call) }
    }
  }
}

extension EventSchema {
  /// Its title, the Chinese term before the first space.
  fileprivate var words: Words {
    let parts = title.split(separator: " ", maxSplits: 1).map(String.init)
    return Words(parts.last ?? title, parts.first ?? title)
  }
}
