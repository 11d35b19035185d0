// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where the log's duties to persons and archives are carried out 日志义务 (domain §8).
///
/// ```swift
/// try county.acting(as: office).duties.execute(
///   .erase(PersonalDataErased(person: ["person/p-17"], ground: "consentWithdrawn")))
/// ```
public struct LogDutyDesk: Sendable {
  let county: County

  /// Who is erased and what is held as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> LogDutyState {
    try county.contents(of: county.books.duties)
  }

  /// Runs a command. The county's alone: a narrower scope has none of these duties.
  ///
  /// An erasure is on record first, then the keys are destroyed: asked again under the same id after
  /// a crash it is done to the end, and so is any earlier one. No replay ever destroys a key (I-35).
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries.
  /// - Returns: Where the event stands.
  /// - Throws: ``CommandError``: the rules' answer, or what stood in the way.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: LogDutyCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    guard county.scope == .county else { throw .rejected(.outOfScope) }
    let receipt = try county.door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let context = LogDutyContext(
        now: request.now, zone: county.log.identity.zone, actor: county.actor,
        root: root(of: command), algorithm: county.log.identity.digestAlgorithm.rawValue)
      let state = try state()
      let facts = try county.door.rules { () throws(Rejection) in
        try LogDutyDecider.decide(command, given: state, in: context)
      }
      // A seal is about the log itself, which is no object of the catalogue.
      let stream: ObjectName? = if case .seal = command { "other/log" } else { nil }
      return CommandDoor.Decision(
        facts: facts, stream: stream,
        condition: .noEvents(matching: LogDutyState.query, after: request.head))
    }
    if case .erase = command { try destroyKeys() }
    return receipt
  }

  /// Destroys the keys of everybody whose erasure is on record: after an append, and after a restore
  /// of an older copy of the keys.
  public func destroyKeys() throws(CommandError<Rejection>) {
    let erased = try state().erased.sorted()
    try county.door.read { log throws(EventLogError) in try log.destroyKeys(of: erased) }
  }

  private func root(of command: LogDutyCommand) -> Bytes? {
    guard case .seal(let event) = command, let size = UInt64(exactly: event.upTo) else {
      return nil
    }
    return (try? county.log.treeHead(at: size)).map { Bytes($0.root.bytes) }
  }
}

extension County {
  /// Erasure, restriction, holds and seals.
  public var duties: LogDutyDesk { LogDutyDesk(county: self) }
}
