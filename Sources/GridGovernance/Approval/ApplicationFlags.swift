// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What each event of an application asks for, so that a history can be held against the rules.
extension ApplicationEvent {
  /// The command that leads to the event; `nil` for repairs, requests and rulings.
  var command: ApplicationCommand? {
    switch self {
    case .received(let event):
      .receive(
        ApplicationForm(
          item: event.serviceItem, town: event.town, applicant: event.applicant,
          applicantName: event.applicantName, guide: event.rule))
    case .correctionNotified(let event): .notifyCorrection(missing: event.missing)
    case .correctionReceived(let event): .receiveCorrection(complete: event.complete)
    case .acceptanceDecided(let event):
      switch event.result {
      case .accepted: .accept
      case .refused: .decline(event.ground ?? .other)
      case .notNeeded: .notNeeded
      }
    case .decided(let event):
      event.result == .withdrawn
        ? .withdraw(ground: event.ground)
        : .decide(
          granted: event.result == .granted, ground: event.ground, document: event.document)
    case .served(let event): .deliver(method: event.method, record: event.record)
    case .followedUp(let event):
      .rate(reached: event.reached, satisfaction: event.satisfaction)
    default: nil
    }
  }
}
