// SPDX-License-Identifier: Apache-2.0

/// The seven states of an application 申请 (domain §3.3).
///
/// Acceptance by silence and deemed withdrawal are no states: they are computed for a moment, see
/// ``ApplicationReport``.
public enum ApplicationStatus: String, Enumeration {
  case received, correcting, accepted, notAccepted, decided, withdrawn, delivered

  /// The term of the field.
  public var chinese: String {
    switch self {
    case .received: "已收件"
    case .correcting: "待补正"
    case .accepted: "已受理(申请)"
    case .notAccepted: "不予受理(申请)"
    case .decided: "已办结"
    case .withdrawn: "已撤回"
    case .delivered: "已送达证件"
    }
  }

  /// Whether nothing is left to do here.
  public var isTerminal: Bool {
    self == .notAccepted || self == .withdrawn || self == .delivered
  }
}
