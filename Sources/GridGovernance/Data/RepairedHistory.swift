// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A history with its repairs carried out 更正、误录撤销: the facts change, then everything is
/// folded again (domain §7.0).
struct RepairedHistory<Event: Happening> {
  /// One fact of it, or a correction that did not fit the fact it names.
  enum Step {
    case fact(Fact<Event>)
    case unfit(FactCorrected)
  }

  /// Oldest first. An annulled event never happened, a corrected one happened as corrected; of
  /// several corrections of a field the last counts.
  let steps: [Step]

  /// The facts among them.
  var facts: [Fact<Event>] {
    steps.compactMap { step in
      guard case .fact(let fact) = step else { return nil }
      return fact
    }
  }

  init(_ facts: [Fact<Event>]) {
    let annulled = Set(facts.compactMap { ($0.event.event as? EventAnnulled)?.target })
    let live = facts.filter { fact in fact.id.map { !annulled.contains($0) } ?? true }
    var corrections: [EventID: [FactCorrected]] = [:]
    for correction in live.compactMap({ $0.event.event as? FactCorrected }) {
      corrections[correction.target, default: []].append(correction)
    }
    var steps: [Step] = []
    for fact in live {
      var fact = fact
      for correction in fact.id.flatMap({ corrections[$0] }) ?? [] {
        guard let amended = fact.amended(by: correction) else {
          steps.append(.unfit(correction))
          continue
        }
        fact = amended
      }
      steps.append(.fact(fact))
    }
    self.steps = steps
  }
}

extension Fact {
  /// The fact with one field replaced; `nil` if the value does not fit.
  fileprivate func amended(by correction: FactCorrected) -> Fact? {
    var fact = self
    switch correction.field {
    case "occurred":
      guard case .instant(let time) = correction.new else { return nil }
      fact.occurred = time
    case "externalID": break
    default:
      let readable = withoutSealedText(event.event)
      guard let amended = try? readable.amended(correction.field, to: correction.new),
        let event = Event(amended)
      else { return nil }
      fact.event = event
    }
    return fact
  }
}

/// The event with sealed texts left out: they have no plain form, and no rule reads them.
private func withoutSealedText(_ event: any EventSourcing.Event) -> any EventSourcing.Event {
  switch event {
  case var event as IncidentReported:
    event.text = ""
    event.location = nil
    event.contact = nil
    return event
  case var event as RequestMade:
    event.text = nil
    return event
  case var event as HandlingProgressed:
    event.text = nil
    return event
  case var event as ReporterSpoke:
    event.text = nil
    return event
  case var event as SupervisionIssued:
    event.opinion = nil
    return event
  case var event as SupervisionReplied:
    event.text = ""
    return event
  case var event as CaseFiled:
    event.partyName = ""
    return event
  case var event as ApplicationReceived:
    event.applicantName = nil
    return event
  default: return event
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
