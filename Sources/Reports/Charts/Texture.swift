// SPDX-License-Identifier: Apache-2.0

/// How a series is filled, so that it is told apart without colour.
///
/// Textures are drawn line by line, cut to their rectangle: a pattern would have to be referred to
/// by an address, and the page has none.
enum Texture: Int, CaseIterable {
  case dark, diagonal, grey, dots, blank, upright

  static func of(series index: Int) -> Texture { allCases[index % allCases.count] }

  /// Whether text on it is white.
  var isDark: Bool { self == .dark }

  /// A rectangle filled so; nothing for one without an area.
  func fill(x: Int, y: Int, width: Int, height: Int) -> [Markup] {
    guard width > 0, height > 0 else { return [] }
    let frame = empty(
      "rect", .class("fill-\(self)"), Attribute("x", x), Attribute("y", y),
      Attribute("width", width), Attribute("height", height))
    let lines = path(x, y, width, height)
    return lines.isEmpty
      ? [frame] : [frame, empty("path", .class("texture"), Attribute("d", lines))]
  }

  private func path(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> String {
    switch self {
    case .dark, .grey, .blank: ""
    case .diagonal:
      stride(from: 5, to: width + height, by: 7).map { sum in
        let start = sum <= height ? (x, y + sum) : (x + sum - height, y + height)
        let end = sum <= width ? (x + sum, y) : (x + width, y + sum - width)
        return "M\(start.0 ) \(start.1)L\(end.0) \(end.1)"
      }.joined()
    case .dots:
      stride(from: 4, to: height - 2, by: 6).map { down in
        stride(from: 4 + down % 4, to: width - 2, by: 6)
          .map { "M\(x + $0) \(y + down)h2" }.joined()
      }.joined()
    case .upright:
      stride(from: 5, to: width, by: 6).map { "M\(x + $0) \(y)v\(height)" }.joined()
    }
  }
}
