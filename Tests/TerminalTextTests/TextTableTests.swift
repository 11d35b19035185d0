// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

struct TextTableTests {
  private func terminal(
    _ language: Language = .en, columns: Int? = nil, color: Bool = false, ascii: Bool = false
  ) -> Terminal {
    var environment = ["LC_ALL": ascii ? "C" : "C.UTF-8", "NO_COLOR": color ? "" : "1"]
    environment["CLICOLOR_FORCE"] = color ? "1" : nil
    environment["COLUMNS"] = columns.map(String.init)
    return Terminal(environment: environment, language: language)
  }

  private func towns() -> TextTable {
    var table = TextTable([
      .init(Phrase(en: "town", zh: "乡镇")), .init(Phrase(en: "reported", zh: "上报"), .right),
      .init(Phrase(en: "closed", zh: "办结率"), .right), .init(Phrase(en: "why", zh: "原因")),
    ])
    table.append(["城关镇", 1204, "91.2%", "7 late reports, 22 late closures"])
    table.append(["Dōngjiē 东街道", 877, .marked(.warning, "88.0%"), "8 closures reopened"])
    table.append(["안양 👨‍👩‍👧 e\u{301}", 0, .noData, ""])
    return table
  }

  @Test func `columns line up whatever script the cells are in`() {
    #expect(
      towns().text(on: terminal()) == """
        town            reported   closed  why
        城关镇             1,204    91.2%  7 late reports, 22 late closures
        Dōngjiē 东街道       877  ! 88.0%  8 closures reopened
        안양 👨‍👩‍👧 e\u{301}              0        —

        """)
  }

  @Test func `the same table speaks Chinese, and no data is not zero`() {
    #expect(
      towns().text(on: terminal(.zh)) == """
        乡镇             上报   办结率  原因
        城关镇          1,204    91.2%  7 late reports, 22 late closures
        Dōngjiē 东街道    877  ! 88.0%  8 closures reopened
        안양 👨‍👩‍👧 e\u{301}           0   无数据

        """)
  }

  @Test func `without UTF-8 the program's own marks are ASCII`() {
    var table = TextTable([.init(Phrase("name"), maxWidth: 6), .init(Phrase("ok?"))])
    table.append(["registry", .marked(.success, "yes")])
    table.append([.noData, .marked(.failure, "no")])
    #expect(
      table.text(on: terminal(ascii: true)) == """
        name    ok?
        reg...  ok yes
        -       x no

        """)
  }

  @Test func `a narrow terminal cuts the widest text, not the numbers`() {
    let lines = towns().lines(on: terminal(columns: 48))
    #expect(
      lines == [
        "town            reported   closed  why",
        "城关镇             1,204    91.2%  7 late repor…",
        "Dōngjiē 东街道       877  ! 88.0%  8 closures r…",
        "안양 👨‍👩‍👧 e\u{301}              0        —",
      ])
  }

  @Test func `what does not fit at all is left out and named`() {
    #expect(
      towns().lines(on: terminal(.zh, columns: 20)) == [
        "乡镇            上报",
        "城关镇         1,204",
        "Dōngjiē 东街…    877",
        "안양 👨‍👩‍👧 e\u{301}          0",
        "（宽度不足，未显示…",
      ])
    #expect(towns().lines(on: terminal(columns: 5))[1] == "城关…")
  }

  @Test(arguments: 1...90)
  func `no line is wider than the terminal`(columns: Int) {
    var table = towns()
    table.rowLimit = 2
    table.indent = columns > 10 ? 2 : 0
    for language in Language.allCases {
      let terminal = terminal(language, columns: columns)
      for line in table.lines(on: terminal) {
        #expect(terminal.width.columns(of: line) <= columns, "\(line)")
        #expect(line.last != " ")
      }
    }
  }

  @Test func `colour adds nothing but colour`() {
    let plain = towns().text(on: terminal(columns: 60))
    let colored = towns().text(on: terminal(columns: 60, color: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[33m! 88.0%\u{1B}[0m"))
    #expect(colored.hasPrefix("\u{1B}[1mtown\u{1B}[0m  "))
    #expect(strippingColor(colored) == plain)
  }

  @Test func `too many rows lose their middle, and the loss is counted`() {
    var table = TextTable([.init(Phrase("#"), .right)], rowLimit: 5)
    for number in 1...1000 { table.append([.number(number)]) }
    let english = table.lines(on: terminal())
    #expect(
      english == [
        "    #", "    1", "    2", "    3", "… 995 of 1,000 rows not shown …", "  999", "1,000",
      ])
    #expect(table.lines(on: terminal(.zh))[4] == "… 共 1,000 行，995 行未显示 …")
    table.rowLimit = 1000
    #expect(table.lines(on: terminal()).count == 1001)
  }

  @Test func `an empty table says so`() {
    let table = TextTable([.init(Phrase(en: "town", zh: "乡镇"))])
    #expect(table.lines(on: terminal()) == ["town", "(no rows)"])
    #expect(table.lines(on: terminal(.zh)) == ["乡镇", "（无记录）"])
  }

  @Test func `hostile cells are measured as they are shown`() {
    var table = TextTable([.init(Phrase("name")), .init(Phrase("n"), .right)])
    table.append(["\u{1B}]8;;x\u{07}点我", 1])
    table.append(["two\nlines\u{202E}", 22])
    #expect(
      table.text(on: terminal()) == #"""
        name                    n
        \u{1B}]8;;x\u{07}点我   1
        two\nlines\u{202E}     22

        """#)
  }

  @Test func `identifiers are cut in the middle and limits are kept`() {
    var table = TextTable([
      .init(Phrase("head"), maxWidth: 9, cut: .middle), .init(Phrase("v"), minWidth: 4),
      .init(Phrase("x"), style: .dim),
    ])
    table.append(["5f1c2b3d4e5f6a7be09a", "v3", "y"])
    #expect(table.lines(on: terminal()) == ["head       v     x", "5f1c…e09a  v3    y"])
    #expect(table.lines(on: terminal(color: true))[1].hasSuffix("\u{1B}[2my\u{1B}[0m"))
  }

  private func strippingColor(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map {
      $0.offset == 0 ? $0.element : $0.element.drop { $0 != "m" }.dropFirst()
    }.joined()
  }
}
