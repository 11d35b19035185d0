// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

extension Message.Kind {
  fileprivate static let truncatedFile = Message.Kind(
    "GL-E402", what: Phrase(en: "truncated file", zh: "文件被截断"),
    why: Phrase(
      en: "Not opened with LMDB (it would crash). Nothing was changed.",
      zh: "未用 LMDB 打开（会崩溃）。未作任何更改。"),
    next: [.init(Phrase(en: "restore a backup", zh: "从备份恢复"))])
  fileprivate static let staleReader = Message.Kind(
    "GL-W310", what: Phrase(en: "a reader holds old pages", zh: "有读者占用旧页"))
}

struct PhraseTests {
  @Test func `data in a phrase is escaped, the sentence is not`() {
    let path = "a\u{1B}[2J\n"
    let phrase = Phrase(en: "read \(path):\n\(grouped: 48211) rows", zh: "\(path) 共 \(3) 行")
    #expect(phrase.text(in: .en) == "read a\\u{1B}[2J\\n:\n48,211 rows")
    #expect(phrase.text(in: .zh) == "a\\u{1B}[2J\\n 共 3 行")
  }

  @Test func `phrases can be parts of phrases`() {
    let unit = Phrase(en: "rows", zh: "行")
    let phrase = Phrase(en: "12 \(unit, .en)", zh: "12 \(unit, .zh)")
    #expect(Language.allCases.map(phrase.text(in:)) == ["12 rows", "12 行"])
    #expect(Phrase("#\(4711)").zh == "#4711")
  }
}

struct MessageTests {
  private func terminal(
    _ language: Language = .en, _ extra: [String: String] = [:]
  ) -> Terminal {
    let environment = ["LC_ALL": "C.UTF-8"].merging(extra) { _, new in new }
    return Terminal(environment: environment, language: language)
  }

  private var truncated: Message {
    Message(
      .truncatedFile, at: Phrase("damaged.gridlog"),
      detail: Phrase(
        en: "Last readable event #\(grouped: 401_882).",
        zh: "最后可读事件 #\(grouped: 401_882)。"),
      next: [
        .init(
          "gridlog restore --from /backup --at latest",
          Phrase(en: "backup of today 03:00", zh: "今日 03:00 的备份")),
        .init(
          "gridlog salvage 损坏.gridlog --to new.gridlog",
          Phrase(en: "keeps #1…#401,882", zh: "保留 #1…#401,882")),
      ])
  }

  @Test func `an error says what, where, why and what next`() {
    #expect(
      truncated.text(on: terminal()) == """
        ✗ GL-E402 truncated file: damaged.gridlog
          Last readable event #401,882.
          Not opened with LMDB (it would crash). Nothing was changed.
          1  gridlog restore --from /backup --at latest     backup of today 03:00
          2  gridlog salvage 损坏.gridlog --to new.gridlog  keeps #1…#401,882

        """)
  }

  @Test func `it says the same in Chinese`() {
    #expect(
      truncated.text(on: terminal(.zh)) == """
        ✗ GL-E402 文件被截断：damaged.gridlog
          最后可读事件 #401,882。
          未用 LMDB 打开（会崩溃）。未作任何更改。
          1  gridlog restore --from /backup --at latest     今日 03:00 的备份
          2  gridlog salvage 损坏.gridlog --to new.gridlog  保留 #1…#401,882

        """)
  }

  @Test func `on a narrow terminal words wrap and commands stay whole`() {
    #expect(
      truncated.text(on: terminal(.en, ["COLUMNS": "40"])) == """
        ✗ GL-E402 truncated file: damaged.gridlog
          Last readable event #401,882.
          Not opened with LMDB (it would crash).
          Nothing was changed.
          1  gridlog restore --from /backup --at latest
               backup of today 03:00
          2  gridlog salvage 损坏.gridlog --to new.gridlog
               keeps #1…#401,882

        """)
  }

  @Test func `a warning is marked as one, in ASCII and colour too`() {
    let warning = Message(.staleReader, next: [.init("gridlog doctor --end-reader \(3990)")])
    #expect(
      warning.text(on: terminal(.en, ["LC_ALL": "C"])) == """
        ! GL-W310 a reader holds old pages
          -> gridlog doctor --end-reader 3990

        """)
    #expect(
      warning.text(on: terminal(.zh, ["CLICOLOR_FORCE": "1"]))
        == "\u{1B}[33m! GL-W310\u{1B}[0m 有读者占用旧页\n  → gridlog doctor --end-reader 3990\n")
  }

  @Test func `the steps of the kind are used where the occasion has none`() {
    #expect(Message(.truncatedFile).next == Message.Kind.truncatedFile.next)
    #expect(Message(.truncatedFile, next: []).next.isEmpty)
    #expect("\(Message(.truncatedFile))".hasSuffix("\n  → restore a backup"))
  }

  @Test func `the catalogue explains every code, in order`() {
    let catalogue = Message.Catalogue([.staleReader, .truncatedFile])
    #expect(catalogue.kinds.map(\.code.rawValue) == ["GL-E402", "GL-W310"])
    #expect(catalogue["GL-W310"] == .staleReader)
    #expect(catalogue.explanation(of: "GL-E999", on: terminal()) == nil)
    #expect(
      catalogue.explanation(of: "GL-E402", on: terminal(.zh)) == """
        ✗ GL-E402 文件被截断
          未用 LMDB 打开（会崩溃）。未作任何更改。
          → 从备份恢复

        """)
  }

  @Test func `two kinds cannot share a code`() async {
    await #expect(processExitsWith: .failure) {
      _ = Message.Catalogue([
        .init("GL-E100", what: Phrase("one")), .init("GL-E100", what: Phrase("two")),
      ])
    }
  }

  @Test(arguments: [
    ("GL-E104", "GL-E104"), ("gl-w310", "GL-W310"), ("GL-X104", nil), ("GL-E10", nil),
    ("GL-E1044", nil), ("E104", nil), ("", nil), ("GL-E１０４", nil),
  ])
  func `a code is read as people type it`(typed: String, code: String?) {
    #expect(MessageCode(rawValue: typed)?.description == code)
  }

  @Test func `errors come before warnings`() {
    #expect(MessageCode("GL-E999") < "GL-W100")
    #expect(MessageCode("GL-E999").isError && !MessageCode("GL-W100").isError)
  }
}
