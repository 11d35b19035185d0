// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc
import Interchange
import TerminalText

/// What became of every row of an import, and the status to end with.
struct ImportReporting {
  let log: String
  let file: String
  /// Where rejected rows go, if the command line says so.
  let rejected: String?
  let report: ImportReport

  func show(_ plan: PlanWriting, on console: Console, resume: Message.Step) throws {
    if !report.rejected.isEmpty { try writeRejected() }
    if console.options.json {
      console.result(document(plan).json)
    } else {
      console.result(summary)
    }
    if report.isInterrupted {
      throw Message(
        .interrupted,
        detail: Phrase(
          en: "\(grouped: report.eventsAppended) events were appended, up to \(report.head).",
          zh: "已追加 \(grouped: report.eventsAppended) 个事件，末尾为 \(report.head)。"),
        next: [resume])
    }
    if !report.changed.isEmpty { console.tell(changedMessage) }
    guard report.rejected.isEmpty else {
      throw Message(
        .rowsRejected, at: Phrase("\(grouped: report.rejected.count) → \(rejectedPath)"))
    }
    if !report.changed.isEmpty { throw ExitStatus.rejected.exit }
  }

  private var rejectedPath: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return rejected ?? "\(name).rejected.csv"
  }

  /// For the user alone: the rows are as they stood in the file, with everything personal.
  private func writeRejected() throws(Message) {
    let bytes = Array(report.rejectedFile.utf8)
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(rejectedPath, flags, 0o600)
    guard descriptor >= 0 else {
      throw Message(.system, at: Phrase("\(rejectedPath)"), detail: Phrase("\(lastSystemError)"))
    }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        throw Message(.system, at: Phrase("\(rejectedPath)"), detail: Phrase("\(lastSystemError)"))
      }
      written += count
    }
  }

  private var lastSystemError: String { String(cString: strerror(errno)) }

  private var summary: Phrase {
    Phrase(
      en: """
        \(grouped: report.read) rows = \(grouped: report.appended) appended + \
        \(grouped: report.alreadyThere) already there + \
        \(grouped: report.changed.count) changed at the source + \
        \(grouped: report.rejected.count) rejected · \
        \(grouped: report.eventsAppended) events · head \(report.head)
        """,
      zh: """
        \(grouped: report.read) 行 = 追加 \(grouped: report.appended) + \
        已存在 \(grouped: report.alreadyThere) + 来源有改动 \(grouped: report.changed.count) + \
        拒绝 \(grouped: report.rejected.count) · \
        \(grouped: report.eventsAppended) 个事件 · 末尾 \(report.head)
        """)
  }

  private var changedMessage: Message {
    let lines = report.changed.prefix(5).map {
      Escaping.visible("line \($0.line): \($0.position)")
    }
    return Message(
      .rowsChanged, at: Phrase("\(grouped: report.changed.count)"), detail: .lines(lines))
  }

  private func document(_ plan: PlanWriting) -> Document {
    var document = Document("import")
    document.add("path", log)
    plan.add(to: &document)
    document.add("read", report.read)
    document.add("appended", report.appended)
    document.add("alreadyThere", report.alreadyThere)
    document.add("changed", report.changed.count)
    document.add("rejected", report.rejected.count)
    document.add("otherRows", report.otherRows)
    document.add("eventsAppended", report.eventsAppended)
    document.add("eventsAlreadyThere", report.eventsAlreadyThere)
    document.add("head", report.head)
    document.add("interrupted", report.isInterrupted)
    document.add("rejectedFile", orNull: report.rejected.isEmpty ? nil : rejectedPath)
    document.add(
      "changedRows",
      report.changed.map { row in
        var part = Document()
        part.add("line", row.line)
        part.add("position", row.position)
        return part
      })
    document.add(
      "rejectedRows",
      report.rejected.map { row in
        var part = Document()
        part.add("line", row.line)
        part.add("reason", row.reason)
        return part
      })
    return document
  }
}
