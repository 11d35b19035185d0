// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: say(
      "Show the events behind a row of a view, or what a message code means.",
      "显示视图某一行背后的事件，或解释消息编号。"),
    discussion: say(
      "gridlog explain LOG NAME --row KEY, or gridlog explain GL-E104.",
      "gridlog explain LOG NAME --row KEY，或 gridlog explain GL-E104。"))

  @Argument(
    help: help("The log's directory, or a code.", "台账目录，或消息编号。", value: "log|code"))
  var subject: String

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String?

  @Option(help: help("The row's key, as the view shows it.", "行的键，与视图所示一致。", value: "key"))
  var row: String?

  @Option(help: help("Another table of the view than its first.", "视图的其他表。", value: "table"))
  var table: String?

  @Flag(help: help("Every event, however many.", "列出全部事件。"))
  var all = false

  @Flag(
    help: help(
      "Prove of each event shown that it is in the log.", "逐一证明所列事件在台账中。"))
  var proof = false

  @Option(
    name: [.customShort("o"), .customLong("proofs-to")],
    help: help(
      "Write the proofs into this directory, POSITION.tlog-proof, instead of printing them.",
      "将证明写入此目录（位置.tlog-proof），而不输出。", value: "directory"))
  var directory: String?

  @OptionGroup var moments: MomentOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard directory == nil || proof else { throw ValidationError("-o goes with --proof") }
  }

  func run() throws {
    let console = Console(output)
    guard let name else {
      guard let code = MessageCode(rawValue: subject) else {
        throw Message(
          .needsRow, next: [Message.Step("gridlog explain \(subject) VIEW --row KEY")])
      }
      return try CodeExplanation(code).show(on: console)
    }
    guard let row else {
      throw Message(
        .needsRow, next: [Message.Step("gridlog explain \(subject) \(name) --row KEY")])
    }
    let log = try LogArgument.open(subject)
    let question = try ViewQuestion(log, name, console)
    let answer = try question.answer(try moments.known(), moments)
    let key = try self.row(matching: row, in: answer).key
    let explanation = try answer.explain(key)
    let positions = all ? explanation.all : Array(explanation.positions)
    var writing = ExplanationWriting(
      log: log, answer: answer, explanation: explanation, positions: positions)
    writing.showsAll = all
    if proof { writing.proofs = try proofs(positions, log) }
    let tree = try tree(of: key, log, console)
    if let directory { try write(writing.proofs, positions, to: directory, console) }
    guard output.json else {
      try writing.show(on: console)
      tree?.show(on: console)
      if directory == nil { writing.proofs.forEach { console.result("\n\($0)") } }
      return
    }
    var document = Document("explain")
    document.add("view", answer.name)
    document.add("version", answer.version)
    document.add(answer.moment, head: try log.head)
    try writing.add(to: &document)
    if let tree { document.add("tree", .array(tree.json)) }
    console.result(document.json)
  }

  /// A row by its key; of the assessment also by BODY/PERIOD.
  private func row(matching text: String, in answer: AnyView) throws -> ViewRow {
    if answer.name == Assessment.name, table == nil,
      let row = try answer.assessmentRow(matching: text)
    {
      return row
    }
    return try answer.row(matching: text, in: table)
  }

  /// Of a result of the assessment, the terms that it is made of.
  private func tree(
    of key: RowKey, _ log: EventLog, _ console: Console
  ) throws -> ScoreTreeWriting? {
    guard name == Assessment.name, table == nil || table == "results" else { return nil }
    let question = try ViewQuestion(log, ScoreExplanation.name, console)
    return try ScoreTreeWriting(
      of: key, in: try question.answer(try moments.known(), moments))
  }

  private func proofs(_ positions: [Position], _ log: EventLog) throws(Message) -> [EventProof] {
    do {
      return try log.proofs(of: positions)
    } catch {
      throw Message(error, log: subject)
    }
  }

  private func write(
    _ proofs: [EventProof], _ positions: [Position], to directory: String, _ console: Console
  ) throws(Message) {
    try OutputFile.makeDirectory(directory)
    for (position, proof) in zip(positions, proofs) {
      try OutputFile.write(proof.description, to: "\(directory)/\(position.rawValue).tlog-proof")
    }
    console.note(
      Phrase(
        en: "\(grouped: proofs.count) proofs in \(directory)",
        zh: "\(grouped: proofs.count) 份证明写入 \(directory)"))
  }
}
