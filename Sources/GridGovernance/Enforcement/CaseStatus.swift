// SPDX-License-Identifier: Apache-2.0

/// The ten states of a penalty case 案件 (domain §3.2).
///
/// A state is only ever the outcome of a fold; no event carries one. Remedies change no state:
/// `CaseState.isUnderRemedy` and `isAnnulled` stand beside it.
public enum CaseStatus: String, Enumeration {
  case investigating, noticed, heard, reviewed, decided, served, executed, closed, archived,
    transferred

  /// The term of the field.
  public var chinese: String {
    switch self {
    case .investigating: "调查取证"
    case .noticed: "已告知"
    case .heard: "已听证"
    case .reviewed: "已审核"
    case .decided: "已决定"
    case .served: "已送达"
    case .executed: "已执行"
    case .closed: "已结案(案件)"
    case .archived: "已归档"
    case .transferred: "已移送"
    }
  }

  /// Whether nothing is left to do here.
  public var isTerminal: Bool { self == .archived || self == .transferred }
}
