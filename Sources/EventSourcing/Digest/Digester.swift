// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// Hashes bytes piece by piece, again and again with one context of libcrypto.
///
/// The context is made when it is first needed: whole messages are hashed without one where the
/// processor has instructions for it.
package struct Digester: ~Copyable {
  package let algorithm: DigestAlgorithm
  private var context: Context?

  /// libcrypto's own objects.
  private final class Context {
    let context: OpaquePointer
    let function: OpaquePointer

    /// `nil` also when memory is short for a moment: then it is worth a second call.
    init?(_ algorithm: DigestAlgorithm) {
      let name = algorithm == .sha256 ? "SHA256" : "SM3"
      guard let function = EVP_MD_fetch(nil, name, nil) else { return nil }
      guard let context = EVP_MD_CTX_new() else {
        EVP_MD_free(function)
        return nil
      }
      (self.context, self.function) = (context, function)
      begin()
    }

    deinit {
      EVP_MD_CTX_free(context)
      EVP_MD_free(function)
    }

    /// With a second call for the sake of memory.
    func begin() {
      let hasBegun =
        EVP_DigestInit_ex2(context, function, nil) == 1
        || EVP_DigestInit_ex2(context, function, nil) == 1
      precondition(hasBegun, "libcrypto could not hash")
    }
  }

  package init(_ algorithm: DigestAlgorithm = .sha256) { self.algorithm = algorithm }

  /// Traps if libcrypto lacks the function, which no supported version does.
  private mutating func begun() -> Context {
    if let context { return context }
    guard let made = Context(algorithm) ?? Context(algorithm) else {
      preconditionFailure("libcrypto has no \(algorithm.rawValue)")
    }
    context = made
    return made
  }

  package mutating func update(_ bytes: [UInt8]) {
    let done = EVP_DigestUpdate(begun().context, bytes, bytes.count)
    precondition(done == 1, "libcrypto could not hash")
  }

  /// The hash of everything since the last call; the next one begins afresh.
  package mutating func finish() -> [UInt8] {
    let begun = begun()
    var length: UInt32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      let done = EVP_DigestFinal_ex(begun.context, buffer.baseAddress, &length)
      precondition(done == 1, "libcrypto could not hash")
      count = Int(length)
    }
    begun.begin()
    return bytes
  }

  /// Bytes of a hash, of either function.
  static let bytes = 32

  /// Writes the hash of one whole message to 32 bytes, without an array; nothing may have been
  /// taken in before it.
  mutating func hash(
    _ piece: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count == Digester.bytes, "a hash has 32 bytes")
    if hashByInstruction(piece, to: target) { return }
    let begun = begun()
    var length: UInt32 = 0
    let room = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let done =
      EVP_DigestUpdate(begun.context, piece.baseAddress, piece.count) == 1
      && EVP_DigestFinal_ex(begun.context, room, &length) == 1
    precondition(done, "libcrypto could not hash")
    begun.begin()
  }

  /// The hash of one piece.
  package mutating func hash(_ bytes: [UInt8]) -> [UInt8] {
    update(bytes)
    return finish()
  }
}
