// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// Hashes bytes piece by piece, again and again with one context of libcrypto.
package struct Digester: ~Copyable {
  package let algorithm: DigestAlgorithm
  // libcrypto's own objects; freed in deinit.
  private let context: OpaquePointer
  private let function: OpaquePointer

  /// Traps if libcrypto lacks the function, which no supported version does.
  package init(_ algorithm: DigestAlgorithm = .sha256) {
    let name = algorithm == .sha256 ? "SHA256" : "SM3"
    guard let made = Digester.make(name) ?? Digester.make(name) else {
      preconditionFailure("libcrypto has no \(name)")
    }
    self.algorithm = algorithm
    (function, context) = made
  }

  /// `nil` also when memory is short for a moment: then it is worth a second call.
  private static func make(_ name: String) -> (OpaquePointer, OpaquePointer)? {
    guard let function = EVP_MD_fetch(nil, name, nil) else { return nil }
    guard let context = EVP_MD_CTX_new() else {
      EVP_MD_free(function)
      return nil
    }
    guard EVP_DigestInit_ex2(context, function, nil) == 1 else {
      EVP_MD_CTX_free(context)
      EVP_MD_free(function)
      return nil
    }
    return (function, context)
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(function)
  }

  package mutating func update(_ bytes: [UInt8]) {
    let done = EVP_DigestUpdate(context, bytes, bytes.count)
    precondition(done == 1, "libcrypto could not hash")
  }

  /// The hash of everything since the last call; the next one begins afresh.
  package mutating func finish() -> [UInt8] {
    var length: UInt32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      let done = EVP_DigestFinal_ex(context, buffer.baseAddress, &length)
      precondition(done == 1, "libcrypto could not hash")
      count = Int(length)
    }
    begin()
    return bytes
  }

  /// As in `init`, with a second call for the sake of memory.
  private func begin() {
    let hasBegun =
      EVP_DigestInit_ex2(context, function, nil) == 1
      || EVP_DigestInit_ex2(context, function, nil) == 1
    precondition(hasBegun, "libcrypto could not hash")
  }

  /// Bytes of a hash, of either function.
  static let bytes = 32

  /// Writes the hash of one piece to 32 bytes, without an array; begins afresh.
  mutating func hash(
    _ piece: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count == Digester.bytes, "a hash has 32 bytes")
    var length: UInt32 = 0
    let room = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let done =
      EVP_DigestUpdate(context, piece.baseAddress, piece.count) == 1
      && EVP_DigestFinal_ex(context, room, &length) == 1
    precondition(done, "libcrypto could not hash")
    begin()
  }

  /// The hash of one piece.
  package mutating func hash(_ bytes: [UInt8]) -> [UInt8] {
    update(bytes)
    return finish()
  }
}
