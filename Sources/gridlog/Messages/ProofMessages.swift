// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

extension Message.Kind {
  static let notAProof = Message.Kind(
    "GL-E131", what: Phrase(en: "this is not a checkpoint, a proof or a key", zh: "不是检查点、证明或密钥"),
    why: Phrase(en: "docs/FORMAT.md describes them.", zh: "格式见 docs/FORMAT.md。"))
  static let noSigningKey = Message.Kind(
    "GL-E221", what: Phrase(en: "the log has no key to sign with", zh: "台账没有签名密钥"))
  static let noCheckpoint = Message.Kind(
    "GL-E311", what: Phrase(en: "no stored checkpoint fits", zh: "没有合适的检查点"),
    why: Phrase(
      en: "A proof leads to a signed checkpoint, and only stored ones are used.",
      zh: "证明指向已签名的检查点，且只使用已存储的检查点。"))
  static let rewritten = Message.Kind(
    "GL-E411", what: Phrase(en: "history was rewritten", zh: "历史已被改写"),
    why: Phrase(
      en: """
        The log no longer has the root that was signed, or it has become shorter; else the earlier \
        checkpoint or copy is forged. Nothing was changed.
        """,
      zh: "台账的根与已签名的不符，或台账变短；否则就是先前的检查点或副本系伪造。未作任何更改。"),
    next: [
      Message.Step(
        Phrase(
          en: "keep both as they are, and compare with copies kept elsewhere",
          zh: "请原样保留两者，并与存放在别处的副本比较"))
    ])
  static let notSigned = Message.Kind(
    "GL-E412", what: Phrase(en: "the signature does not hold", zh: "签名无效"),
    why: Phrase(
      en: "The text was changed, or a key that is not trusted has signed it.",
      zh: "内容被改动，或由不受信任的密钥签名。"))
  static let notProved = Message.Kind(
    "GL-E413", what: Phrase(en: "the proof does not hold", zh: "证明不成立"))
  static let otherLog = Message.Kind(
    "GL-E414", what: Phrase(en: "this speaks of another log", zh: "这属于另一个台账"))

  static let notReproducible = Message.Kind(
    "GL-E312",
    what: Phrase(
      en: "this program cannot make the certified answer again", zh: "本程序无法重现所证明的结果"),
    why: Phrase(
      en: """
        It has no such view, another version of it, or folds it otherwise; nothing speaks against \
        the certificate.
        """,
      zh: "本程序没有该视图、版本不同或折叠方式不同；证明本身未见异常。"),
    next: [
      Message.Step(Phrase(en: "check it with the program of its time", zh: "请用当时的程序核对"))
    ])
  static let certificateFails = Message.Kind(
    "GL-E416", what: Phrase(en: "the certificate does not hold", zh: "证明不成立"),
    why: Phrase(
      en: "The log, the certificate or the folding is not what it was.",
      zh: "台账、证明或折叠方式与出具时不同。"))

  static let ofProofs: [Message.Kind] = [
    .notAProof, .noSigningKey, .noCheckpoint, .rewritten, .notSigned, .notProved, .otherLog,
    .notReproducible, .certificateFails,
  ]
}

extension Message {
  /// Something that could not be proved; `path` is the log that was asked.
  init(_ error: ProofError, log path: String? = nil) {
    switch error {
    case .log(let error): self.init(error)
    case .malformed(let what, let line):
      self.init(
        .notAProof, detail: Phrase(en: "Line \(line): \(what).", zh: "第 \(line) 行：\(what)。"))
    case .unsigned(let origin):
      self.init(
        .notSigned, at: Phrase("\(origin)"),
        detail: Phrase(
          en: "None of the trusted keys has signed it.", zh: "没有受信任的密钥为其签名。"))
    case .wrongSignature(let key):
      self.init(
        .notSigned, at: Phrase("\(key)"),
        detail: Phrase(en: "The signature does not fit the text.", zh: "签名与内容不符。"))
    case .wrongProof, .wrongRecord: self.init(.notProved, detail: Phrase("\(error)"))
    case .otherLog(let expected, let found):
      self.init(
        .otherLog, at: Phrase("\(found)"),
        detail: Phrase(en: "The log is \(expected).", zh: "本台账为 \(expected)。"))
    case .beyondHead(let asked, let head):
      self.init(
        .noSuchPosition, at: Phrase("#\(asked)"),
        detail: Phrase(en: "The log ends at \(head).", zh: "台账末尾为 \(head)。"))
    case .noCheckpoint(let asked, let stored):
      self = Message.noCheckpoint(asked, stored, path)
    case .noSigningKey(let path):
      self.init(
        .noSigningKey, at: Phrase("\(path)"),
        next: [
          Message.Step("gridlog key new \(path)", Phrase(en: "makes one", zh: "生成密钥"))
        ])
    case .rewritten(let rewriting): self = Message.rewritten(rewriting)
    }
  }

  private static func noCheckpoint(_ asked: UInt64, _ stored: [UInt64], _ path: String?) -> Message
  {
    let sizes = stored.suffix(10).map(String.init).joined(separator: ", ")
    let detail =
      stored.isEmpty
      ? Phrase(en: "None is stored yet.", zh: "尚未存储任何检查点。")
      : Phrase(en: "Stored are those of \(sizes).", zh: "已存储：\(sizes)。")
    return Message(
      .noCheckpoint, at: Phrase("#\(asked)"), detail: detail,
      next: path.map { path in
        [
          Message.Step(
            "gridlog checkpoint \(path)",
            Phrase(en: "signs the log as it stands", zh: "为当前台账签名"))
        ]
      })
  }

  private static func rewritten(_ rewriting: ProofError.Rewriting) -> Message {
    let size = Int(clamping: rewriting.expected.size)
    let place = Phrase("\(rewriting.source)")
    guard let found = rewriting.found else {
      return Message(
        .rewritten, at: place,
        detail: Phrase(
          en: "It covers \(grouped: size) events, and the log ends at \(rewriting.head).",
          zh: "其覆盖 \(grouped: size) 个事件，而台账末尾为 \(rewriting.head)。"))
    }
    let roots = Phrase(
      en: """
        For \(grouped: size) events it says \(rewriting.expected.root), \
        the log says \(found.root).
        """,
      zh: "前 \(grouped: size) 个事件，其根为 \(rewriting.expected.root)，台账为 \(found.root)。")
    guard let first = rewriting.first else { return Message(.rewritten, at: place, detail: roots) }
    return Message(
      .rewritten, at: place,
      detail: Phrase(
        en: "The first event that differs is \(first). \(roots, .en)",
        zh: "首个不同的事件为 \(first)。\(roots, .zh)"))
  }
}

extension Message {
  /// An answer that could not be certified, or a certificate that could not be checked.
  init(_ error: CertificateError, log path: String) {
    switch error {
    case .proof(let error): self.init(error, log: path)
    case .replay(let error): self.init(error)
    }
  }
}
