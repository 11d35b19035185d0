// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

struct TerminalTests {
  @Test(
    arguments: [
      ([:], Language.en), (["LANG": "zh_CN.UTF-8"], .zh), (["LANG": "en_US.UTF-8"], .en),
      (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], .en), (["LC_ALL": "", "LANG": "zh"], .zh),
      (["LC_MESSAGES": "zh_CN", "LANG": "en_US"], .zh), (["LC_CTYPE": "zh_CN.UTF-8"], .zh),
      (["LC_CTYPE": "UTF-8", "LANG": "zh-Hans"], .zh), (["LANG": "zha_CN"], .en),
      (["LANG": "fr_FR.UTF-8"], .en), (["LC_CTYPE": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"], .en),
    ] as [([String: String], Language)])
  func `the environment chooses the language`(environment: [String: String], language: Language) {
    #expect(Terminal(environment: environment).language == language)
  }

  @Test func `the option wins over the environment`() {
    let environment = ["LC_ALL": "zh_CN.UTF-8"]
    #expect(Terminal(environment: environment, language: .en).language == .en)
    #expect(Terminal(language: Language(rawValue: "zh")).language == .zh)
    #expect(Language(rawValue: "de") == nil)
  }

  @Test(
    arguments: [
      ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false),
      (["NO_COLOR": ""], true, true), (["CLICOLOR_FORCE": "1"], false, true),
      (["CLICOLOR_FORCE": "0"], false, false), (["CLICOLOR_FORCE": ""], false, false),
      (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false), (["TERM": "dumb"], true, false),
      (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true, true), (["CLICOLOR": "0"], true, false),
    ] as [([String: String], Bool, Bool)])
  func `colour follows the common variables`(
    environment: [String: String], isTTY: Bool, expected: Bool
  ) {
    let terminal = Terminal(environment: environment, isTTY: isTTY)
    #expect(terminal.usesColor == expected)
    #expect(terminal.styled("x", .bold).contains("\u{1B}") == expected)
  }

  @Test func `a dumb terminal is never redrawn`() {
    #expect(Terminal(environment: ["TERM": "xterm"], isTTY: true).canRedraw)
    #expect(!Terminal(environment: ["TERM": "dumb"], isTTY: true).canRedraw)
    #expect(!Terminal(isTTY: false).canRedraw)
  }

  @Test(
    arguments: [
      ([:], true, 100, 100), ([:], true, nil, 80), ([:], false, 100, nil),
      (["COLUMNS": "60"], true, 100, 60), (["COLUMNS": "60"], false, nil, 60),
      (["COLUMNS": "0"], true, 100, 100), (["COLUMNS": "wide"], true, nil, 80),
      (["COLUMNS": "-5"], false, nil, nil),
    ] as [([String: String], Bool, Int?, Int?)])
  func `a file has no edge, and COLUMNS wins over the system`(
    environment: [String: String], isTTY: Bool, system: Int?, expected: Int?
  ) {
    #expect(
      Terminal(environment: environment, isTTY: isTTY, columns: system).columns == expected)
  }

  @Test(
    arguments: [
      ([:], false), (["LANG": "C"], false), (["LANG": "C.UTF-8"], true),
      (["LANG": "zh_CN.utf8"], true),
      (["LANG": "zh_CN.GB18030"], false), (["LC_CTYPE": "UTF-8"], true),
      (["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], false), (["LANG": "de_DE.UTF-8@euro"], true),
      (["LANG": "@"], false),
    ] as [([String: String], Bool)])
  func `marks are Unicode only where the locale is`(
    environment: [String: String], expected: Bool
  ) {
    let terminal = Terminal(environment: environment)
    #expect(terminal.usesUnicode == expected)
    #expect(terminal.marked(.success, "ready") == (expected ? "✓ ready" : "ok ready"))
    #expect(terminal.sign(.failure) == (expected ? "✗" : "x"))
    #expect(terminal.marked(.warning, "") == "!")
  }

  @Test func `a colour never stands without its sign`() {
    let terminal = Terminal(environment: ["CLICOLOR_FORCE": "1", "LANG": "C.UTF-8"])
    #expect(terminal.marked(.success, "ready") == "\u{1B}[32m✓ ready\u{1B}[0m")
    #expect(terminal.marked(.failure, "torn") == "\u{1B}[31m✗ torn\u{1B}[0m")
    #expect(terminal.marked(.warning, "late") == "\u{1B}[33m! late\u{1B}[0m")
  }

  @Test func `ambiguous width is what the option says`() {
    #expect(Terminal(ambiguousWide: true).width.columns(of: "“") == 2)
    #expect(Terminal(environment: ["LANG": "zh_CN.UTF-8"]).width.columns(of: "“") == 1)
  }

  @Test func `the real outputs can be asked`() {
    let environment = ["COLUMNS": "33", "NO_COLOR": "1"]
    #expect(Terminal.standardOutput(environment: environment).columns == 33)
    #expect(!Terminal.standardError(environment: environment).usesColor)
  }
}
