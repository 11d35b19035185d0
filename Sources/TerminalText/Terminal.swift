// SPDX-License-Identifier: Apache-2.0

/// What one output, usually standard output or standard error, can show, and in which language.
///
/// A program has one value for each of the two, for one may be a screen while the other is a file.
/// Everything is decided by what is passed in, so that tests need no terminal.
public struct Terminal: Hashable, Sendable {
  /// The language of words; `--lang` before the environment.
  public let language: Language
  /// Whether a person is looking: the output is a terminal, not a file or pipe.
  public let isTTY: Bool
  /// How many columns a line has; nil for a file or pipe, which have no edge.
  public let columns: Int?
  /// Whether styles are written as escape sequences (SGR); the only ones that we ever write.
  public let usesColor: Bool
  /// Whether marks, bars and `…` may be more than ASCII: the locale's encoding is UTF-8.
  public let usesUnicode: Bool
  /// Whether a line may be drawn again in place: a terminal that is not `TERM=dumb`.
  public let canRedraw: Bool
  /// Whether East-Asian ambiguous characters take two columns.
  public let ambiguousWide: Bool

  /// Decides from an environment and from what the system says about the output.
  ///
  /// - `NO_COLOR` (not empty) means no colour, else `CLICOLOR_FORCE` (neither empty nor `0`) means
  ///   colour, else colour is for terminals that are not `TERM=dumb`, unless `CLICOLOR` is `0`.
  /// - `COLUMNS`, a positive number, wins over the size that the system reports. A terminal that
  ///   reports none has 80.
  /// - The encoding is that of `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is not empty.
  /// - Whether ambiguous characters are wide is never guessed: no terminal tells.
  ///
  /// - Parameters:
  ///   - environment: The variables of the process.
  ///   - isTTY: Whether the output is a terminal.
  ///   - columns: The width that the system reports, if it does.
  ///   - language: What `--lang` says, if it was given.
  ///   - ambiguousWide: What `--ambiguous-width` says: true for 2.
  public init(
    environment: [String: String] = [:], isTTY: Bool = false, columns: Int? = nil,
    language: Language? = nil, ambiguousWide: Bool = false
  ) {
    let isDumb = environment["TERM"] == "dumb"
    let wished = environment["COLUMNS"].flatMap { Int($0) }
    let width = [wished, columns].compactMap { $0 }.first { $0 > 0 }
    self.language = language ?? Language(environment: environment)
    self.isTTY = isTTY
    self.columns = isTTY ? width ?? 80 : wished.flatMap { $0 > 0 ? $0 : nil }
    self.usesColor = Self.usesColor(environment, isCapable: isTTY && !isDumb)
    self.usesUnicode = Self.isUTF8(environment)
    self.canRedraw = isTTY && !isDumb
    self.ambiguousWide = ambiguousWide
  }

  /// The measure of text on this output.
  public var width: DisplayWidth {
    DisplayWidth(ambiguousWide: ambiguousWide, ellipsis: usesUnicode ? "…" : "...")
  }

  private static func usesColor(_ environment: [String: String], isCapable: Bool) -> Bool {
    if !environment["NO_COLOR", default: ""].isEmpty { return false }
    if !["", "0"].contains(environment["CLICOLOR_FORCE", default: ""]) { return true }
    return isCapable && environment["CLICOLOR"] != "0"
  }

  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
    guard let name = names.first(where: { !$0.isEmpty }) else { return false }
    // `zh_CN.UTF-8@pinyin`, `C.utf8`, and the bare `UTF-8` that macOS hands on over ssh
    let codeset = name.prefix { $0 != "@" }.split(separator: ".").last ?? ""
    return ["utf8", "utf-8"].contains(codeset.lowercased())
  }
}
