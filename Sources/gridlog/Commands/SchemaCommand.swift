// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Foundation
import GridGovernance
import Interchange
import TerminalText

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: say("Check the program's schemas.", "检查本程序的事件模式。"),
    subcommands: [SchemaCheckCommand.self])
}

struct SchemaCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: say(
      "Hold the program's schemas against the frozen files.", "将本程序的模式与冻结文件比对。"),
    discussion: say(
      """
      A released version of a type never changes its meaning: stored events stay as they are. New \
      types, new versions with an upcaster, and optional fields are compatible; whatever else \
      differs breaks, and ends with status 1.
      """,
      """
      已发布的类型版本不得改变含义：已存事件保持原样。新类型、带升级步骤的新版本、可选字段属兼容变更；\
      其余差异均为破坏性变更，退出码为 1。
      """))

  @Option(help: help("The directory of frozen schemas.", "冻结模式所在目录。", value: "dir"))
  var schemas = "schemas"

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let gate = SchemaGate(
      GovernanceEvent.catalogue, upcasters: GovernanceEvent.upcasters, files: try files())
    if output.json {
      console.result(document(gate).json)
    } else {
      for change in gate.changes { console.result(line(change, console)) }
      console.result(summary(gate, console))
    }
    if !gate.breaking.isEmpty { throw ExitStatus.negative.exit }
  }

  private func files() throws -> [String: JSONValue] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: schemas)
    } catch {
      throw Message(
        .unreadableFile, at: Phrase("\(schemas)"),
        detail: Phrase(en: "It is not a directory that can be read.", zh: "不是可读取的目录。"))
    }
    var files: [String: JSONValue] = [:]
    for name in names.sorted() where name.hasSuffix(".json") {
      let path = "\(schemas)/\(name)"
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Message(.unreadableFile, at: Phrase("\(path)"))
      }
      do throws(JSONError) {
        files[name] = try JSONParser.parse(Array(data))
      } catch {
        throw Message(.notJSON, at: Phrase("\(path)"), detail: Phrase("\(error.description)"))
      }
    }
    return files
  }

  private func line(_ change: SchemaChange, _ console: Console) -> Phrase {
    let sign = console.out.sign(change.kind.isBreaking ? .failure : .success)
    let place = [change.schema, change.field].compactMap { $0 }.joined(separator: " ")
    let values = [change.frozen, change.code].map { $0 ?? "–" }.joined(separator: " → ")
    let tail = change.frozen == nil && change.code == nil ? "" : " (\(values))"
    return Phrase(
      en: "\(sign) \(place): \(change.kind.phrase, .en)\(tail)",
      zh: "\(sign) \(place)：\(change.kind.phrase, .zh)\(tail)")
  }

  private func summary(_ gate: SchemaGate, _ console: Console) -> Phrase {
    let breaking = gate.breaking.count
    let compatible = gate.changes.count - breaking
    let sign = console.out.sign(breaking == 0 ? .success : .failure)
    return Phrase(
      en: """
        \(sign) \(grouped: gate.count) schemas: \(grouped: breaking) breaking changes, \
        \(grouped: compatible) compatible
        """,
      zh: """
        \(sign) \(grouped: gate.count) 个模式：破坏性变更 \(grouped: breaking) 处，\
        兼容变更 \(grouped: compatible) 处
        """)
  }

  private func document(_ gate: SchemaGate) -> Document {
    var document = Document("schema-check")
    document.add("directory", schemas)
    document.add("schemas", gate.count)
    document.add("breaking", gate.breaking.count)
    document.add(
      "changes",
      gate.changes.map { change in
        var part = Document()
        part.add("schema", change.schema)
        part.add("field", orNull: change.field)
        part.add("kind", change.kind.rawValue)
        part.add("isBreaking", change.kind.isBreaking)
        part.add("frozen", orNull: change.frozen)
        part.add("code", orNull: change.code)
        return part
      })
    return document
  }
}

extension SchemaChange.Kind {
  fileprivate var phrase: Phrase {
    switch self {
    case .schemaRemoved: Phrase(en: "the code no longer has it", zh: "代码中已没有该模式")
    case .fieldRemoved: Phrase(en: "field removed", zh: "字段已删除")
    case .requiredFieldAdded: Phrase(en: "required field added", zh: "新增必填字段")
    case .fieldRequired: Phrase(en: "optional field made required", zh: "可选字段改为必填")
    case .numberChanged: Phrase(en: "field number changed", zh: "字段编号已变")
    case .typeChanged: Phrase(en: "type changed", zh: "类型已变")
    case .placeChanged:
      Phrase(en: "moved between payload and references", zh: "在内容与引用之间移动")
    case .roleChanged: Phrase(en: "role of the reference changed", zh: "引用角色已变")
    case .kindRemoved: Phrase(en: "fewer kinds of objects allowed", zh: "允许的对象类别减少")
    case .caseRemoved: Phrase(en: "name of the list removed", zh: "枚举项已删除")
    case .caseRenumbered: Phrase(en: "number of a name changed", zh: "枚举项编号已变")
    case .sealingChanged: Phrase(en: "sealing changed", zh: "加密方式已变")
    case .typeMeaningChanged:
      Phrase(en: "what the type means changed", zh: "类型的含义已变")
    case .upcasterMissing:
      Phrase(en: "no upcaster to the next version", zh: "缺少到下一版本的升级步骤")
    case .typeAdded: Phrase(en: "new type, not frozen yet", zh: "新类型，尚未冻结")
    case .versionAdded: Phrase(en: "new version, not frozen yet", zh: "新版本，尚未冻结")
    case .optionalFieldAdded: Phrase(en: "optional field added", zh: "新增可选字段")
    case .fieldOptional: Phrase(en: "required field made optional", zh: "必填字段改为可选")
    case .kindAdded: Phrase(en: "more kinds of objects allowed", zh: "允许的对象类别增加")
    case .caseAdded: Phrase(en: "name of the list added", zh: "新增枚举项")
    case .wordsChanged: Phrase(en: "words changed", zh: "文字说明已变")
    }
  }
}
