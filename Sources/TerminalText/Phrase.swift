// SPDX-License-Identifier: Apache-2.0

/// A sentence or word in both languages of the program.
///
/// What is interpolated is data and is escaped (``Escaping``); what is written in the source is
/// trusted. So a phrase can be printed as it is, whatever a file name or a town's name contains.
///
///     Phrase(en: "cannot read \(path)", zh: "无法读取 \(path)")
public struct Phrase: Hashable, Sendable {
  /// The English text.
  public let en: String
  /// The Chinese text.
  public let zh: String

  /// Makes a phrase from its two texts.
  public init(en: Text, zh: Text) {
    self.en = en.string
    self.zh = zh.string
  }

  /// Makes a phrase that is the same in both languages: a name, a number, a command.
  public init(_ text: Text) { self.init(en: text, zh: text) }

  /// The text in one language.
  public func text(in language: Language) -> String {
    switch language {
    case .en: en
    case .zh: zh
    }
  }
}

extension Phrase {
  /// A literal whose interpolated parts are escaped; made by writing it, never from a variable.
  public struct Text: ExpressibleByStringInterpolation, Hashable, Sendable {
    let string: String

    /// Takes a literal without interpolation as it is.
    public init(stringLiteral value: String) { string = value }

    /// Takes a literal whose interpolated parts have been escaped.
    public init(stringInterpolation: Interpolation) { string = stringInterpolation.string }
  }
}

extension Phrase.Text {
  /// Collects the parts of a literal: source text as it is, data escaped.
  public struct Interpolation: StringInterpolationProtocol {
    var string = ""

    /// Makes room for a literal of the size given.
    public init(literalCapacity: Int, interpolationCount: Int) {
      string.reserveCapacity(literalCapacity + interpolationCount * 8)
    }

    /// Adds a part of the source text.
    public mutating func appendLiteral(_ literal: String) { string += literal }

    /// Adds data, escaped: `\(path)`.
    public mutating func appendInterpolation(_ data: some CustomStringConvertible) {
      string += Escaping.visible(data.description)
    }

    /// Adds a number with its thousands separated: `\(grouped: 48211)` is `48,211`.
    public mutating func appendInterpolation(grouped number: Int) {
      string += NumberText.grouped(number)
    }

    /// Adds another phrase in the language of this text: `\(unit, .zh)`.
    public mutating func appendInterpolation(_ phrase: Phrase, _ language: Language) {
      string += phrase.text(in: language)
    }
  }
}
