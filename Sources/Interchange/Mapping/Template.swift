// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Text with places for columns: `division/balt-{Neighborhood|slug}`.
struct Template: Equatable, Sendable {
  enum Part: Equatable, Sendable {
    case text(String)
    case column(Operand)
  }

  let parts: [Part]

  /// Text without any column.
  init(text: String) { parts = text.isEmpty ? [] : [.text(text)] }

  init(parts: [Part]) { self.parts = parts }

  /// The whole text if no column is in it, or nil.
  var constant: String? {
    switch parts.count {
    case 0: return ""
    case 1: if case .text(let text) = parts[0] { return text } else { return nil }
    default: return nil
    }
  }

  /// The columns that stand in the template.
  var columns: [ColumnID] {
    parts.compactMap { if case .column(let operand) = $0 { operand.column } else { nil } }
  }
}

/// What is done to a column's text before it stands in a template.
enum Filter: Equatable, Sendable {
  case slug
  case lower
  case upper
  /// The given text if the column is empty.
  case or(String)
  case lookup(Int)
}

/// What a template consists of before its columns and lookups are resolved.
enum TemplateSyntax {
  /// A column name with the filters behind it, each with its argument if it has one.
  struct Place: Equatable {
    var name: String
    var filters: [(name: String, argument: String?)]

    static func == (left: Place, right: Place) -> Bool {
      left.name == right.name && left.filters.elementsEqual(right.filters) { $0 == $1 }
    }
  }

  enum Part: Equatable {
    case text(String)
    case place(Place)
  }

  /// Why a template cannot be cut into parts.
  enum Failure: Error {
    case openBrace
    case closingBrace
    case emptyName

    var message: String {
      switch self {
      case .openBrace: "a \"{\" is never closed; write \"{{\" for the sign itself"
      case .closingBrace: "a \"}\" closes nothing; write \"}}\" for the sign itself"
      case .emptyName: "a column name must stand between \"{\" and \"}\""
      }
    }
  }

  /// Cuts a template at its braces; `{{` and `}}` stand for the signs themselves.
  static func parts(of text: String) throws(Failure) -> [Part] {
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let sign = rest.first {
      rest.removeFirst()
      if sign == "{" || sign == "}", rest.first == sign {
        rest.removeFirst()
        plain.append(sign)
      } else if sign == "}" {
        throw .closingBrace
      } else if sign == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw .openBrace }
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(.place(try place(String(rest[..<end]))))
        rest = rest[rest.index(after: end)...]
      } else {
        plain.append(sign)
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    return parts
  }

  /// Reads what stands between braces, or a bare column: `Neighborhood|slug`.
  static func place(_ text: String) throws(Failure) -> Place {
    let pieces = text.split(separator: "|", omittingEmptySubsequences: false)
    let name = pieces[0].trimmedOfSpace
    guard !name.isEmpty else { throw .emptyName }
    let filters = pieces.dropFirst().map { piece -> (String, String?) in
      let halves = piece.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (halves[0].trimmedOfSpace, halves.count > 1 ? String(halves[1]) : nil)
    }
    return Place(name: name, filters: filters)
  }
}

extension String {
  /// The text as part of an object's name: small letters, digits of any script, hyphens between.
  ///
  /// Apostrophes vanish, every other run of signs becomes one hyphen: `Butcher's Hill` gives
  /// `butchers-hill`, `城关镇（新）` gives `城关镇-新`. Equal after NFC means equal here.
  var slug: String {
    let isPlain = utf8.allSatisfy { $0 < 0x80 }
    let letters = isPlain ? self : precomposedStringWithCanonicalMapping
    var slug = String.UnicodeScalarView()
    var needsHyphen = false
    for scalar in letters.lowercased().unicodeScalars {
      if scalar.standsInSlug {
        if needsHyphen, !slug.isEmpty { slug.append("-") }
        needsHyphen = false
        slug.append(scalar)
      } else if scalar != "'" && scalar != "\u{2019}" {
        needsHyphen = true
      }
    }
    return String(slug)
  }
}

extension Unicode.Scalar {
  /// Letters, digits and the marks above and below letters, of any script.
  fileprivate var standsInSlug: Bool {
    if value < 0x80 { return ("a"..."z").contains(self) || ("0"..."9").contains(self) }
    return properties.isAlphabetic || properties.numericType != nil
      || properties.generalCategory == .nonspacingMark
  }
}
