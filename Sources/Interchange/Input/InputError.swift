// SPDX-License-Identifier: Apache-2.0

/// Why bytes could not be read as a stream of text.
public enum InputError: Error, Equatable, Sendable {
  /// The file at `path` cannot be read.
  case unreadable(path: String, reason: Reason)
  /// More bytes than `limit` had to be held at once.
  case tooLarge(limit: Int)
  /// The file is compressed and the compression is damaged or hostile.
  case gzip(GzipError)
  /// The bytes are not text of the encoding they are read as.
  case text(TextError)
  /// The text is not the JSON we accept.
  case json(JSONError)

  /// What stands between us and a file.
  public enum Reason: String, Equatable, Sendable {
    case notFound = "there is no such file"
    case isDirectory = "it is a directory"
    case notPermitted = "it may not be read"
    case readFailed = "reading stopped half way"
  }
}

extension InputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason.rawValue); check the path and the rights"
    case .tooLarge(let limit):
      "the input is larger than \(limit) bytes; split it or raise the limit"
    case .gzip(let error): error.description
    case .text(let error): error.description
    case .json(let error): error.description
    }
  }
}
