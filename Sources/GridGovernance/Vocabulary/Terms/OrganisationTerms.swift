// SPDX-License-Identifier: Apache-2.0

extension DivisionKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .county: "县"
    case .town: "镇"
    case .subdistrict: "街道"
    case .developmentZone: "开发区"
    case .village: "村"
    case .community: "社区"
    }
  }
}

extension BodyKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .department: "部门"
    case .townOffice: "镇内设机构"
    case .stationedBody: "派驻机构"
    case .centre: "指挥中心"
    case .station: "工作站"
    case .hall: "服务大厅"
    case .window: "窗口"
    case .socialTeam: "社会力量"
    }
  }
}

extension Level: ChineseTerm {
  public var chinese: String {
    switch self {
    case .village: "村"
    case .town: "镇"
    case .county: "县"
    }
  }
}

extension Subordination: ChineseTerm {
  public var chinese: String {
    switch self {
    case .county: "县属"
    case .vertical: "垂直管理"
    case .dual: "双重管理"
    }
  }
}

extension StaffKind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .administrative: "行政"
    case .institutional: "事业"
    case .offEstablishment: "编外"
    }
  }
}

extension PersonRole: ChineseTerm {
  public var chinese: String {
    switch self {
    case .partyOrganiser: "组织员"
    case .villageSecretary: "村党组织书记"
    case .villageHead: "村（居）委会主任"
    case .gridLiaison: "网格联络员"
    case .dutyLeader: "值班长"
    case .dispatcher: "派遣员"
    }
  }
}

extension InstitutionChecked.Topic: ChineseTerm {
  public var chinese: String {
    switch self {
    case .management: "管理制度"
    case .assessment: "考核制度"
    case .finance: "财务"
    case .premises: "办公场所"
    case .signs: "标识"
    case .hall: "服务大厅"
    }
  }
}

extension PersonPosted.Change: ChineseTerm {
  public var chinese: String {
    switch self {
    case .engaged: "任用"
    case .transferred: "调动"
    case .seconded: "借调"
    case .returned: "返回"
    }
  }
}

extension AbsenceRecorded.Kind: ChineseTerm {
  public var chinese: String {
    switch self {
    case .leave: "请假"
    case .illness: "病假"
    case .training: "培训"
    case .secondment: "借调"
    case .other: "其他"
    }
  }
}

extension CertificateMismatch: ChineseTerm {
  public var chinese: String {
    switch self {
    case .certifiedOffPost: "持证不在岗"
    case .uncertifiedOnPost: "在岗不持证"
    }
  }
}
