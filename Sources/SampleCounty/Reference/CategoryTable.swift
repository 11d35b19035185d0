// SPDX-License-Identifier: Apache-2.0
internal import GridGovernance

/// The sample's catalogue of matters 事项分类 (domain §4.4): 14 classes and their items.
///
/// Limits: 2 and 4 working hours, 2, 7 and 20 working days for appearance and building matters
/// from one city's opening and closing limits (domain §2.3, b40); 5 working days for what a hotline
/// takes in (b16 art. 20); the others are invented. All are sample data, none is a county's rule.
enum CategoryTable {
  struct Class: Sendable {
    let code: String
    let name: String
    /// Who handles it in a town: a key of ``OfficeTable``, `scjg` and the like for a stationed body.
    let office: String
    /// Who handles it for the county.
    let department: String
    let items: [Item]
  }

  struct Item: Sendable {
    let code: String
    let name: String
    /// The limit of handling.
    let amount: Int
    let unit: TimeUnit
    /// How often, against the others: by grid workers, by patrols, by the public.
    let weights: [Int]

    /// The limit in minutes of working time, 7 hours a day.
    var minutes: Int { amount * (unit == .workingDay ? 420 : 60) }
  }

  /// Items whose work nobody inspects before closing: what was asked, praised or proposed.
  static let unchecked: Set<String> = ["E13-01", "E14-01", "E14-02", "E14-03"]
  /// Kept out of open views.
  static let sensitive: Set<String> = ["E08-02"]
  /// Answered at once, without a ticket's way.
  static let answered: Set<String> = ["E14-01", "E14-03"]

  static let classes: [Class] = [
    make("E01", "市容环境", "zhzf", "cgj", environment),
    make("E02", "宣传广告", "zhzf", "cgj", advertising),
    make("E03", "施工管理", "jsj", "zjj", building),
    make("E04", "街面秩序", "zhzf", "cgj", streets),
    make("E05", "突发事件", "jsj", "yjgl", sudden),
    make("E06", "矛盾纠纷", "zfj", "zfw", disputes),
    make("E07", "安全隐患", "jfj", "yjgl", hazards),
    make("E08", "治安与特殊人群", "gaj", "gaj", security),
    make("E09", "生态环境", "ngj", "sthj", ecology),
    make("E10", "自然资源", "zrzy", "zrzy", land),
    make("E11", "市场监管", "scjg", "scjg", market),
    make("E12", "农业农村", "ngj", "nync", farming),
    make("E13", "民生诉求", "ssj", "mzj", livelihood),
    make("E14", "政策咨询建议", "dzb", "rsj", advice),
  ]

  /// Every item with the index of its class.
  static let items: [(item: Item, classIndex: Int)] = classes.enumerated().flatMap { index, row in
    row.items.map { ($0, index) }
  }

  private typealias Line = (String, Int, TimeUnit, Int, Int, Int)

  private static func make(
    _ code: String, _ name: String, _ office: String, _ department: String, _ lines: [Line]
  ) -> Class {
    let items = lines.enumerated().map { index, line in
      Item(
        code: "\(code)-\(index < 9 ? "0" : "")\(index + 1)", name: line.0, amount: line.1,
        unit: line.2, weights: [line.3, line.4, line.5])
    }
    return Class(code: code, name: name, office: office, department: department, items: items)
  }

  private static let environment: [Line] = [
    ("暴露垃圾", 4, .workingHour, 60, 30, 40), ("建筑垃圾渣土", 2, .workingDay, 25, 25, 15),
    ("道路保洁", 2, .workingHour, 30, 15, 12), ("绿地脏乱", 1, .workingDay, 15, 8, 8),
    ("水域不洁", 2, .workingDay, 20, 6, 12), ("焚烧垃圾秸秆", 2, .workingHour, 18, 14, 10),
    ("私搭乱建", 20, .workingDay, 8, 22, 20),
  ]
  private static let advertising: [Line] = [
    ("非法小广告", 1, .workingDay, 20, 18, 3), ("违规户外广告", 5, .workingDay, 5, 15, 3),
  ]
  private static let building: [Line] = [
    ("施工扰民", 1, .workingDay, 6, 4, 30), ("工地扬尘", 1, .workingDay, 6, 12, 12),
    ("占道施工", 2, .workingDay, 8, 10, 8),
  ]
  private static let streets: [Line] = [
    ("无照经营", 1, .workingDay, 8, 30, 8), ("占道经营", 4, .workingHour, 12, 50, 15),
    ("乱停乱放", 4, .workingHour, 14, 25, 25),
  ]
  private static let sudden: [Line] = [
    ("管道破裂", 4, .workingHour, 8, 2, 14), ("路面塌陷", 4, .workingHour, 5, 3, 8),
    ("道路积水", 4, .workingHour, 8, 3, 14), ("火灾", 2, .workingHour, 2, 1, 1),
    ("溺水", 2, .workingHour, 1, 0, 0),
  ]
  private static let disputes: [Line] = [
    ("邻里", 5, .workingDay, 30, 0, 16), ("土地承包", 10, .workingDay, 10, 0, 10),
    ("劳资", 5, .workingDay, 4, 0, 14), ("婚姻家庭", 5, .workingDay, 12, 0, 4),
    ("征地拆迁", 10, .workingDay, 3, 0, 9),
  ]
  private static let hazards: [Line] = [
    ("消防九小场所", 3, .workingDay, 34, 20, 6), ("用电用气", 2, .workingDay, 28, 6, 10),
    ("危房", 5, .workingDay, 12, 2, 4), ("渔船", 3, .workingDay, 4, 3, 0),
    ("特种设备", 3, .workingDay, 3, 4, 1),
  ]
  private static let security: [Line] = [
    ("可疑情况", 1, .workingDay, 8, 3, 6), ("重点人员走访", 3, .workingDay, 14, 0, 0),
  ]
  private static let ecology: [Line] = [
    ("河道漂浮物", 1, .workingDay, 26, 8, 8), ("新增排污口", 3, .workingDay, 4, 4, 4),
    ("水体异常", 2, .workingDay, 8, 3, 8), ("电鱼毒鱼", 1, .workingDay, 5, 6, 6),
    ("畜禽养殖污染", 5, .workingDay, 9, 4, 14),
  ]
  private static let land: [Line] = [
    ("违法占地", 10, .workingDay, 5, 10, 6), ("耕地非粮化", 10, .workingDay, 5, 4, 1),
    ("盗采", 3, .workingDay, 1, 3, 1),
  ]
  private static let market: [Line] = [
    ("食品安全", 3, .workingDay, 6, 8, 22), ("无照经营", 5, .workingDay, 6, 10, 6),
    ("价格", 3, .workingDay, 1, 3, 12), ("假劣农资", 5, .workingDay, 3, 4, 5),
  ]
  private static let farming: [Line] = [
    ("秸秆", 2, .workingDay, 12, 6, 2), ("动物疫病", 1, .workingDay, 4, 1, 2),
    ("农田水利设施", 5, .workingDay, 16, 2, 10),
  ]
  private static let livelihood: [Line] = [
    ("低保医保社保咨询", 3, .workingDay, 12, 0, 26), ("残疾人帮扶", 5, .workingDay, 9, 0, 8),
    ("用水用电", 2, .workingDay, 12, 0, 24),
  ]
  private static let advice: [Line] = [
    ("咨询", 3, .workingDay, 2, 0, 34), ("建议", 5, .workingDay, 2, 0, 10),
    ("表扬", 1, .workingDay, 1, 0, 5),
  ]
}
