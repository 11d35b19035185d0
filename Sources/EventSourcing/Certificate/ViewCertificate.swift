// SPDX-License-Identifier: Apache-2.0

/// A signed word about an answer: this log, so far, asked this, says that (docs/FORMAT.md §5.5).
///
/// Whoever has a copy of the log and the program makes the answer again and compares
/// (``EventLog/check(_:among:keys:options:)``). Reading is total; what was read is worth nothing
/// before it is checked.
public struct ViewCertificate: Hashable, Sendable, CustomStringConvertible {
  public let note: SignedNote
  /// Which log; see ``SignedCheckpoint/origin``.
  public let origin: String
  /// How much of the log the answer knows, and the root over that.
  public let head: TreeHead
  public let question: Question
  public let answer: Answer

  /// What was asked.
  public struct Question: Hashable, Sendable {
    /// The projection's name and version.
    public let view: String
    public let version: Int
    /// The digest that the program's projection has on the golden log; `nil` if it declares none.
    public let golden: Digest?
    /// When the last event that counts was known, or the moment that was asked for.
    public let known: Instant
    /// Events that happened later were left out; `nil` for no such cut.
    public let happenedBy: Instant?
    /// The time at which columns that change with time alone were read.
    public let clock: Instant
  }

  /// What the log said.
  public struct Answer: Hashable, Sendable {
    /// Over stored rows and refused events: ``AnyView/digest``.
    public let digest: Digest
    /// Over the rows as they are shown at the clock: ``AnyView/shownDigest``.
    public let shown: Digest
    /// How many rows all tables have.
    public let rows: Int
    /// How many events were refused.
    public let refused: Int
  }

  static let header = "gridlog/view-certificate@v1"
  /// Stands for what there is none of.
  fileprivate static let none = "-"

  init(
    origin: String, head: TreeHead, question: Question, answer: Answer, signedBy key: SigningKey
  ) {
    self.origin = origin
    self.head = head
    self.question = question
    self.answer = answer
    note = SignedNote(
      ViewCertificate.text(origin, head, question, answer), signedBy: [key])
  }

  private static func text(
    _ origin: String, _ head: TreeHead, _ question: Question, _ answer: Answer
  ) -> String {
    let lines = [
      header, "log \(origin)", "size \(head.size)", "root \(Base64.text(head.root.bytes))",
      "view \(question.view)", "version \(question.version)",
      "golden \(question.golden?.description ?? none)", "known \(question.known)",
      "happened-by \(question.happenedBy?.description ?? none)", "clock \(question.clock)",
      "rows \(answer.rows)", "refused \(answer.refused)",
      "digest \(Base64.text(answer.digest.bytes))", "shown \(Base64.text(answer.shown.bytes))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The certificate as it is written.
  public var description: String { note.description }
}

// MARK: Reading

extension ViewCertificate {
  /// Reads a certificate; nothing of it is checked.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    note = try SignedNote(bytes)
    var lines = CertificateLines(try NoteLines(Array(note.text.utf8)[...]))
    try lines.header()
    origin = try lines.text("log")
    let algorithm = SignedCheckpoint.algorithm(of: origin)
    let size = try lines.number("size")
    head = TreeHead(size: size, root: Digest(algorithm, bytes: try lines.hash("root")))
    let view = try lines.text("view")
    let version = try lines.count("version")
    let golden = try lines.optional("golden") { Digest($0) }
    let known = try lines.instant("known")
    let happenedBy = try lines.optional("happened-by") { Instant($0) }
    question = Question(
      view: view, version: version, golden: golden, known: known, happenedBy: happenedBy,
      clock: try lines.instant("clock"))
    let rows = try lines.count("rows")
    let refused = try lines.count("refused")
    let digest = Digest(algorithm, bytes: try lines.hash("digest"))
    answer = Answer(
      digest: digest, shown: Digest(algorithm, bytes: try lines.hash("shown")), rows: rows,
      refused: refused)
    try lines.end()
    // Each certificate has one form only: what was signed is what was read.
    guard ViewCertificate.text(origin, head, question, answer).isSame(as: note.text) else {
      throw .malformed(what: "this is not how a certificate is written", line: 1)
    }
  }

  /// Checks that a key of this very log signed it.
  ///
  /// - Throws: ``ProofError/unsigned(origin:)`` or ``ProofError/wrongSignature(key:)``.
  public func verify(with keys: [VerifierKey]) throws(ProofError) {
    do {
      try note.verify(with: keys.filter { $0.name.isSame(as: origin) })
    } catch {
      guard case .unsigned = error else { throw error }
      throw .unsigned(origin: origin)
    }
  }
}

/// The lines of a certificate: a name, a space, a value.
private struct CertificateLines {
  private var lines: NoteLines

  init(_ lines: NoteLines) { self.lines = lines }

  mutating func header() throws(ProofError) {
    guard String(decoding: try lines.line(), as: UTF8.self).isSame(as: ViewCertificate.header)
    else { throw lines.failure("this is not a certificate") }
  }

  private mutating func value(_ name: String) throws(ProofError) -> ArraySlice<UInt8> {
    guard let value = try lines.line(after: name + " "), !value.isEmpty else {
      throw lines.failure("the line \(name) is missing")
    }
    return value
  }

  mutating func text(_ name: String) throws(ProofError) -> String {
    String(decoding: try value(name), as: UTF8.self)
  }

  mutating func number(_ name: String) throws(ProofError) -> UInt64 {
    let value = try value(name)
    return try lines.number(value)
  }

  mutating func count(_ name: String) throws(ProofError) -> Int {
    guard let count = Int(exactly: try number(name)) else {
      throw lines.failure("this is not a number")
    }
    return count
  }

  mutating func hash(_ name: String) throws(ProofError) -> [UInt8] {
    let value = try value(name)
    return try lines.hash(value)
  }

  mutating func instant(_ name: String) throws(ProofError) -> Instant {
    guard let instant = Instant(try text(name)) else { throw lines.failure("this is not a time") }
    return instant
  }

  /// A dash stands for what there is none of.
  mutating func optional<T>(
    _ name: String, _ read: (String) -> T?
  ) throws(ProofError) -> T? {
    let text = try text(name)
    if text == ViewCertificate.none { return nil }
    guard let value = read(text) else { throw lines.failure("the line \(name) cannot be read") }
    return value
  }

  func end() throws(ProofError) {
    guard lines.isAtEnd else { throw lines.failure("there are more lines") }
  }
}
