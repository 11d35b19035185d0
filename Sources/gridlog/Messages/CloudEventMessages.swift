// SPDX-License-Identifier: Apache-2.0
import GridGovernance
import Interchange
import TerminalText

extension Message {
  /// A CloudEvents line that was not taken.
  init(_ error: CloudEventError, at place: Phrase?) {
    switch error.reason {
    case .schema(let schemaError): self.init(schemaError, at: place)
    case .unknownType(let suggestion):
      self.init(
        .unknownType, at: place,
        detail: suggestion.map { Phrase(en: "Did you mean \($0)?", zh: "是否应为 \($0)？") })
    case .sealed: self.init(.sealedInput, at: place)
    case .unknownAttribute:
      let name = error.pointer.dropFirst()
      self.init(
        .unknownAttribute, at: place,
        next: [
          Step(
            "gridlog append … --ignore-attribute \(name)",
            Phrase(en: "reads over it", zh: "忽略该属性"))
        ])
    case .json(let json):
      self.init(
        .notJSON, at: place,
        detail: Phrase(
          en: "Column \(json.column): \(json.problem).", zh: "第 \(json.column) 列：\(json.problem)。"))
    case .field(let field):
      self.init(
        .wrongType, at: place,
        detail: Phrase(
          en: "Expected \(field.expected.english), found \(field.found.english).",
          zh: "应为 \(field.expected.chinese)，实为 \(field.found.chinese)。"))
    case .missing: self.init(.notACloudEvent, at: place, detail: error.reason.detail)
    case .wrongType, .malformed, .contradicts:
      self.init(.notACloudEvent, at: place, detail: error.reason.detail)
    case .tooLong: self.init(.tooLong, at: place, detail: error.reason.detail)
    case .idRepeated: self.init(.idTaken, at: place, detail: error.reason.detail)
    }
  }

  /// Input that could not be read at all.
  init(_ error: InputError) {
    switch error {
    case .unreadable(let path, let reason):
      self.init(.unreadableFile, at: Phrase("\(path)"), detail: Phrase("\(reason.rawValue)"))
    default: self.init(.unreadableFile, detail: Phrase("\(error)"))
    }
  }
}

extension CloudEventError.Reason {
  fileprivate var detail: Phrase? {
    switch self {
    case .missing: Phrase(en: "The attribute is absent.", zh: "缺少该属性。")
    case .wrongType(let expected, let found):
      Phrase(en: "Expected \(expected), found \(found).", zh: "应为 \(expected)，实为 \(found)。")
    case .malformed(let expected): Phrase(en: "This is not \(expected).", zh: "应为 \(expected)。")
    case .contradicts(let other):
      Phrase(en: "It says something else than \(other).", zh: "与 \(other) 不一致。")
    case .tooLong(let bytes, let limit):
      Phrase(
        en: "It has \(grouped: bytes) bytes; the limit is \(grouped: limit).",
        zh: "长 \(grouped: bytes) 字节，上限为 \(grouped: limit)。")
    case .idRepeated(let line):
      Phrase(
        en: "Line \(line) has the same id and says something else.",
        zh: "第 \(line) 行编号相同而内容不同。")
    default: nil
    }
  }
}
