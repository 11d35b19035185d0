// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import EventSourcing
public import TerminalText

/// How a command speaks: the same options on every one.
struct OutputOptions: ParsableArguments {
  @Flag(
    help: help("Print one JSON document (docs/CLI_JSON.md).", "输出一个 JSON 文档（见 docs/CLI_JSON.md）。"))
  var json = false

  @Option(help: help("Language: zh or en.", "语言：zh 或 en。", value: "zh|en"))
  var lang: Language?

  @Flag(
    name: [.short, .long],
    help: help("No words on standard error but errors.", "除错误外不输出提示。"))
  var quiet = false

  @Flag(name: [.short, .long], help: help("More words on standard error.", "输出更多提示。"))
  var verbose = false

  @Flag(name: .customLong("no-progress"), help: help("No progress bar.", "不显示进度条。"))
  var noProgress = false

  @Option(
    name: .customLong("ambiguous-width"),
    help: help(
      "Columns of characters like — and ① in this terminal: 1 or 2.", "终端中 —、① 等字符的列宽：1 或 2。",
      value: "1|2"))
  var ambiguousWidth = 1

  mutating func validate() throws {
    guard (1...2).contains(ambiguousWidth) else {
      throw ValidationError("--ambiguous-width is 1 or 2")
    }
  }
}

extension Language: ExpressibleByArgument {}
extension DigestAlgorithm: ExpressibleByArgument {}
