// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

struct EscapingTests {
  @Test(arguments: [
    ("\u{1B}[31m红", #"\u{1B}[31m红"#),
    ("\u{1B}]52;c;cm0gLXJm\u{07}", #"\u{1B}]52;c;cm0gLXJm\u{07}"#),
    ("\u{1B}]8;;http://x\u{1B}\\y", #"\u{1B}]8;;http://x\u{1B}\y"#), ("\u{1B}Pq", #"\u{1B}Pq"#),
    ("\u{9B}2J", #"\u{9B}2J"#), ("\u{90}\u{9C}\u{85}", #"\u{90}\u{9C}\u{85}"#),
    ("a\nb\r\tc", #"a\nb\r\tc"#), ("\0\u{08}\u{7F}", #"\u{00}\u{08}\u{7F}"#),
    ("abc\u{202E}fdp.exe", #"abc\u{202E}fdp.exe"#), ("\u{2066}x\u{2069}", #"\u{2066}x\u{2069}"#),
    ("\u{200E}\u{200F}\u{61C}", #"\u{200E}\u{200F}\u{61C}"#),
    ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
    ("东\u{200B}街\u{200D}道\u{FEFF}", #"东\u{200B}街\u{200D}道\u{FEFF}"#),
    ("\u{AD}\u{2060}\u{3164}\u{FFA0}\u{115F}", #"\u{AD}\u{2060}\u{3164}\u{FFA0}\u{115F}"#),
    ("\u{FFF9}\u{E0041}\u{E0001}", #"\u{FFF9}\u{E0041}\u{E0001}"#),
  ])
  func `what steers a terminal or hides is shown`(text: String, expected: String) {
    #expect(Escaping.visible(text) == expected)
  }

  @Test(arguments: [
    "云溪县 城关镇", "𠀀臺\u{E000}", "e\u{301}", "👨‍👩‍👧 🏳️‍🌈 ❤️‍🔥 🧑🏽‍💻", "1️⃣ ❤️ ❤︎ 🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "葛\u{E0100}", "ᠮᠣᠩᠭᠣᠯ\u{180B}",
    "مرحبا", "a\u{A0}b\u{3000}c", #"\u{1B}"#,
  ])
  func `what belongs to visible text is kept`(text: String) {
    #expect(Escaping.visible(text) == text)
  }

  @Test(arguments: [
    ("城\u{FE00}\u{FE00}", "城\u{FE00}" + #"\u{FE00}"#), ("\u{FE0F}x", #"\u{FE0F}x"#),
    ("a\u{E0101}", #"a\u{E0101}"#),
    ("🏴\u{E0061}\u{E0062}\u{E007F}", #"🏴\u{E0061}\u{E0062}\u{E007F}"#),
    ("👨\u{200D}a", #"👨\u{200D}a"#), ("👨\u{200D}", #"👨\u{200D}"#), ("🇨\u{200D}🇳", #"🇨\u{200D}🇳"#),
  ])
  func `a joiner or selector with nothing to join or select is shown`(
    text: String, expected: String
  ) {
    #expect(Escaping.visible(text) == expected)
  }

  @Test func `bytes that are no text are shown one by one`() {
    let name = Array("东".utf8)
    #expect(Escaping.visible(bytes: name + [0x9B, 0x32] + name) == #"东\x9B2东"#)
    #expect(Escaping.visible(bytes: [0xC0, 0xAF, 0xE4, 0xB8]) == #"\xC0\xAF\xE4\xB8"#)
    #expect(Escaping.visible(bytes: [0xED, 0xA0, 0x80, 0x1B]) == #"\xED\xA0\x80\u{1B}"#)
    #expect(Escaping.visible(bytes: []) == "")
  }

  @Test(arguments: [1, 42, 20_260_417] as [UInt64])
  func `no mixture of hostile parts gets through, and twice is once`(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<500 {
      let text = hostileText(using: &random)
      let shown = Escaping.visible(text)
      #expect(!shown.unicodeScalars.contains(where: isControl), "seed \(seed)")
      #expect(Escaping.visible(shown) == shown, "seed \(seed)")
      #expect(Escaping.visible(bytes: text.utf8) == shown, "seed \(seed)")
    }
  }

  @Test(arguments: [7, 20_260_417] as [UInt64])
  func `no cell, message or phrase writes an escape of its data`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let terminal = Terminal(environment: ["LC_ALL": "zh_CN.UTF-8"], isTTY: false)
    for _ in 0..<100 {
      let text = hostileText(using: &random)
      var table = TextTable([.init(Phrase("\(text)")), .init(Phrase("n"), .right, maxWidth: 9)])
      table.append([.text(text), .marked(.warning, text)])
      let lines = table.lines(on: terminal)
      let message = Message(
        .init("GL-E101", what: Phrase("\(text)")), at: Phrase("\(text)"),
        next: [.init("rm \(text)", Phrase("\(text)"))]
      ).text(on: terminal)
      let all = lines.joined() + message.split(separator: "\n").joined()
      #expect(!all.unicodeScalars.contains(where: isControl), "seed \(seed)")
      #expect(lines.count == 2, "seed \(seed)")
    }
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    let bidirectional: ClosedRange<UInt32> = 0x202A...0x202E
    return scalar.properties.generalCategory == .control || bidirectional.contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value) || [0x200B, 0xFEFF].contains(scalar.value)
  }

  private func hostileText(using random: inout SplitMix) -> String {
    let parts = [
      "\u{1B}", "[31m", "]8;;x\u{07}", "\u{9B}", "\u{202E}", "\u{2067}", "\u{200B}", "\u{200D}",
      "\n",
      "\r", "\r\n", "\t", "\0", "\u{FE0F}", "👨", "👩", "🏴", "🏽", "东", "街道", "a", "1", "e\u{301}",
      "\u{E0067}", "\u{FEFF}", "\u{85}", "\u{2028}",
    ]
    return (0..<Int.random(in: 1...8, using: &random))
      .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
  }
}

/// A small generator with a fixed sequence for each seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
