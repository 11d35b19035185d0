// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: say("Sign an answer of a view, or check such a certificate.", "为视图的结果签发证明，或核对证明。"),
    discussion: say(
      """
      gridlog certify LOG VIEW [moments] -o FILE signs: this log, so far, asked this, gives rows of this \
      digest. gridlog certify LOG --check FILE makes the answer again on any copy of the log and says what \
      differs. The log's own keys are trusted unless --key is given; give the key that you kept apart.
      """,
      """
      gridlog certify LOG 视图 [时点] -o 文件：签名证明该台账截至某处、所问如此、结果摘要如此。\
      gridlog certify LOG --check 文件：在台账的任一副本上重新得出结果，并指出不同之处。\
      未给 --key 时信任台账自带的密钥；请给出另行保管的密钥。
      """))

  @OptionGroup var log: LogArgument

  @Argument(
    help: help("The view's name; see gridlog views.", "视图名称，见 gridlog views。", value: "name"))
  var name: String?

  @OptionGroup var moments: MomentOptions

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: help("Write the certificate into this new file.", "将证明写入此新文件。", value: "file"))
  var file: String?

  @Option(help: help("Check this certificate.", "核对此证明。", value: "file"))
  var check: String?

  @Option(
    name: .customLong("key"),
    help: help(
      "Who may have signed: what gridlog key show printed; may be repeated.",
      "可信的验证密钥，即 gridlog key show 的输出，可重复。", value: "key"))
  var keys: [String] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (name == nil) != (check == nil) else {
      throw ValidationError("give a view to certify, or --check FILE")
    }
    guard check == nil || file == nil, keys.isEmpty || check != nil else {
      throw ValidationError("-o goes with a view, --key with --check")
    }
  }

  func run() throws {
    let log = try log.opened()
    let console = Console(output)
    if let check {
      try self.check(check, log, console)
    } else if let name {
      try certify(try ViewQuestion(log, name, console), log, console)
    }
  }

  // MARK: Signing

  private func certify(_ question: ViewQuestion, _ log: EventLog, _ console: Console) throws {
    let known = try moments.known()
    let happened = try moments.happened()
    let clock = try moments.clock(for: known, in: log)
    let certificate: ViewCertificate
    do {
      certificate = try log.certify(
        question.view.projection, asOf: known, happenedBy: happened, clock: clock)
    } catch {
      throw Message(error, log: self.log.path)
    }
    if let file { try OutputFile.write(certificate.description, to: file) }
    if output.json {
      var document = Document("certificate")
      document.add("path", self.log.path)
      document.add(certificate)
      document.add("file", orNull: file)
      document.add("certificate", certificate.description)
      console.result(document.json)
    } else if file == nil {
      console.result(certificate.description)
    }
    if let file {
      console.note(Phrase(en: "certificate in \(file)", zh: "证明已写入 \(file)"))
    }
  }

  // MARK: Checking

  private func check(_ path: String, _ log: EventLog, _ console: Console) throws {
    let bytes = try read(path)
    let result: CertificateCheck
    do {
      var trusted: [VerifierKey] = []
      for key in keys { trusted.append(try VerifierKey(key)) }
      let certificate = try ViewCertificate(bytes)
      result = try log.check(
        certificate, among: ViewCatalogue.views.map(\.projection),
        keys: trusted.isEmpty ? nil : trusted)
    } catch let error as ProofError {
      throw Message(error, log: self.log.path)
    } catch let error as CertificateError {
      throw Message(error, log: self.log.path)
    }
    if output.json {
      console.result(document(result, path).json)
    } else if result.holds {
      console.result(summary(result.certificate, log, console))
    }
    guard !result.holds else { return }
    let isOfProgram = result.differences.allSatisfy(\.isOfProgram)
    let message = Message(
      isOfProgram ? .notReproducible : .certificateFails, at: Phrase("\(path)"),
      detail: result.differences.map(\.phrase).reduce(nil) { text, phrase in
        text.map { Phrase(en: "\($0, .en)\n\(phrase, .en)", zh: "\($0, .zh)\n\(phrase, .zh)") }
          ?? phrase
      })
    console.tell(message)
    throw (isOfProgram ? ExitStatus.negative : .integrity).exit
  }

  private func read(_ path: String) throws(Message) -> [UInt8] {
    do {
      // The largest that is looked at as a note.
      return try FileSource(path: path).readAll(limit: 4 << 20)
    } catch {
      throw Message(error)
    }
  }

  private func summary(
    _ certificate: ViewCertificate, _ log: EventLog, _ console: Console
  ) -> Phrase {
    let zone = log.identity.zone
    let question = certificate.question
    let size = Int(clamping: certificate.head.size)
    let happened = question.happenedBy.map { zone.moment($0) }
    return Phrase(
      en: """
        \(console.out.sign(.success)) reproduced: \(question.view) version \(question.version), \
        known #\(certificate.head.size) \(zone.moment(question.known))\
        \(happened.map { " · happened by \($0)" } ?? "") · clock \(zone.moment(question.clock))
        \(grouped: size) events, root \(certificate.head.root)
        \(grouped: certificate.answer.rows) rows, digest \(certificate.answer.digest)
        """,
      zh: """
        \(console.out.sign(.success)) 已重现：\(question.view) 版本 \(question.version)，\
        已知 #\(certificate.head.size) \(zone.moment(question.known))\
        \(happened.map { " · 发生于 \($0) 之前" } ?? "") · 时钟 \(zone.moment(question.clock))
        \(grouped: size) 个事件，根 \(certificate.head.root)
        \(grouped: certificate.answer.rows) 行，摘要 \(certificate.answer.digest)
        """)
  }

  private func document(_ result: CertificateCheck, _ path: String) -> Document {
    var document = Document("certificate-check")
    document.add("path", log.path)
    document.add("file", path)
    document.add("holds", result.holds)
    document.add(result.certificate)
    document.add(
      "differences",
      result.differences.map { difference in
        var part = Document()
        part.add("kind", difference.kind)
        part.add("certified", orNull: difference.sides.certified)
        part.add("found", orNull: difference.sides.found)
        return part
      })
    return document
  }
}

extension Document {
  /// What a certificate says.
  fileprivate mutating func add(_ certificate: ViewCertificate) {
    add("origin", certificate.origin)
    add("size", certificate.head.size)
    add("root", certificate.head.root.description)
    add("view", certificate.question.view)
    add("version", certificate.question.version)
    add("golden", orNull: certificate.question.golden?.description)
    add("known", certificate.question.known)
    add("happenedBy", orNull: certificate.question.happenedBy)
    add("clock", certificate.question.clock)
    add("rows", certificate.answer.rows)
    add("refused", certificate.answer.refused)
    add("digest", certificate.answer.digest.description)
    add("shown", certificate.answer.shown.description)
  }
}
