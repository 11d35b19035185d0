// SPDX-License-Identifier: Apache-2.0

/// The hash functions a log may be made with; the name stands in its first record.
public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
  case sha256
  /// The Chinese standard GM/T 0004; 32 bytes like the other.
  case sm3
}

/// A hash value and the function it was made with.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  public let algorithm: DigestAlgorithm
  /// 32 bytes.
  public let bytes: [UInt8]

  public init(_ algorithm: DigestAlgorithm, bytes: [UInt8]) {
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// Reads the form that ``description`` writes; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let algorithm = DigestAlgorithm(rawValue: String(parts[0])),
      let bytes = Hex.bytes(String(parts[1])), bytes.count == 32
    else { return nil }
    self.init(algorithm, bytes: bytes)
    guard description == text else { return nil }
  }

  /// `sha256:` or `sm3:` and 64 hexadecimal digits.
  public var description: String { "\(algorithm.rawValue):\(Hex.text(bytes))" }
}
