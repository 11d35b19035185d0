// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

extension CommandForm {
  /// Every command that can be asked for, module by module.
  public static let all =
    organisation + grid + lists + intake + handling + requests + endings + inspections + cases
    + applications + assessment + repairs

  /// The command of that name.
  public static func named(_ name: String) -> CommandForm? { all.first { $0.name == name } }

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
