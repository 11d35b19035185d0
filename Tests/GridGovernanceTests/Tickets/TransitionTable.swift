// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

/// The table of domain §2.2 as the domain's own file has it, one line a transition.
struct TransitionLine {
  /// `nil` stands for "before the report".
  let from: [TicketStatus?]
  let event: EventType
  /// Names in braces; empty: any variant.
  let variants: [String]
  let to: String

  static let file = "domain/transitions.tsv"

  /// Without the line of the two repairs, which are no types of the module.
  static let all: [TransitionLine] = SharedFiles.table(file)
    .filter { $0["event"] != "FactCorrected, EventAnnulled" }.map(TransitionLine.init)

  private init(_ row: [String: String]) {
    from = TransitionLine.statuses(row["from"] ?? "")
    to = row["to"] ?? ""
    let text = row["event"] ?? ""
    event = EventType(String(text.prefix { $0.isLetter }))
    variants =
      text.split(separator: "{").dropFirst().first.map { braces in
        braces.prefix { $0 != "}" }.split(separator: ",").map {
          String($0.trimmingPrefix(" "))
        }
      } ?? []
  }

  private static func statuses(_ text: String) -> [TicketStatus?] {
    let all = TicketStatus.allCases.map { TicketStatus?.some($0) }
    switch text {
    case "—": return [nil]
    case "any": return all
    case "any but merged, voided": return all.filter { $0 != .merged && $0 != .voided }
    default:
      return text.split(separator: ", ").map { name in
        guard let status = TicketStatus(rawValue: String(name)) else {
          preconditionFailure("\(TransitionLine.file): \(name) is no state")
        }
        return status
      }
    }
  }

  /// The line that has this event, with these names of its variant, in that state.
  static func line(
    _ type: EventType, _ names: [String], in status: TicketStatus?
  ) -> TransitionLine? {
    all.filter { $0.event == type && $0.from.contains(status) }
      .filter { line in
        switch line.event.name {
        // Both names at once: {return, granted}, {failed, wrongUnit}.
        case "WorkInspected": return line.variants == names
        case "RequestRuled" where names.first == "return": return line.variants == names
        case "RequestRuled": return line.variants.contains(names[0])
        default: return line.variants.isEmpty || names.contains(where: line.variants.contains)
        }
      }.first
  }
}

extension TicketEvent {
  /// The names that stand in braces for this event's variant.
  var variantNames: [String] {
    switch self {
    case .declined(let event): [event.stage.rawValue]
    case .checkAssigned(let event): [event.kind.rawValue]
    case .requestMade(let event): [event.kind.rawValue]
    case .requestRuled(let event): [event.kind.rawValue, event.result.rawValue]
    case .inspected(let event):
      [event.result.rawValue] + (event.wrongUnit ? ["wrongUnit"] : [])
    case .closed(let event): [event.reason.rawValue]
    default: []
    }
  }
}
