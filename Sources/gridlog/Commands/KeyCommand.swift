// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import TerminalText

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: say("Show the log's verifier key, or make a new key.", "显示台账的验证密钥，或生成新密钥。"),
    subcommands: [KeyShowCommand.self, KeyNewCommand.self])
}

struct KeyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: say("Show the verifier key.", "显示验证密钥。"),
    discussion: say(
      """
      One line, name+hash+base64 (C2SP signed-note), to be handed to those who shall check the log, by a \
      way on which nobody can change it.
      """,
      "一行：名称+哈希+base64（C2SP signed-note），请通过不会被篡改的途径交给核对台账的人。"))

  @OptionGroup var log: LogArgument

  @Flag(help: help("Earlier keys too, the oldest first.", "同时显示旧密钥，最早的在前。"))
  var all = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try log.opened()
    let keys: [VerifierKey]
    do throws(ProofError) {
      let current = try opened.signingKey().verifierKey
      keys = all ? try opened.verifierKeys() : [current]
    } catch {
      throw Message(error, log: log.path)
    }
    let console = Console(output)
    if output.json {
      console.result(Document.ofKeys(keys, of: log.path).json)
    } else {
      for key in keys { console.result(Phrase("\(key)")) }
    }
  }
}

struct KeyNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: say("Make a key that signs from now on.", "生成此后用于签名的新密钥。"),
    discussion: say(
      "Earlier keys stay, for what they signed. Hand out the new verifier key.",
      "旧密钥保留，用于核对其已签名的内容。请分发新的验证密钥。"))

  @OptionGroup var log: LogArgument
  @OptionGroup var output: OutputOptions

  func run() throws {
    let opened = try LogArgument.open(log.path, forWriting: true)
    let key: VerifierKey
    do {
      key = try opened.newSigningKey().verifierKey
    } catch {
      throw Message(error, log: log.path)
    }
    let console = Console(output)
    if output.json {
      console.result(Document.ofKeys([key], of: log.path).json)
    } else {
      console.result(Phrase("\(key)"))
    }
  }
}

extension Document {
  /// Verifier keys, the one in use last.
  static func ofKeys(_ keys: [VerifierKey], of path: String) -> Document {
    var document = Document("key")
    document.add("path", path)
    document.add(
      "keys",
      keys.map { key in
        var part = Document()
        part.add("name", key.name)
        part.add("id", key.idText)
        part.add("verifierKey", key.description)
        return part
      })
    return document
  }
}
