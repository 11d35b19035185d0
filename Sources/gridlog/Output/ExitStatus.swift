// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import TerminalText

/// How the program ends; `gridlog help exit-codes` shows this list.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case negative = 1
  case usage = 2
  case rejected = 3
  case integrity = 4
  case busy = 5
  case noRoom = 6
  case newerFormat = 7
  case interrupted = 130

  /// What an error of that code ends with: the hundreds of a code are its class.
  init(_ code: MessageCode) {
    self =
      switch code.rawValue.dropFirst(4).first {
      case "1": .rejected
      case "2": .usage
      case "3": .negative
      case "4": .integrity
      case "5": .busy
      case "7": .newerFormat
      case "8": .interrupted
      default: .noRoom
      }
  }

  var meaning: Phrase {
    switch self {
    case .success: Phrase(en: "done", zh: "完成")
    case .negative:
      Phrase(
        en: "ran, and the answer is negative: differences found, nothing matched",
        zh: "已执行，结果为否：存在差异或没有匹配")
    case .usage:
      Phrase(
        en: "the command line or a path was wrong; nothing was done",
        zh: "命令行或路径有误，未执行任何操作")
    case .rejected:
      Phrase(
        en: "some input was rejected; the report says which and why",
        zh: "部分输入被拒绝，报告中说明了位置和原因")
    case .integrity:
      Phrase(
        en: "an integrity problem: damaged, incomplete, rewritten or older than acknowledged",
        zh: "完整性问题：损坏、残缺、被改写或旧于已确认的内容")
    case .busy:
      Phrase(en: "another program holds the log; try again later", zh: "台账被其他程序占用，请稍后再试")
    case .noRoom:
      Phrase(
        en: "no space, a limit reached, or the system refused",
        zh: "空间不足、达到上限或系统拒绝")
    case .newerFormat:
      Phrase(en: "the log has a newer format than this program", zh: "台账格式比本程序新")
    case .interrupted:
      Phrase(
        en: "interrupted; the report says how to go on", zh: "被中断，报告中说明了如何继续")
    }
  }

  /// Ends the command that throws it, after it has said everything.
  var exit: ExitCode { ExitCode(rawValue) }
}
