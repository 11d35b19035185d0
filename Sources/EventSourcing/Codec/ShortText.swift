// SPDX-License-Identifier: Apache-2.0

/// Up to 32 bytes in registers: copied by two stores, without a call and without a look at a
/// string, as every name of every appended event is.
struct ShortText: Sendable {
  fileprivate let head: SIMD16<UInt8>
  fileprivate let tail: SIMD16<UInt8>
  private let size: UInt8

  @inline(__always)
  var count: Int { Int(size) }

  /// Room that a copy needs, however short it is.
  static let room = 32

  /// `nil` for more bytes.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= ShortText.room else { return nil }
    var (head, tail) = (SIMD16<UInt8>(), SIMD16<UInt8>())
    for (index, byte) in bytes.enumerated() {
      if index < 16 { head[index] = byte } else { tail[index - 16] = byte }
    }
    (self.head, self.tail, size) = (head, tail, UInt8(bytes.count))
  }
}

extension WirePen {
  /// There must be room for 32 bytes, of which only the text's are counted.
  @inline(__always)
  mutating func short(_ text: ShortText) {
    let target = UnsafeMutableRawPointer(at)
    target.storeBytes(of: text.head, as: SIMD16<UInt8>.self)
    target.storeBytes(of: text.tail, toByteOffset: 16, as: SIMD16<UInt8>.self)
    at += text.count
  }
}
