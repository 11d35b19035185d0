// SPDX-License-Identifier: Apache-2.0

extension Message {
  /// All kinds of messages of a program, found by their codes.
  ///
  /// Each topic lists its kinds next to where they are used; the program joins the lists:
  ///
  ///     static let all = Message.Catalogue(storeMessages + importMessages)
  public struct Catalogue: Sendable {
    private let kindsByCode: [MessageCode: Kind]

    /// Makes a catalogue.
    /// - Precondition: No two kinds have the same code.
    public init(_ kinds: [Kind]) {
      kindsByCode = Dictionary(kinds.map { ($0.code, $0) }) { one, _ in
        preconditionFailure("Two kinds of message have the code \(one.code)")
      }
    }

    /// All kinds, ordered by their codes.
    public var kinds: [Kind] { kindsByCode.values.sorted { $0.code < $1.code } }

    /// The kind with a code, if there is one.
    public subscript(code: MessageCode) -> Kind? { kindsByCode[code] }

    /// What a code means and what helps, as lines; nil if no message has it.
    public func explanation(of code: MessageCode, on terminal: Terminal) -> String? {
      kindsByCode[code].map { Message($0).text(on: terminal) }
    }
  }
}
