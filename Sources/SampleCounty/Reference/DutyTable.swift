// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The list of matters shared by county and town 主体责任与配合责任清单: 8 domains, 86 items (S36).
///
/// Three domains are named by the county's report, the other five and all the items are a sample
/// set (domain §4.3): 14 + 13 + 12 + 12 + 11 + 9 + 8 + 7.
enum DutyTable {
  struct Domain: Sendable {
    let code: String
    let name: String
    /// The county department and the town's office that share it: keys of ``OfficeTable``.
    let department: String
    let office: String
    /// Who guides and supervises beside the department.
    let supervisor: String
    /// The classes of ``CategoryTable`` whose matters fall under it.
    let classes: [String]
    let matters: [String]
  }

  static let domains = [
    make(
      "D1", "市场监管", "scjg", "jfj", "yjgl", ["E11"],
      """
      食品小作坊监管 农村集体聚餐管理 无证无照经营查处 校园周边食品安全 药品经营场所巡查 特种设备安全巡查
      农贸市场管理 价格欺诈查处 假冒伪劣农资查处 电动自行车销售监管 传销活动查处 计量器具监管 广告监管 消费投诉处理
      """),
    make(
      "D2", "生态环境", "sthj", "ngj", "swj", ["E09"],
      """
      秸秆禁烧 散乱污企业整治 入河排污口排查 畜禽养殖污染治理 黑臭水体整治 餐饮油烟治理 工地扬尘管控
      固体废物倾倒查处 噪声扰民处理 饮用水源地保护 农村生活污水治理 环境信访处理 突发环境事件处置
      """),
    make(
      "D3", "自然资源和规划", "zrzy", "jsj", "zjj", ["E10"],
      """
      违法占地巡查 违法建设查处 耕地非粮化整治 耕地非农化整治 盗采砂土查处 农村宅基地管理 临时用地监管
      林木采伐监管 湿地保护 地质灾害防范 测量标志保护 规划执行监督
      """),
    make(
      "D4", "城乡建设", "zjj", "jsj", "cgj", ["E01", "E02", "E03", "E04"],
      """
      农村危房改造 自建房安全管理 物业服务监管 小区违建处理 燃气安全巡查 施工许可后监管 生活垃圾分类 户外广告管理
      占道经营治理 渣土运输管理 市政设施维护 供水管网抢修
      """),
    make(
      "D5", "应急管理", "yjgl", "zfj", "gaj", ["E05", "E07"],
      """
      九小场所消防检查 烟花爆竹监管 危险化学品巡查 防汛抗旱 森林防火 小型企业安全生产 农业机械安全
      渔业船舶安全 内河交通安全 防溺水 事故报告与善后
      """),
    make(
      "D6", "农业农村", "nync", "ngj", "swj", ["E12"],
      """
      动物疫病防控 农产品质量安全 农药经营监管 高标准农田管护 农村集体三资管理 土地承包纠纷调解 禁捕退捕
      农机购置补贴核实 农田水利设施管护
      """),
    make(
      "D7", "社会治安与矛盾纠纷", "gaj", "zfj", "zfw", ["E06", "E08"],
      """
      重点人员走访 矛盾纠纷调处 出租房屋管理 养犬管理 反诈宣传 禁毒巡查 欠薪纠纷处置 信访事项办理
      """),
    make(
      "D8", "民生服务", "mzj", "ssj", "rsj", ["E13"],
      "低保对象核查 残疾人帮扶 养老服务监管 殡葬管理 社会救助 流浪乞讨救助 未成年人保护"),
  ]

  private static func make(
    _ code: String, _ name: String, _ department: String, _ office: String, _ supervisor: String,
    _ classes: [String], _ matters: String
  ) -> Domain {
    Domain(
      code: code, name: name, department: department, office: office, supervisor: supervisor,
      classes: classes, matters: matters.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// The item's name.
  static func item(_ index: Int, of domain: Domain) -> ObjectName {
    ObjectName(.listItem, "sample-\(domain.code.lowercased())-\(CountyPlan.padded(index + 1, 2))")
  }

  /// The shared item under which matters of a catalogue's item fall, and whether the town leads it;
  /// `nil` for matters that no clause names.
  static func item(for code: String, in category: String) -> (name: ObjectName, townLeads: Bool)? {
    guard let domain = domains.first(where: { $0.classes.contains(category) }),
      let place = domain.classes.firstIndex(of: category),
      let number = Int(code.suffix(2)), number % 4 != 0
    else { return nil }
    let index = (number + place * 3) % domain.matters.count
    return (item(index, of: domain), !countyLeads(index))
  }

  /// The county leads four items of five.
  static func countyLeads(_ index: Int) -> Bool { index % 5 != 4 }

  /// The words of the list for an item: who leads does it, who supports finds and helps.
  static func clause(_ matter: String, in domain: Domain) -> String {
    "\(domain.name)：\(matter)（示例条款）"
  }

  /// Items of the other four lists, invented: list, domain, words.
  static let powersAndDuties = ["村镇规划编制", "乡村道路养护", "镇级公共资源交易", "农房建设审批", "镇域综合执法", "镇级财务管理"]
  static let basicDuties = ["基层党组织建设", "网格化服务管理", "政务公开", "人民调解", "便民服务", "人居环境整治"]
  static let supportDuties = ["城乡居民医保参保动员", "征兵工作", "防疫物资保障", "税费宣传"]
  static let takenBack = ["商标侵权认定", "企业环境信用评价", "地下水取水审批", "建筑业企业资质核查"]
}
