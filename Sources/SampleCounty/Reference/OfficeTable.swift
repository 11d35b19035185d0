// SPDX-License-Identifier: Apache-2.0

/// The public bodies of the sample, under example names.
///
/// The county's own list of its nine offices a town is not to be had: these are a sample set
/// (domain §4.2). Keys are the initials of the Chinese names. A body is named
/// `body/<code of its town or county>-<key>`, a village's station `body/<town>-<village>-gzz`.
enum OfficeTable {
  /// A kind of body, of which every town or the county has one.
  struct Row: Sendable {
    let key: String
    /// What follows the name of the town or county.
    let name: String

    init(_ key: String, _ name: String) {
      self.key = key
      self.name = name
    }
  }

  /// 指挥调度中心 of the county and of each town.
  static let centre = Row("zhzx", "综合指挥调度中心")
  /// 网格工作站 of each village.
  static let station = Row("gzz", "网格工作站")

  /// 一办八局 of each of the 14 towns.
  static let townOffices = [
    Row("dzb", "党政办公室"), Row("djj", "党建工作局"), Row("jfj", "经济发展局"),
    Row("ngj", "农村工作局"), Row("jsj", "建设局"), Row("ssj", "社会事业局"),
    Row("zfj", "政法和社会管理局"), Row("zhzf", "综合行政执法局"), Row("xzsp", "行政审批局"),
  ]

  /// The development zone's, which are not the nine.
  static let zoneOffices = [
    Row("dzb", "综合办公室"), Row("jsj", "规划建设局"), Row("ssj", "社会事务局"),
    Row("zhzf", "综合行政执法局"),
  ]

  /// What the zone has in place of an office it lacks.
  static let zoneSubstitute = "ssj"

  /// 县级部门.
  static let departments = [
    Row("bwb", "机构编制委员会办公室"), Row("scjg", "市场监督管理局"), Row("sthj", "生态环境局"),
    Row("zrzy", "自然资源和规划局"), Row("zjj", "住房和城乡建设局"), Row("cgj", "城市管理局"),
    Row("yjgl", "应急管理局"), Row("nync", "农业农村局"), Row("swj", "水务局"),
    Row("gaj", "公安局"), Row("mzj", "民政局"), Row("rsj", "人力资源和社会保障局"),
    Row("jtj", "交通运输局"), Row("zfw", "政法委员会"), Row("sfj", "司法局"),
  ]

  /// 为民服务中心 and its 综合窗口, one in each of the 14 towns (S13, S15).
  static let hall = Row("dt", "为民服务中心")
  static let window = Row("zhck", "综合服务窗口")

  /// 社会力量 of each town, which its grids share (S29).
  static let socialTeam = Row("zyz", "平安志愿服务队")

  /// What departments station in the hall (S14): the first of them sends the people.
  static let hallServices: [(row: Row, departments: [String])] = [
    (Row("dt-mz", "民政残联专窗"), ["mzj"]), (Row("dt-rs", "就业社保医保专窗"), ["rsj"]),
    (Row("dt-zh", "建设农业公安代办窗口"), ["zjj", "cgj", "nync", "gaj"]),
  ]

  /// Bodies that a department stations in every town, under the department's key.
  static let stationedInTowns = [
    Row("zrzy", "自然资源所"), Row("gaj", "派出所"),
  ]

  /// Sub-bureaus of market supervision 市场监督管理分局: the towns that each serves, by index.
  ///
  /// The second serves 氾水镇 and 夏集镇, as the worked example of domain §6.3 has it.
  static let marketBureaus = [
    [0, 13, 14], [1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12],
  ]
}
