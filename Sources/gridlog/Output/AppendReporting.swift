// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Interchange
import TerminalText

/// What became of every line of an append, and the status to end with.
struct AppendReporting {
  let path: String
  let head: Position
  let report: CloudEventAppendReport

  func show(on console: Console) throws {
    if console.options.json {
      console.result(document.json)
    } else {
      console.result(summary)
    }
    var told: Set<MessageCode> = []
    for line in report.lines.prefix(20) {
      let message = message(of: line)
      // What a code means is told once.
      let isFirst = told.insert(message.code).inserted
      console.tell(isFirst ? message : message.withoutAdvice)
    }
    if report.rejected > 20 {
      console.note(
        Phrase(
          en: "and \(grouped: report.rejected - 20) more rejected lines; --json lists them",
          zh: "另有 \(grouped: report.rejected - 20) 行被拒绝，--json 可列出"))
    }
    try end()
  }

  private func end() throws {
    switch report.failure {
    case .log(let error)?: throw Message(error, at: nil)
    case .input(let error)?: throw Message(error)
    case nil: break
    }
    if report.wasStopped {
      throw Message(
        .interrupted,
        detail: Phrase(
          en: "\(grouped: report.appended) events were appended, up to \(head).",
          zh: "已追加 \(grouped: report.appended) 个事件，末尾为 \(head)。"),
        next: [
          Message.Step(
            "gridlog append \(path) < FILE",
            Phrase(
              en: "goes on: what is in the log is recognised", zh: "可继续：已有内容会被识别"))
        ])
    }
    if report.rejected > 0 { throw ExitStatus.rejected.exit }
  }

  private var summary: Phrase {
    Phrase(
      en: """
        \(grouped: report.read) lines = \(grouped: report.appended) appended + \
        \(grouped: report.alreadyThere) already there + \(grouped: report.rejected) rejected + \
        \(grouped: report.heldBack) held back · head \(head)
        """,
      zh: """
        \(grouped: report.read) 行 = 追加 \(grouped: report.appended) + \
        已存在 \(grouped: report.alreadyThere) + 拒绝 \(grouped: report.rejected) + \
        未处理 \(grouped: report.heldBack) · 末尾 \(head)
        """)
  }

  private func message(of line: CloudEventAppendReport.RejectedLine) -> Message {
    let pointer = line.pointer
    let place = Phrase(
      en: "line \(grouped: line.line)\(pointer.isEmpty ? "" : ", \(pointer)")",
      zh: "第 \(grouped: line.line) 行\(pointer.isEmpty ? "" : "，\(pointer)")")
    switch line.reason {
    case .event(let error): return Message(error, at: place)
    case .append(let error): return Message(error, at: place)
    }
  }

  private var document: Document {
    var document = Document("append")
    document.add("path", path)
    document.add("read", report.read)
    document.add("appended", report.appended)
    document.add("alreadyThere", report.alreadyThere)
    document.add("rejected", report.rejected)
    document.add("heldBack", report.heldBack)
    document.add("first", orNull: report.positions?.lowerBound)
    document.add("last", orNull: report.positions?.upperBound)
    document.add("head", head)
    document.add("interrupted", report.wasStopped)
    document.add(
      "errors",
      report.lines.map { line in
        let message = message(of: line)
        var part = Document()
        part.add("line", line.line)
        part.add("pointer", line.pointer)
        part.add("code", message.code.rawValue)
        part.add("what", message.kind.what.en)
        part.add("detail", orNull: message.detail?.en)
        return part
      })
    return document
  }
}

extension CloudEventAppendReport.RejectedLine {
  /// The part of the line that is to blame, as a JSON pointer.
  var pointer: String {
    switch reason {
    case .event(let error): error.pointer
    case .append(.occurredInFuture): "/time"
    case .append(.idTaken): "/id"
    case .append(.invalidHeader), .append(.invalid): ""
    case .append: ""
    }
  }
}

extension Message {
  /// The same occasion without what its kind says every time.
  fileprivate var withoutAdvice: Message {
    Message(Message.Kind(code, what: kind.what), at: place, detail: detail, next: [])
  }
}
