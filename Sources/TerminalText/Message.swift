// SPDX-License-Identifier: Apache-2.0

/// Something a person must know, on one occasion: what, where, why, and what to do next.
///
/// The ``Kind`` says what holds every time; the message adds this occasion's particulars.
///
///     extension Message.Kind {
///       static let truncatedFile = Message.Kind(
///         "GL-E402", what: Phrase(en: "truncated file", zh: "文件被截断"),
///         why: Phrase(en: "Nothing was changed.", zh: "未作任何更改。"))
///     }
///     throw Message(.truncatedFile, at: Phrase("\(path)"), next: [
///       .init("gridlog restore --from \(backup)", Phrase(en: "newest backup", zh: "最新备份"))
///     ])
public struct Message: Error, Hashable, Sendable {
  /// What happened, in general.
  public let kind: Kind
  /// Where it happened: a file, a line, a stream.
  public let place: Phrase?
  /// What is known about this occasion.
  public let detail: Phrase?
  /// What to do next; the kind's steps if the occasion has none of its own.
  public let next: [Step]

  /// Makes a message of a kind.
  public init(
    _ kind: Kind, at place: Phrase? = nil, detail: Phrase? = nil, next: [Step]? = nil
  ) {
    self.kind = kind
    self.place = place
    self.detail = detail
    self.next = next ?? kind.next
  }

  /// Its name.
  public var code: MessageCode { kind.code }
}

extension Message {
  /// What all messages with one code have in common; `gridlog explain GL-E402` shows it.
  public struct Kind: Hashable, Sendable {
    /// The name.
    public let code: MessageCode
    /// What happened, in a few words and without a full stop.
    public let what: Phrase
    /// Why it happens and what it means, in whole sentences.
    public let why: Phrase?
    /// What usually helps.
    public let next: [Step]

    /// Makes a kind; name it as a static constant where its module can reach it.
    public init(_ code: MessageCode, what: Phrase, why: Phrase? = nil, next: [Step] = []) {
      self.code = code
      self.what = what
      self.why = why
      self.next = next
    }
  }

  /// One thing to do: a command to copy, words, or both.
  public struct Step: Hashable, Sendable {
    /// The command, shown on one line however long it is.
    public let command: Phrase.Text?
    /// What it does, or what to do if there is no command.
    public let note: Phrase?

    /// Makes a step with a command.
    public init(_ command: Phrase.Text, _ note: Phrase? = nil) {
      self.command = command
      self.note = note
    }

    /// Makes a step that is not a command.
    public init(_ note: Phrase) {
      command = nil
      self.note = note
    }
  }
}
