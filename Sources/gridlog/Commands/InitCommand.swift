// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: say("Create an empty log.", "创建空台账。"))

  @Argument(help: help("Where: nothing may be there yet.", "位置：必须尚不存在。", value: "path"))
  var path: String

  @Option(
    help: help(
      "The zone in which business days begin: Asia/Shanghai, UTC or +08:00.",
      "工作日所用时区：Asia/Shanghai、UTC 或 +08:00。", value: "zone"))
  var zone = "Asia/Shanghai"

  @Flag(
    name: .customLong("clock-from-source"),
    help: help(
      "Take recorded times from the events: for archives. Never changes, flagged for ever.",
      "以事件自身时间作为记录时间：用于历史档案。不可更改，永久标记。"))
  var clockFromSource = false

  @Option(
    help: help(
      "What proofs are made with: sha256 or sm3. Never changes.", "证明所用的杂凑算法：sha256 或 sm3。不可更改。",
      value: "sha256|sm3"))
  var digest = DigestAlgorithm.sha256

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let zone = BusinessZone(named: zone) else {
      throw Message(.unknownZone, at: Phrase("\(self.zone)"))
    }
    let log = try EventLog.create(
      at: path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue), zone: zone,
      clock: clockFromSource ? .source : .system, digest: digest)
    let console = Console(output)
    let key = try log.signingKey().verifierKey
    guard !output.json else { return console.result(document(log, key).json) }
    console.result(
      Phrase(
        en: "created \(path) · zone \(zone.name) · clock \(log.identity.clock.name)",
        zh: "已创建 \(path) · 时区 \(zone.name) · 时钟 \(log.identity.clock.name)"))
    console.note(
      Phrase(
        en: "its checkpoints are signed with the key \(key)",
        zh: "检查点的签名密钥为 \(key)"))
  }

  private func document(_ log: EventLog, _ key: VerifierKey) -> Document {
    var document = Document("init")
    document.add("path", path)
    document.add(log.identity)
    document.add("verifierKey", key.description)
    return document
  }
}

extension Document {
  /// The facts of a log that never change.
  mutating func add(_ identity: LogIdentity) {
    add("id", identity.id.description)
    add("format", identity.format)
    add("zone", identity.zone.name)
    add("clock", identity.clock.name)
    add("digest", identity.digest)
    add("created", identity.created)
    guard let parent = identity.parent else { return add("parent", .null) }
    var part = Document()
    part.add("id", parent.id.description)
    part.add("position", parent.position)
    part.add("cause", parent.cause.name)
    part.add("root", Digest(identity.digestAlgorithm, bytes: parent.root).description)
    add("parent", part.json)
  }
}
