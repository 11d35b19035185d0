// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The program: arguments in, documents out; whatever it does, a library call does.
@main
struct Gridlog: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "gridlog",
    abstract: say(
      "An event log for a county's grid: what happened, what was known, and why a number is so.",
      "县域网格事件台账：发生了什么、何时知道、数字从何而来。"),
    discussion: say(
      """
      Results go to standard output, words and progress to standard error. Every command has \
      --json. Topics: gridlog help exit-codes, gridlog help moments, gridlog help codes.
      """,
      """
      结果输出到标准输出，提示与进度输出到标准错误。每个命令都支持 --json。\
      专题：gridlog help exit-codes、gridlog help moments、gridlog help codes。
      """),
    version: "gridlog \(version)",
    subcommands: [
      InitCommand.self, DemoCommand.self, ImportCommand.self, AppendCommand.self, DoCommand.self,
      ShowCommand.self, TailCommand.self, SubscriptionsCommand.self, ViewsCommand.self,
      ViewCommand.self, DiffCommand.self, WhatIfCommand.self, ExplainCommand.self,
      ReportCommand.self, RulesCommand.self,
      ProjectCommand.self, PlanCommand.self, RebuildCommand.self, RollbackCommand.self,
      QuarantineCommand.self, VerifyCommand.self, CheckpointCommand.self, ProveCommand.self,
      CertifyCommand.self, KeyCommand.self, SchemaCommand.self, StatCommand.self,
      BackupCommand.self, RestoreCommand.self, SalvageCommand.self, DoctorCommand.self,
      CompactCommand.self,
    ])

  static func main() {
    Program.run(Array(CommandLine.arguments.dropFirst()))
  }
}
