// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Foundation
import GridGovernance
import Interchange
import TerminalText

struct DoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "do",
    abstract: say("Carry out a command of the county by its rules.", "按规则执行一项业务命令。"),
    discussion: say(
      """
      Parameters are name=value, or one JSON object, or - for one on standard input. The rules decide: \
      either all events of the command are appended, or none and the answer names the rule. \
      `gridlog do --list` shows the commands, `gridlog do --list dispatch` what one needs.
      """,
      """
      参数写作 名称=值，或一个 JSON 对象，或用 - 从标准输入读取。由规则决定：命令的事件要么全部追加，\
      要么一条也不追加并说明所依据的规则。`gridlog do --list` 列出命令，`gridlog do --list dispatch` \
      说明某一命令所需参数。
      """))

  @Argument(
    help: help("The log's directory; with --list, a command.", "台账目录；用 --list 时为命令名。", value: "log")
  )
  var first: String?

  @Argument(help: help("The command.", "命令名。", value: "command"))
  var command: String?

  @Argument(help: help("What it needs.", "命令参数。", value: "name=value"))
  var parameters: [String] = []

  @Flag(help: help("List the commands, or describe one; no log is needed.", "列出命令或说明某一命令，无需台账。"))
  var list = false

  @Option(name: .customLong("as"), help: help("The body that acts.", "操作单位。", value: "body"))
  var body: String?

  @Option(help: help("The person who acts.", "操作人员。", value: "person"))
  var person: String?

  @Option(
    help: help(
      "When it happened; now unless given (in an archive, its last moment).",
      "发生时间，默认为当前（归档台账为其最后时点）。", value: "moment"))
  var at: String?

  @Option(
    help: help(
      "The command's id: asked again under it, nothing is done twice.", "命令编号：同一编号不会重复执行。",
      value: "uuid"))
  var id: String?

  @OptionGroup var writing: WriteOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    guard !list else { return try CommandListing(first, console).show() }
    guard let first, let command else {
      throw Message(
        .usage, detail: Phrase(en: "A log and a command are needed.", zh: "需要台账和命令名。"),
        next: [Message.Step("gridlog do --list")])
    }
    let form = try CommandListing.form(command)
    let action = try CommandParameters(form).action(parameters)
    let log = try LogArgument.open(first, forWriting: true, wait: writing.wait)
    let call = try CommandForm.Call(at: moment(in: log), as: commandID())
    let actor = Actor(
      body: try CommandParameters.object(body, .body),
      person: try CommandParameters.object(person, .person))
    let answer = CommandAnswer(form: form, console: console)
    do throws(CommandError<Rejection>) {
      answer.show(try action(County(log, scope: .county, actor: actor), call), in: log)
    } catch {
      throw try answer.refusal(error)
    }
  }

  private func moment(in log: EventLog) throws(Message) -> Instant? {
    guard let at else { return nil }
    guard let moment = Moment(at) else { throw Message(.notAMoment, at: Phrase("\(at)")) }
    return moment.instant(in: log.identity.zone)
  }

  private func commandID() throws(Message) -> EventID? {
    guard let id else { return nil }
    guard let known = EventID(uuid: id) else { throw Message(.notAnID, at: Phrase("\(id)")) }
    return known
  }
}

/// What somebody typed behind a command.
struct CommandParameters {
  let form: CommandForm

  init(_ form: CommandForm) { self.form = form }

  func action(_ given: [String]) throws(Message) -> CommandForm.Action {
    let json = try json(given)
    do {
      return try form.action(json)
    } catch {
      throw message(error)
    }
  }

  private func json(_ given: [String]) throws(Message) -> JSONValue {
    if let text = given.first, given.count == 1, text == "-" || text.hasPrefix("{") {
      return try object(text == "-" ? CommandParameters.input() : Array(text.utf8))
    }
    var members: [JSONMember] = []
    for text in given {
      guard let place = text.firstIndex(of: "=") else {
        throw Message(
          .badParameter, at: Phrase("\(text)"),
          detail: Phrase(en: "It is no name=value.", zh: "不是 名称=值 的形式。"), next: steps)
      }
      do throws(FieldJSONError) {
        members.append(
          try form.json(String(text[text.index(after: place)...]), for: String(text[..<place])))
      } catch {
        throw message(error)
      }
    }
    return .object(members)
  }

  private func object(_ bytes: [UInt8]) throws(Message) -> JSONValue {
    do {
      return try JSONParser.parse(bytes)
    } catch {
      throw Message(.notJSON, detail: Phrase("\(error)"))
    }
  }

  private static func input() -> [UInt8] {
    Array(FileHandle.standardInput.readDataToEndOfFile())
  }

  private func message(_ error: FieldJSONError) -> Message {
    Message(
      .badParameter, at: Phrase("\(form.name) \(error.pointer)"),
      detail: Phrase(
        en: "Expected \(error.expected.english), found \(error.found.english).",
        zh: "应为 \(error.expected.chinese)，实为 \(error.found.chinese)。"),
      next: steps)
  }

  private var steps: [Message.Step] { [Message.Step("gridlog do --list \(form.name)")] }

  static func object(_ text: String?, _ kind: ObjectKind) throws(Message) -> ObjectName? {
    guard let text else { return nil }
    guard let name = ObjectName(text), name.kind == kind else {
      throw Message(.notAnObject, at: Phrase("\(text)"))
    }
    return name
  }
}
