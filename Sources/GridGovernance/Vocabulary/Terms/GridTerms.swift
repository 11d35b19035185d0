// SPDX-License-Identifier: Apache-2.0

extension GridKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .comprehensive: "综合网格"
    case .dedicated: "专属网格"
    }
  }
}

extension GridForce: ChineseTerm {
  public var chinese: String {
    switch self {
    case .worker: "网格员"
    case .policeTeam: "警务力量"
    case .partyBranch: "党组织"
    case .socialTeam: "社会力量"
    }
  }
}

extension MemberKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .worker: "网格员"
    case .policeOfficer: "民警"
    case .auxiliary: "辅警"
    case .volunteer: "志愿者"
    }
  }
}
