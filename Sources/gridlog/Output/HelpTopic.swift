// SPDX-License-Identifier: Apache-2.0
import TerminalText

/// What `gridlog help TOPIC` tells beside the help of commands.
enum HelpTopic: String, CaseIterable {
  case exitCodes = "exit-codes"
  case moments
  case codes

  init?(_ arguments: [String]) {
    guard arguments.count >= 2, arguments[0] == "help" else { return nil }
    self.init(rawValue: arguments.dropFirst().first { !$0.hasPrefix("-") } ?? "")
  }

  func show(on console: Console) {
    switch self {
    case .exitCodes: console.result(HelpTopic.exitTable(console.out))
    case .moments: console.result(HelpTopic.momentWords)
    case .codes: console.result(HelpTopic.codeTable(console.out))
    }
  }

  private static func exitTable(_ terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "exit", zh: "退出码"), .right),
      TextTable.Column(Phrase(en: "codes", zh: "消息编号")),
      TextTable.Column(Phrase(en: "meaning", zh: "含义")),
    ])
    for status in ExitStatus.allCases {
      let codes = status.hundreds.map { "GL-E\($0)xx" } ?? ""
      table.append([.number(Int(status.rawValue)), .text(codes), .phrase(status.meaning)])
    }
    return table.text(on: terminal)
  }

  private static func codeTable(_ terminal: Terminal) -> String {
    var table = TextTable([
      TextTable.Column(Phrase(en: "code", zh: "编号")),
      TextTable.Column(Phrase(en: "what", zh: "内容")),
    ])
    for kind in Failure.catalogue.kinds {
      table.append([.text(kind.code.rawValue), .phrase(kind.what)])
    }
    return table.text(on: terminal)
  }

  private static let momentWords = Phrase(
    en: """
      Every question has two moments, and every answer prints them.

      --as-of, --known-at   what was known: a position (1204 or #1204), a time with an offset
                            (2021-10-01T08:00:00+08:00), or a day (2021-10-01)
      --happened-by         what had happened: a time or a day

      A day means the end of that business day in the log's zone. Left out, all that is known and
      all that has happened counts. Columns that change with time alone, such as overdue, are
      shown for the moment asked: that of --happened-by, else that of --as-of, else now.
      """,
    zh: """
      每个问题都有两个时点，每个答案都会写明。

      --as-of、--known-at   当时已知：位置（1204 或 #1204）、带时差的时间
                            （2021-10-01T08:00:00+08:00）或日期（2021-10-01）
      --happened-by         当时已发生：时间或日期

      日期指台账所在时区该工作日结束之时。省略时计入全部已知、已发生的内容。
      只随时间变化的列（如超期）按所问时点显示：先看 --happened-by，再看 --as-of，否则为现在。
      """)
}

extension ExitStatus {
  /// The first digit of the message codes that end so.
  var hundreds: Int? {
    switch self {
    case .success: nil
    case .negative: 3
    case .usage: 2
    case .rejected: 1
    case .integrity: 4
    case .busy: 5
    case .noRoom: 6
    case .newerFormat: 7
    case .interrupted: 8
    }
  }
}
