// SPDX-License-Identifier: Apache-2.0

/// Why a command did not take effect: a domain answer, or a failure of the log.
public enum CommandError<Rejection: Error>: Error {
  /// The rules said no: show it to the person.
  case rejected(Rejection)
  /// What the rules read could not be read.
  case notRead(EventLogError)
  /// The state could not be folded.
  case notReplayed(ReplayError)
  /// The log did not take the events: read again and retry, or call the operator.
  case notAppended(AppendError)
}

extension CommandError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .rejected(let rejection): "\(rejection)"
    case .notRead(let error): error.description
    case .notReplayed(let error): error.description
    case .notAppended(let error): error.description
    }
  }
}
