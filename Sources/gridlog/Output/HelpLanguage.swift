// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import TerminalText

/// The language of help texts: they are made before the arguments are parsed.
enum HelpLanguage {
  /// From `--lang` anywhere on the command line, else from the environment.
  static let current = HelpLanguage.language(
    of: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)

  static func language(of arguments: [String], environment: [String: String]) -> Language {
    let given = arguments.prefix { $0 != "--" }
    for (index, argument) in given.enumerated() {
      if argument == "--lang", index + 1 < given.count {
        if let language = Language(rawValue: given[index + 1]) { return language }
      }
      if argument.hasPrefix("--lang="),
        let language = Language(rawValue: String(argument.dropFirst(7)))
      {
        return language
      }
    }
    return Language(environment: environment)
  }
}

/// One of two texts, by the language of this run.
func say(_ en: String, _ zh: String) -> String {
  switch HelpLanguage.current {
  case .en: en
  case .zh: zh
  }
}

/// The help of an argument in the language of this run.
func help(_ en: String, _ zh: String, value: String? = nil) -> ArgumentHelp {
  ArgumentHelp(stringLiteral: say(en, zh)).named(value)
}

extension ArgumentHelp {
  fileprivate func named(_ value: String?) -> ArgumentHelp {
    guard let value else { return self }
    var help = self
    help.valueName = value
    return help
  }
}
