// SPDX-License-Identifier: Apache-2.0
public import GridGovernance

/// The language of a report's own words; names from events stay as they were recorded.
public enum ReportLanguage: String, CaseIterable, Sendable {
  case en, zh

  /// The value of the page's `lang` attribute.
  var tag: String {
    switch self {
    case .en: "en"
    case .zh: "zh-Hans"
    }
  }
}

extension Words {
  /// The words in one of the two languages.
  public func text(in language: ReportLanguage) -> String {
    switch language {
    case .en: english
    case .zh: chinese
    }
  }
}
