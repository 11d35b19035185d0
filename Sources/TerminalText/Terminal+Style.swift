// SPDX-License-Identifier: Apache-2.0

extension Terminal {
  /// How a line or cell turned out, as a sign that needs no colour.
  public enum Mark: Hashable, Sendable, CaseIterable {
    /// `✓`, or `ok` in ASCII.
    case success
    /// `✗`, or `x` in ASCII.
    case failure
    /// `!`.
    case warning
  }

  /// Emphasis that carries no meaning of its own; what has a meaning gets a ``Mark``.
  public enum Style: Hashable, Sendable {
    /// Stronger than the text around it.
    case bold
    /// Weaker than the text around it.
    case dim
  }

  /// The sign of a mark, without colour.
  public func sign(_ mark: Mark) -> String {
    switch mark {
    case .success: usesUnicode ? "✓" : "ok"
    case .failure: usesUnicode ? "✗" : "x"
    case .warning: "!"
    }
  }

  /// The sign of a mark and text after it, coloured if colour is on; the text is not escaped.
  public func marked(_ mark: Mark, _ text: String) -> String {
    painted(text.isEmpty ? sign(mark) : "\(sign(mark)) \(text)", as: mark)
  }

  /// Text in a style if colour is on, else the text; it is not escaped.
  public func styled(_ text: String, _ style: Style) -> String {
    switch style {
    case .bold: paint(text, 1)
    case .dim: paint(text, 2)
    }
  }

  /// What stands where there is no value: `—` (`-` in ASCII) in English, `无数据` in Chinese.
  public var noData: String {
    switch language {
    case .en: usesUnicode ? "—" : "-"
    case .zh: "无数据"
    }
  }

  /// Text that already bears the sign of a mark, in its colour.
  func painted(_ text: String, as mark: Mark) -> String {
    switch mark {
    case .success: paint(text, 32)
    case .failure: paint(text, 31)
    case .warning: paint(text, 33)
    }
  }

  private func paint(_ text: String, _ code: Int) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
