// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import Glibc
import Interchange
import TerminalText

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: say(
      "Verify a log, a backup, or a proof; changes nothing.",
      "校验台账、备份或证明，不作任何更改。"),
    discussion: say(
      """
      With --against it also proves that nothing was rewritten since an earlier checkpoint or copy \
      was made. The log's own keys are trusted unless --key is given; give the key that you kept apart.

      A proof or checkpoint in a file needs no log, only --key; a consistency proof must begin at the \
      checkpoint of --against. docs/verify_proof.py says the same without gridlog.
      """,
      """
      使用 --against 时，还会证明自先前的检查点或副本以来历史未被改写。未给 --key 时信任台账自带的密钥；\
      请给出另行保管的密钥。

      文件中的证明或检查点只需 --key，不需要台账；一致性证明须始于 --against 所给的检查点。\
      docs/verify_proof.py 不用 gridlog 也能得出同样的结论。
      """))

  @OptionGroup var log: LogArgument

  @Flag(
    help: help(
      "Only whether each event is the one that was appended: hashes, roots, checkpoints.",
      "只校验每个事件是否仍为写入时的事件：哈希、树根和检查点。"))
  var tree = false

  @Flag(
    help: help(
      "Also fold every stored view again, and compare.", "另将每个已存储视图重新折叠并比对。"))
  var deep = false

  /// A proof is a file; logs and backups are directories.
  private var isFile: Bool {
    var status = stat()
    return stat(log.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  @Option(
    help: help(
      "An earlier checkpoint, a directory of them, or an older copy of the log.",
      "先前的检查点、检查点目录或台账旧副本。", value: "old"))
  var against: String?

  @Option(
    name: .customLong("key"),
    help: help(
      "Who may have signed: what gridlog key show printed; may be repeated.",
      "可信的验证密钥，即 gridlog key show 的输出，可重复。", value: "key"))
  var keys: [String] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard isFile else {
      guard keys.isEmpty || against != nil else {
        throw ValidationError("--key goes with --against")
      }
      return
    }
    guard !keys.isEmpty else {
      throw ValidationError("a proof is verified with --key, which gridlog key show LOG prints")
    }
    guard against == nil || ProofCheck.isGrowth(log.path) else {
      throw ValidationError("--against goes with a log or a consistency proof")
    }
  }

  func run() throws {
    let console = Console(output)
    if isFile {
      return try ProofCheck(log.path, keys: keys, kept: against).show(console, json: output.json)
    }
    if Backup.exists(at: log.path) {
      Interruption.listen()
      return try verifyBackup(console)
    }
    let log = try log.opened()
    // Before Ctrl-C is caught: this reads only, and can simply be killed.
    let earlier = try compared(log)
    Interruption.listen()
    let report = try verified(log, console)
    // Rows of a damaged log are of no use.
    let stored = try deep && report.isIntact ? DeepCheck(log, console) : nil
    if output.json {
      var document = document(log, report, earlier)
      stored?.add(to: &document)
      console.result(document.json)
    } else if report.isIntact {
      console.result(tree ? treeResult(report, console) : result(report, console))
    }
    if !output.json {
      stored?.show(console)
      show(earlier, console)
    }
    if let rewriting = earlier?.rewriting { console.tell(Message(.rewritten(rewriting))) }
    try end(report, console)
    if earlier?.rewriting != nil || stored?.isIntact == false {
      throw ExitStatus.integrity.exit
    }
  }

  private func result(_ report: VerifyReport, _ console: Console) -> Phrase {
    Phrase(
      en: """
        \(console.out.sign(.success)) intact · head \(report.head) · \
        \(grouped: report.pages) pages · \(grouped: report.events) events · \
        \(grouped: report.indexEntries) index entries · \
        \(grouped: report.checkpoints) checkpoints
        """,
      zh: """
        \(console.out.sign(.success)) 完好 · 末尾 \(report.head) · \
        \(grouped: report.pages) 页 · \(grouped: report.events) 个事件 · \
        \(grouped: report.indexEntries) 条索引 · \(grouped: report.checkpoints) 个检查点
        """)
  }

  private func treeResult(_ report: VerifyReport, _ console: Console) -> Phrase {
    Phrase(
      en: """
        \(console.out.sign(.success)) as appended · head \(report.head) · \
        \(grouped: report.events) events · \(grouped: report.checkpoints) checkpoints
        """,
      zh: """
        \(console.out.sign(.success)) 与写入时一致 · 末尾 \(report.head) · \
        \(grouped: report.events) 个事件 · \(grouped: report.checkpoints) 个检查点
        """)
  }

  // MARK: Against what was said before

  /// What came of the comparison that was asked for.
  private struct Comparison {
    var agreeing: [EarlierHead] = []
    var rewriting: ProofError.Rewriting?
  }

  private func compared(_ log: EventLog) throws -> Comparison? {
    guard let against else { return nil }
    do throws(ProofError) {
      var trusted: [VerifierKey] = []
      for key in keys { trusted.append(try VerifierKey(key)) }
      return Comparison(agreeing: try log.compare(withOld: against, keys: trusted))
    } catch {
      guard case .rewritten(let rewriting) = error else { throw Message(error, log: log.path) }
      return Comparison(rewriting: rewriting)
    }
  }

  private func show(_ earlier: Comparison?, _ console: Console) {
    for earlier in earlier?.agreeing ?? [] {
      let size = Int(clamping: earlier.head.size)
      console.result(
        Phrase(
          en: """
            \(console.out.sign(.success)) nothing was rewritten since \(earlier.source): \
            \(grouped: size) events, \(earlier.head.root)
            """,
          zh: """
            \(console.out.sign(.success)) 自 \(earlier.source) 以来历史未被改写：\
            \(grouped: size) 个事件，\(earlier.head.root)
            """))
    }
  }

  private func verifyBackup(_ console: Console) throws {
    let backup = try Backup(at: log.path)
    let lines = OperationLines(console)
    let stopped = Message(.interrupted, next: [Message.Step("gridlog verify \(log.path)")])
    try lines.run(stopped: { stopped }) { () throws(EventLogError) in
      try backup.verify { lines.tell($0) }
    }
    guard !output.json else {
      var document = Document("verify-backup")
      document.add("path", backup.path)
      document.add(backup.identity)
      document.add("intact", true)
      document.add("head", backup.head)
      document.add("files", backup.files)
      document.add("bytes", backup.bytes)
      document.add("taken", backup.taken)
      document.add("root", backup.root.description)
      return console.result(document.json)
    }
    console.result(
      Phrase(
        en: """
          \(console.out.sign(.success)) the backup is whole · any point up to \(backup.head) can be \
          restored · taken \(backup.taken)
          """,
        zh: """
          \(console.out.sign(.success)) 备份完整 · 可恢复到 \(backup.head) 为止的任一时点 · \
          备份时间 \(backup.taken)
          """))
  }

  private func verified(_ log: EventLog, _ console: Console) throws -> VerifyReport {
    let pages =
      tree
      ? nil
      : console.progress(
        Phrase(en: "pages", zh: "页面"), total: nil, unit: Phrase(en: "pages", zh: "页"))
    var events: ProgressLine?
    let report = try log.verify(tree ? .tree : .everything) { progress in
      switch progress.stage {
      case .pages: pages?.set(to: progress.done)
      case .events:
        let line =
          events
          ?? console.progress(
            Phrase(en: "events", zh: "事件"), total: progress.total,
            unit: Phrase(en: "ev", zh: "条"))
        events = line
        line.set(to: progress.done)
      }
      return !Interruption.isRequested
    }
    pages?.set(to: report.pages)
    pages?.finish()
    events?.set(to: report.events)
    events?.finish()
    return report
  }

  private func end(_ report: VerifyReport, _ console: Console) throws {
    guard report.isComplete else {
      throw Message(
        .interrupted,
        detail: Phrase(
          en: "\(grouped: report.events) events were verified.",
          zh: "已校验 \(grouped: report.events) 个事件。"),
        next: [Message.Step("gridlog verify \(log.path)")])
    }
    guard !report.isIntact else { return }
    let shown = report.problems.prefix(20).map { Escaping.visible($0.description) }
    var lines = shown
    if report.problemCount > shown.count { lines.append("… +\(report.problemCount - shown.count)") }
    let place = report.firstBadPosition.map { position in
      Phrase(
        en: "\(log.path), first bad position \(position)",
        zh: "\(log.path)，首个问题位置 \(position)")
    }
    console.tell(
      Message(.verifyFailed, at: place ?? Phrase("\(log.path)"), detail: .lines(Array(lines))))
    throw ExitStatus.integrity.exit
  }

  private func document(
    _ log: EventLog, _ report: VerifyReport, _ earlier: Comparison?
  ) -> Document {
    var document = Document("verify")
    document.add("path", log.path)
    document.add("scope", tree ? "tree" : "everything")
    document.add("intact", report.isIntact && earlier?.rewriting == nil)
    document.add("complete", report.isComplete)
    document.add("head", report.head)
    document.add("pages", report.pages)
    document.add("checkedValues", report.checkedValues)
    document.add("events", report.events)
    document.add("indexEntries", report.indexEntries)
    document.add("checkpoints", report.checkpoints)
    document.add("root", orNull: report.root?.description)
    document.add("problemCount", report.problemCount)
    document.add("firstBadPosition", orNull: report.firstBadPosition)
    document.add(
      "problems",
      report.problems.map { problem in
        var part = Document()
        part.add("position", orNull: problem.position)
        part.add("what", problem.what)
        return part
      })
    if let earlier { add(earlier, to: &document) }
    return document
  }

  private func add(_ earlier: Comparison, to document: inout Document) {
    document.add(
      "against",
      earlier.agreeing.map { earlier in
        var part = Document()
        part.add("source", earlier.source)
        part.add("size", earlier.head.size)
        part.add("root", earlier.head.root.description)
        return part
      })
    guard let rewriting = earlier.rewriting else { return document.add("rewritten", .null) }
    var part = Document()
    part.add("source", rewriting.source)
    part.add("size", rewriting.expected.size)
    part.add("expected", rewriting.expected.root.description)
    part.add("found", orNull: rewriting.found?.root.description)
    part.add("first", orNull: rewriting.first)
    document.add("rewritten", part.json)
  }
}
