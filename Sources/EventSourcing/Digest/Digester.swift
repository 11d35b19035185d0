// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// Hashes bytes piece by piece, again and again with one state of libcrypto's.
package struct Digester: ~Copyable {
  package let algorithm: DigestAlgorithm
  /// The state of SHA-256, which needs no memory of libcrypto's.
  private var sha256 = SHA256_CTX()
  // libcrypto's own objects for SM3, nil with SHA-256; freed in deinit.
  private let context: OpaquePointer?
  private let function: OpaquePointer?

  /// Traps if libcrypto lacks the function, which no supported version does.
  package init(_ algorithm: DigestAlgorithm = .sha256) {
    self.algorithm = algorithm
    switch algorithm {
    case .sha256:
      (function, context) = (nil, nil)
      begin()
    case .sm3:
      guard let made = Digester.make("SM3") ?? Digester.make("SM3") else {
        preconditionFailure("libcrypto has no SM3")
      }
      (function, context) = made
    }
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
    bytes.withUnsafeBytes { update($0) }
  }

  /// The hash of everything since the last call; the next one begins afresh.
  package mutating func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Digester.bytes) { buffer, count in
      finish(to: buffer.baseAddress)
      count = Digester.bytes
    }
  }

  /// Bytes of a hash, of either function.
  static let bytes = 32

  /// Writes the hash of one piece to 32 bytes, without an array; begins afresh.
  mutating func hash(
    _ piece: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count == Digester.bytes, "a hash has 32 bytes")
    update(piece)
    finish(to: target.baseAddress?.assumingMemoryBound(to: UInt8.self))
  }

  /// The hash of one piece.
  package mutating func hash(_ bytes: [UInt8]) -> [UInt8] {
    update(bytes)
    return finish()
  }

  // MARK: libcrypto

  @inline(__always)
  private mutating func update(_ piece: UnsafeRawBufferPointer) {
    let done =
      context == nil
      ? clibcrypto_sha256_add(&sha256, piece.baseAddress, piece.count)
      : EVP_DigestUpdate(context, piece.baseAddress, piece.count)
    precondition(done == 1, "libcrypto could not hash")
  }

  /// Writes the hash to 32 bytes and begins afresh.
  @inline(__always)
  private mutating func finish(to target: UnsafeMutablePointer<UInt8>?) {
    var length = UInt32(Digester.bytes)
    let done =
      context == nil
      ? clibcrypto_sha256_end(&sha256, target)
      : EVP_DigestFinal_ex(context, target, &length)
    precondition(done == 1 && length == Digester.bytes, "libcrypto could not hash")
    begin()
  }

  /// As in `init`, with a second call for the sake of memory.
  @inline(__always)
  private mutating func begin() {
    let hasBegun =
      context == nil
      ? clibcrypto_sha256_begin(&sha256) == 1
      : EVP_DigestInit_ex2(context, function, nil) == 1
        || EVP_DigestInit_ex2(context, function, nil) == 1
    precondition(hasBegun, "libcrypto could not hash")
  }
}
