// SPDX-License-Identifier: Apache-2.0

/// The fifteen states of a ticket (domain §2.2).
///
/// A state is only ever the outcome of a fold; no event carries one (I-26).
public enum TicketStatus: String, Enumeration {
  case reported, accepted, declined, registered, notRegistered, dispatched, handling, returning,
    suspended, handled, checked, closed, referred, voided, merged

  /// The term of the field.
  public var chinese: String {
    switch self {
    case .reported: "已上报"
    case .accepted: "已受理"
    case .declined: "不予受理"
    case .registered: "已立案"
    case .notRegistered: "不予立案"
    case .dispatched: "待签收"
    case .handling: "处置中"
    case .returning: "退件待裁定"
    case .suspended: "挂账/缓办/中止"
    case .handled: "待核查"
    case .checked: "待结案"
    case .closed: "已结案"
    case .referred: "已转送"
    case .voided: "作废"
    case .merged: "已并案"
    }
  }

  /// Whether nothing is left to do here.
  public var isTerminal: Bool {
    switch self {
    case .declined, .notRegistered, .closed, .referred, .voided, .merged: true
    default: false
    }
  }
}
