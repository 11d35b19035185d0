// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The county's register of grids 网格: commands go in, the rules answer with events or reject.
///
/// ```swift
/// try county.grids.execute(.draw(grid))
/// try county.grids.execute(.redraw(split, drawing: [east, west]))
/// ```
public struct GridDesk: Sendable {
  let county: County

  /// The register as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> GridState {
    try county.contents(of: county.books.grids)
  }

  /// Runs a command; what it gives and throws is told at ``OrganisationDesk/execute(_:at:commandID:)``.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: GridCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try county.record(as: commandID, at: moment) { request throws(CommandError<Rejection>) in
      let organisation = try county.contents(of: county.books.organisation)
      let register = try county.contents(of: county.books.register)
      let context = GridContext(
        now: request.now, zone: county.log.identity.zone, actor: county.actor,
        divisions: organisation.divisions, bodies: organisation.bodies,
        codes: command.firstDay.map { register.gridCodes(on: $0) } ?? [])
      let state = try state()
      return try county.door.rules { () throws(Rejection) in
        try GridDecider.decide(command, given: state, in: context)
      }
    }
  }
}

extension GridCommand {
  /// The first day of what is drawn; `nil` for commands that draw nothing.
  fileprivate var firstDay: CivilDate? {
    switch self {
    case .draw(let event): event.effectiveFrom
    case .redraw(let event, _): event.effectiveFrom
    case .retire, .staff, .release, .patrol: nil
    }
  }
}

extension County {
  /// Grids and their forces.
  public var grids: GridDesk { GridDesk(county: self) }
}
