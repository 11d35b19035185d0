// SPDX-License-Identifier: Apache-2.0

/// A language that the program speaks to people; machine formats are never localised.
///
/// The raw values are what `--lang` takes.
public enum Language: String, CaseIterable, Hashable, Sendable {
  /// English, the default.
  case en
  /// Chinese, simplified characters.
  case zh

  /// The language that a POSIX locale name asks for, e.g. `zh_CN.UTF-8`; nil if neither.
  ///
  /// `C`, `POSIX` and the empty name ask for nothing.
  public init?(locale: String) {
    let code = locale.prefix { $0.isLetter && $0.isASCII }.lowercased()
    self.init(rawValue: code)
  }

  /// The language that an environment asks for: `LC_ALL`, `LC_MESSAGES`, `LANG`, `LC_CTYPE`.
  ///
  /// The first that is set and not empty decides, as POSIX has it. `LC_CTYPE` says what characters
  /// the terminal shows, so it speaks only where nothing else does. Otherwise English.
  public init(environment: [String: String]) {
    let keys = ["LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE"]
    let name = keys.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self = name.flatMap(Language.init(locale:)) ?? .en
  }
}
