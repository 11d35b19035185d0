// SPDX-License-Identifier: Apache-2.0

/// One thing in a mapping file that cannot be understood.
public struct MappingProblem: Equatable, Sendable {
  /// The line in the mapping file, from 1.
  public let line: Int
  /// The character in the line, from 1.
  public let column: Int
  /// The place in the document, such as `events[2].references.handler`.
  public let key: String
  /// What is wrong.
  public let message: String
  /// What may have been meant, if something similar exists.
  public let suggestion: String?
}

extension MappingProblem: CustomStringConvertible {
  public var description: String {
    let place = key.isEmpty ? "" : " \(key):"
    let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
    return "line \(line):\(place) \(message)\(hint)"
  }
}

/// A mapping file that cannot be used, with everything that is wrong with it at once.
public struct MappingRefused: Error, Equatable, Sendable {
  /// The problems in the order of the file; never empty.
  public let problems: [MappingProblem]
}

extension MappingRefused: CustomStringConvertible {
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Finds what somebody may have meant.
enum Suggestion {
  /// The candidate nearest to `word`; the first listed wins.
  ///
  /// A third of its letters may differ, half of its Chinese characters: each says more.
  static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased())
    let allowed = max(1, wanted.count / (word.utf8.count == word.count ? 3 : 2))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let distance = distance(wanted, Array(candidate.lowercased()))
      guard distance <= allowed, distance < best?.distance ?? .max else {
        continue
      }
      best = (candidate, distance)
    }
    return best?.candidate
  }

  /// Letters to insert, drop, change or swap with a neighbour to turn one word into the other.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
