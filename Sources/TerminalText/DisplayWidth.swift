// SPDX-License-Identifier: Apache-2.0

/// Measures and shapes text in terminal columns.
///
/// Wide and full-width characters take 2 columns, combining and zero-width ones 0, an emoji 2
/// however many scalars it is made of (joined, flag, keycap, skin tone, U+FE0F), everything else 1.
/// East-Asian *ambiguous* characters (`—`, `①`, `“`, Greek letters …) take 1, or 2 where the
/// terminal draws them so. The table is Unicode 17, Annex 11, whatever the machine's locale says.
///
/// Text is measured as it is: escape data first (``Escaping``), for a control character counts 0.
public struct DisplayWidth: Hashable, Sendable {
  /// Whether ambiguous characters take two columns.
  public let ambiguousWide: Bool
  /// What stands for text cut away: `…` or, where that cannot be shown, `...`.
  public let ellipsis: String

  /// Makes a measure for a terminal.
  public init(ambiguousWide: Bool = false, ellipsis: String = "…") {
    self.ambiguousWide = ambiguousWide
    self.ellipsis = ellipsis
  }

  /// How many columns a text takes on one line.
  public func columns(of text: String) -> Int {
    if isPrintableASCII(text) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// How many columns one character (a grapheme cluster) takes.
  public func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    if let first = scalars.first, scalars.count > 1, isDrawnAsEmoji(scalars, from: first) {
      return 2
    }
    return scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// How many columns one scalar takes when nothing joins it.
  func columns(of scalar: Unicode.Scalar) -> Int {
    if (0x20..<0x7F).contains(scalar.value) { return 1 }
    // The last entry that begins at or before the scalar; the first entry begins at 0.
    var low = 0
    var high = widthBreakpoints.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if widthBreakpoints[middle] >> 2 <= scalar.value { low = middle } else { high = middle }
    }
    let widthClass = Int(widthBreakpoints[low] & 3)
    return widthClass == 3 ? (ambiguousWide ? 2 : 1) : widthClass
  }
}

extension DisplayWidth {
  private func isPrintableASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  /// Whether a cluster of several scalars is one emoji: selected, tinted, joined or a flag.
  private func isDrawnAsEmoji(
    _ scalars: Character.UnicodeScalarView, from first: Unicode.Scalar
  ) -> Bool {
    guard first.properties.isEmoji else { return false }
    if (0x1F1E6...0x1F1FF).contains(first.value) { return true }
    for scalar in scalars.dropFirst() {
      switch scalar.value {
      case 0xFE0F: return true
      case 0x1F3FB...0x1F3FF where first.properties.isEmojiModifierBase: return true
      case 0x200D where scalar != scalars.last: return true
      default: continue
      }
    }
    return false
  }
}
