// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Terminal {
  /// Standard output of this process; see the initializer for what the arguments do.
  public static func standardOutput(
    environment: [String: String], language: Language? = nil, ambiguousWide: Bool = false
  ) -> Terminal {
    Terminal(STDOUT_FILENO, environment, language, ambiguousWide)
  }

  /// Standard error of this process; see the initializer for what the arguments do.
  public static func standardError(
    environment: [String: String], language: Language? = nil, ambiguousWide: Bool = false
  ) -> Terminal {
    Terminal(STDERR_FILENO, environment, language, ambiguousWide)
  }

  private init(
    _ descriptor: CInt, _ environment: [String: String], _ language: Language?,
    _ ambiguousWide: Bool
  ) {
    var size = winsize()
    // ioctl fills the struct; its argument is a pointer in C.
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    self.init(
      environment: environment, isTTY: isatty(descriptor) == 1,
      columns: isKnown ? Int(size.ws_col) : nil, language: language, ambiguousWide: ambiguousWide)
  }
}
