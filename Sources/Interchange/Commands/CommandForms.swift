// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

extension CommandForm {
  /// Every command that can be asked for, module by module.
  public static let all =
    organisation + rules + grid + lists + intake + handling + requests + endings + inspections
    + cases + applications + assessment + data + repairs + duties

  /// The command of that name.
  public static func named(_ name: String) -> CommandForm? { all.first { $0.name == name } }

  /// A command about one thing, which is its first parameter, named as its kind.
  static func about<Command>(
    _ kind: ObjectKind, _ name: String, _ module: Module, _ title: Words,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> Command,
    _ run:
      @escaping @Sendable (County, ObjectName, Command, Call)
      throws(CommandError<Rejection>) -> Receipt
  ) -> CommandForm where Command: Sendable {
    CommandForm(name, module, title) { a throws(FieldJSONError) in
      let thing = try a.object(kind.name, kind)
      let command = try read(a)
      return { county, call throws(CommandError<Rejection>) in
        try run(county, thing, command, call)
      }
    }
  }

  /// A command on one ticket.
  static func ticket(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> TicketCommand
  ) -> CommandForm {
    CommandForm(name, .tickets, Words(english, chinese)) { a throws(FieldJSONError) in
      let ticket = try a.object("ticket", .ticket)
      let command = try read(a)
      // A merge names the ticket that lives on; it is nothing of the others' business.
      let survivor = command == .merge ? try a.object("survivor", .ticket) : nil
      return { county, call throws(CommandError<Rejection>) in
        try county.ticket(ticket.text).execute(
          command, at: call.moment, commandID: call.commandID, survivor: survivor)
      }
    }
  }
}
