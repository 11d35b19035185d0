// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Words for the sealed fields: what a reporter says, and where. No one's own words.
struct SampleTexts {
  private let place: String
  private let matter: String
  private let isNamed: Bool
  private var random: SeededRandom

  private static let places = [
    "村口", "河边", "主路旁", "农贸市场旁", "学校门口", "小区北门", "桥头", "圩堤上", "卫生室旁",
    "文化广场", "停车场", "沿街店铺前",
  ]

  init(_ script: TicketScript) {
    place = "\(script.town.name)\(script.village.name)"
    matter = script.item.name
    isNamed = script.reporter != nil
    random = SeededRandom(script.world.seed, "words of \(script.ticket)")
  }

  mutating func report() -> SealedText {
    SealedText(
      "\(place)\(random.element(of: SampleTexts.places))\(random.element(of: ["发现", "反映", "存在"]))"
        + "\(matter)问题，请处理。")
  }

  mutating func location() -> SealedText? {
    guard random.chance(600) else { return nil }
    return SealedText(
      "\(place)\(random.number(in: 1...14))组\(random.element(of: SampleTexts.places))")
  }

  /// A number that no telephone has.
  mutating func contact() -> SealedText? {
    guard isNamed, random.chance(700) else { return nil }
    return SealedText("0514-0000\(CountyPlan.padded(random.below(10_000), 4))")
  }

  mutating func progress() -> SealedText {
    SealedText(random.element(of: ["已到现场查看", "正在处置", "已联系相关单位", "等待材料到场"]))
  }

  mutating func reply() -> SealedText {
    SealedText(random.element(of: ["已安排专人办理", "材料已到，本周内办结", "已向上级说明情况"]))
  }
}
