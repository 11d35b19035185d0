// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Repairs 更正、误录撤销: the facts change, then everything is folded again (domain §7.0).
extension TicketDecider {
  /// The state after a history with repairs in it, oldest first.
  ///
  /// An annulled event never happened, a corrected one happened as corrected; of several
  /// corrections of a field the last counts. A fold made illegal shows the ticket anomalous, and
  /// so does a value that does not fit its field.
  public static func state(afterRepairs facts: [TicketFact]) -> TicketState {
    let annulled = Set(facts.compactMap(\.annulledID))
    let live = facts.filter { fact in fact.id.map { !annulled.contains($0) } ?? true }
    var corrections: [EventID: [FactCorrected]] = [:]
    for case .corrected(let correction) in live.map(\.event) {
      corrections[correction.target, default: []].append(correction)
    }
    var state = initialState
    for fact in live {
      var fact = fact
      for correction in fact.id.flatMap({ corrections[$0] }) ?? [] {
        guard let amended = fact.amended(by: correction) else {
          state.noteUnfit(correction)
          continue
        }
        fact = amended
      }
      state.apply(fact)
    }
    return state
  }
}

extension TicketFact {
  fileprivate var annulledID: EventID? {
    guard case .annulled(let annulment) = event else { return nil }
    return annulment.target
  }

  /// The fact with one field replaced; `nil` if the value does not fit.
  fileprivate func amended(by correction: FactCorrected) -> TicketFact? {
    var fact = self
    switch correction.field {
    case "occurred":
      guard case .instant(let time) = correction.new else { return nil }
      fact.occurred = time
    case "externalID": break
    default:
      let readable = event.withoutSealedText.event
      guard let amended = try? readable.amended(correction.field, to: correction.new),
        let event = TicketEvent(amended)
      else { return nil }
      fact.event = event
    }
    return fact
  }
}

extension TicketEvent {
  /// The event with sealed texts left out: they have no plain form, and no rule reads them.
  fileprivate var withoutSealedText: TicketEvent {
    switch self {
    case .reported(var event):
      event.text = ""
      event.location = nil
      event.contact = nil
      return .reported(event)
    case .requestMade(var event):
      event.text = nil
      return .requestMade(event)
    case .handlingProgressed(var event):
      event.text = nil
      return .handlingProgressed(event)
    case .reporterSpoke(var event):
      event.text = nil
      return .reporterSpoke(event)
    case .supervised(var event):
      event.opinion = nil
      return .supervised(event)
    case .supervisionReplied(var event):
      event.text = ""
      return .supervisionReplied(event)
    default: return self
    }
  }
}

extension TicketState {
  fileprivate mutating func noteUnfit(_ correction: FactCorrected) {
    anomalies.append(
      TicketAnomaly(
        status: status, type: FactCorrected.type.name, rule: "I-41", index: eventCount + 1))
  }
}

extension Event {
  /// The same event with one field replaced.
  ///
  /// - Throws: If the event has no such field, or the value is not of its type. Sealed fields are
  ///   not corrected: such an event is annulled and recorded again.
  func amended(_ name: String, to value: Value) throws -> any Event {
    guard let field = Self.schema.field(named: name) else { throw Unamendable() }
    if case .sealed = field.place { throw Unamendable() }
    guard case .message(var fields) = try ValueEncoder().value(of: self) else {
      throw Unamendable()
    }
    fields.removeAll { $0.name == name }
    fields.append(NamedValue(name, value))
    return try ValueDecoder().decode(Self.self, from: .message(fields))
  }
}

/// Why an event cannot be amended; it never leaves this file.
private struct Unamendable: Error {}
