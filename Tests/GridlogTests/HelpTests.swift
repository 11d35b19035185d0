// SPDX-License-Identifier: Apache-2.0
import Interchange
import TerminalText
import Testing

@testable import gridlog

@Suite struct HelpTests {
  static let commands = [
    "init", "demo", "import", "append", "show", "tail", "subscriptions", "views", "view", "diff",
    "explain", "report", "verify", "checkpoint", "prove", "certify", "what-if", "key-show",
    "key-new",
    "schema-check", "do", "rules-publish", "rules-list", "rules-diff", "stat",
    "backup",
    "restore", "salvage", "doctor", "compact",
  ]

  @Test(arguments: ["en", "zh"])
  func `the program's help is a contract in both languages`(language: String) throws {
    let run = try Program.run("--lang", language, "--help")
    #expect(run.status == 0)
    #expect(run.errors == "")
    try Golden.expect(run.output, is: "help.\(language).txt")
  }

  @Test(arguments: commands, ["en", "zh"])
  func `every command has help and takes --json and --lang`(
    command: String, language: String
  ) throws {
    // A subcommand is written with a hyphen here.
    let words =
      command == "what-if" ? [command] : command.split(separator: "-").map(String.init)
    let run = try Program.run(words + ["--help", "--lang", language])
    #expect(run.status == 0)
    #expect(run.output.contains("--json"))
    #expect(run.output.contains("--lang"))
    try Golden.expect(run.output, is: "help-\(command).\(language).txt")
  }

  @Test(arguments: ["exit-codes", "moments", "codes"], ["en", "zh"])
  func `topics explain what several commands share`(topic: String, language: String) throws {
    let run = try Program.run("help", topic, "--lang", language)
    #expect(run.status == 0)
    try Golden.expect(run.output, is: "topic-\(topic).\(language).txt")
  }

  @Test func `the exit codes' help lists every status`() throws {
    let text = try Program.run("help", "exit-codes").output
    for status in ExitStatus.allCases {
      #expect(text.contains(" \(status.rawValue) "), "status \(status.rawValue)")
    }
  }

  @Test func `the language comes from the environment unless the option says otherwise`() throws {
    let zh = try Program.run("help", "exit-codes", environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(zh.output.contains("退出码"))
    let en = try Program.run(
      "help", "exit-codes", "--lang", "en", environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(en.output.contains("meaning"))
  }

  @Test func `shared options may stand before the command`() throws {
    let run = try Program.run("--lang", "zh", "--json", "views")
    #expect(run.status == 0)
    #expect(try run.json["schema"]?.text == "gridlog.views/1")
  }

  @Test func `every message code can be explained in both languages`() throws {
    for kind in Failure.catalogue.kinds {
      let run = try Program.run("explain", kind.code.rawValue.lowercased(), "--json")
      #expect(run.status == 0, "\(kind.code)")
      let json = try run.json
      #expect(json["code"]?.text == kind.code.rawValue)
      #expect(json["zh"]?["what"]?.text != json["en"]?["what"]?.text, "\(kind.code)")
    }
  }

  @Test func `the version is told`() throws {
    #expect(try Program.run("--version").output == "gridlog \(Gridlog.version)\n")
  }
}
