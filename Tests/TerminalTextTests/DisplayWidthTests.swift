// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

struct DisplayWidthTests {
  private let width = DisplayWidth()

  @Test func `every assigned scalar is as wide as an independent table says`() {
    let narrow = DisplayWidth()
    let wide = DisplayWidth(ambiguousWide: true)
    var compared = 0
    var different: [String] = []
    for (scalar, expected) in referenceClasses() {
      let category = scalar.properties.generalCategory
      if category == .unassigned { continue }
      // wcwidth gives spacing marks their column only after a base; glibc and we give it always.
      let isMark = category == .spacingMark && expected == 0
      let character = Character(scalar)
      let measured = (narrow.columns(of: character), wide.columns(of: character))
      let reference = expected == 3 ? (1, 2) : (expected, expected)
      compared += 1
      let agrees = measured == reference || (isMark && measured.0 <= 1)
      if !agrees { different.append("U+\(String(scalar.value, radix: 16)) \(measured)") }
    }
    #expect(different.isEmpty, "\(different.prefix(20))")
    #expect(compared > 290_000, "only \(compared) scalars were compared")
  }

  @Test(arguments: [
    ("gridlog", 7), ("网格台账", 8), ("Ａ１", 4), ("ｱ", 1), ("𠀀", 2), ("\u{E000}", 1), ("한국", 4),
    ("䷀", 2), ("", 0),
  ])
  func `text takes the columns that a terminal gives it`(text: String, columns: Int) {
    #expect(width.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("e\u{301}", 1), ("क्ष", 2), ("कि", 2), ("ก็", 1), ("각", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("葛\u{E0100}", 2), ("a\u{200B}b", 2),
  ])
  func `marks that combine take no column of their own`(text: String, columns: Int) {
    #expect(width.columns(of: text) == columns)
  }

  @Test(arguments: [
    "😀", "👨‍👩‍👧", "🇨🇳", "1️⃣", "❤️", "☝🏽", "👍🏽", "🏳️‍🌈", "🧑‍💻", "⌚", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥",
  ])
  func `an emoji takes two columns however it is made`(emoji: String) {
    #expect(emoji.count == 1)
    #expect(width.columns(of: emoji) == 2)
  }

  @Test func `a heart without selector and a digit without keycap stay narrow`() {
    #expect(width.columns(of: "❤") == 1)
    #expect(width.columns(of: "1\u{20E3}") == 1)
    #expect(width.columns(of: "1\u{1F3FD}") == 3)
  }

  @Test(arguments: ["—", "①", "“", "…", "α", "Ж", "█", "→"])
  func `ambiguous characters are narrow unless the terminal draws them wide`(text: String) {
    #expect(width.columns(of: text) == 1)
    #expect(DisplayWidth(ambiguousWide: true).columns(of: text) == 2)
  }

  /// All scalars with the class that the reference gives them, in order.
  private func referenceClasses() -> some Sequence<(Unicode.Scalar, Int)> {
    let ends = referenceBreakpoints.dropFirst().map { $0 >> 2 } + [0x110000]
    return zip(referenceBreakpoints, ends).lazy.flatMap { point, end in
      (point >> 2..<end).lazy.compactMap { value in
        Unicode.Scalar(value).map { ($0, Int(point & 3)) }
      }
    }
  }
}

struct TextShapeTests {
  private let width = DisplayWidth()

  @Test(arguments: [
    ("城关镇人民政府", 14, "城关镇人民政府"), ("城关镇人民政府", 13, "城关镇人民政…"),
    ("城关镇人民政府", 12, "城关镇人民…"), ("abcdef", 4, "abc…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
  ])
  func `a cut at the end keeps whole characters`(text: String, limit: Int, expected: String) {
    let cut = width.truncate(text, to: limit)
    #expect(cut == expected)
    #expect(width.columns(of: cut) <= limit)
  }

  @Test(arguments: [
    ("5f1c2b3d4e9a", 9, "5f1c…4e9a"), ("5f1c2b3d4e9a", 8, "5f1c…e9a"), ("甲乙丙丁戊己", 9, "甲乙…戊己"),
  ])
  func `a cut in the middle keeps both ends`(text: String, limit: Int, expected: String) {
    #expect(width.truncate(text, to: limit, at: .middle) == expected)
  }

  @Test func `where the ellipsis does not fit dots show that something was cut`() {
    let ascii = DisplayWidth(ellipsis: "...")
    #expect(ascii.truncate("abcdef", to: 5) == "ab...")
    #expect(ascii.truncate("abcdef", to: 2) == "..")
    #expect(DisplayWidth(ambiguousWide: true).truncate("abcdef", to: 1) == ".")
  }

  @Test func `padding counts columns, not characters`() {
    #expect(width.padRight("东街道", to: 8) + "|" == "东街道  |")
    #expect(width.padLeft("东街道", to: 8) == "  东街道")
    #expect(width.padLeft("东街道", to: 5) == "东街道")
  }

  @Test func `lines break at spaces and between ideographs, never before a full stop`() {
    #expect(
      width.wrap("the log is read only until repaired", to: 12) == [
        "the log is", "read only", "until", "repaired",
      ])
    #expect(width.wrap("日志已损坏。请先修复", to: 10) == ["日志已损", "坏。请先修", "复"])
    #expect(width.wrap("见（附件）后办理", to: 6) == ["见（附", "件）后", "办理"])
    #expect(width.wrap("见见（附件）", to: 6) == ["见见", "（附", "件）"])
    #expect(width.wrap("运行 gridlog verify 检查", to: 12) == ["运行 gridlog", "verify 检查"])
    #expect(width.wrap("abcdefghij", to: 4) == ["abcd", "efgh", "ij"])
    #expect(width.wrap("", to: 4) == [""])
  }
}
