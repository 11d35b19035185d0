// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// A proof or a checkpoint that somebody handed over, checked without the log.
///
/// Says the same as `docs/verify_proof.py`, which shares no code with it.
struct ProofCheck {
  let path: String
  let text: ProofText
  /// The record that an event's proof proves.
  private let event: StoredEvent?

  /// - Parameter kept: The file of an earlier checkpoint that a consistency proof must begin at.
  /// - Throws: ``Message``: what cannot be read, or does not hold.
  init(_ path: String, keys: [String], kept: String?) throws {
    self.path = path
    do throws(ProofError) {
      var trusted: [VerifierKey] = []
      for key in keys { trusted.append(try VerifierKey(key)) }
      text = try ProofText(at: path)
      let old = try kept.map { path throws(ProofError) in try ProofText(at: path).checkpoint }
      try text.verify(with: trusted, against: old)
    } catch {
      throw Message(error)
    }
    guard case .event(let proof) = text else {
      event = nil
      return
    }
    event = proof.record.flatMap { StoredEvent(record: $0) }
  }

  /// Whether it can begin at an earlier checkpoint.
  static func isGrowth(_ path: String) -> Bool {
    guard case .growth? = try? ProofText(at: path) else { return false }
    return true
  }

  func show(_ console: Console, json: Bool) {
    guard !json else { return console.result(document.json) }
    let (origin, head) = (text.checkpoint.origin, text.checkpoint.head)
    let size = Int(clamping: head.size)
    let sign = console.out.sign(.success)
    switch text {
    case .checkpoint:
      console.result(
        Phrase(
          en: "\(sign) signed: \(origin) has \(grouped: size) events, \(head.root)",
          zh: "\(sign) 签名有效：\(origin) 有 \(grouped: size) 个事件，\(head.root)"))
    case .growth(let proof):
      let old = Int(clamping: proof.old.size)
      console.result(
        Phrase(
          en: """
            \(sign) the first \(grouped: old) of the \(grouped: size) events of \(origin) are those \
            of \(proof.old.root); signed
            """,
          zh: """
            \(sign) \(origin) 的 \(grouped: size) 个事件中，前 \(grouped: old) 个与 \(proof.old.root) \
            一致；签名有效
            """))
    case .event(let proof):
      let place = Phrase("#\(proof.inclusion.index + 1)")
      console.result(
        Phrase(
          en: """
            \(sign) event \(place, .en) is one of the \(grouped: size) events of \(origin); signed
            """,
          zh: """
            \(sign) 事件 \(place, .zh) 在 \(origin) 的 \(grouped: size) 个事件之中；签名有效
            """))
      if let event { show(event, console) }
    }
  }

  /// What is proved, so that nobody takes the proof of one event for that of another.
  private func show(_ event: StoredEvent, _ console: Console) {
    console.result(
      Phrase(
        en: """
            \(event.content.type.name)  \(event.content.stream.text)  happened \
          \(event.content.occurred.description)  recorded \(event.recorded.description)
          """,
        zh: """
            \(event.content.type.name)  \(event.content.stream.text)  发生于 \
          \(event.content.occurred.description)  记录于 \(event.recorded.description)
          """))
  }

  private var document: Document {
    var document = Document("verify-proof")
    document.add("path", path)
    document.add("proves", kind)
    document.add(text.checkpoint)
    document.add("position", orNull: event?.position)
    if case .growth(let proof) = text {
      document.add("from", proof.old.size)
    } else {
      document.add("from", .null)
    }
    document.add("event", event.map { EventWriting(zone: .shanghai).json($0) } ?? .null)
    return document
  }

  private var kind: String {
    switch text {
    case .checkpoint: "checkpoint"
    case .event: "event"
    case .growth: "growth"
    }
  }
}
