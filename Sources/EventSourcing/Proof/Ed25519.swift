// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// Ed25519 (RFC 8032) by libcrypto.
enum Ed25519 {
  static let keyBytes = 32
  static let signatureBytes = 64

  /// 32 random bytes; `nil` if libcrypto has none to give.
  static func randomSeed() -> [UInt8]? {
    var seed = [UInt8](repeating: 0, count: keyBytes)
    return RAND_priv_bytes(&seed, Int32(keyBytes)) == 1 ? seed : nil
  }

  /// The public key that belongs to a seed of 32 bytes.
  ///
  /// Here and in `sign`, libcrypto is asked twice before it traps: memory may be short for a
  /// moment.
  static func publicKey(of seed: [UInt8]) -> [UInt8] {
    guard let key = foundPublicKey(of: seed) ?? foundPublicKey(of: seed) else {
      preconditionFailure("libcrypto could not give the public key")
    }
    return key
  }

  private static func foundPublicKey(of seed: [UInt8]) -> [UInt8]? {
    guard let key = Key(seed: seed) else { return nil }
    var bytes = [UInt8](repeating: 0, count: keyBytes)
    var count = bytes.count
    let done = EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &count)
    return done == 1 && count == keyBytes ? bytes : nil
  }

  static func sign(_ message: [UInt8], with seed: [UInt8]) -> [UInt8] {
    guard let signature = signature(message, seed) ?? signature(message, seed) else {
      preconditionFailure("libcrypto could not sign")
    }
    return signature
  }

  private static func signature(_ message: [UInt8], _ seed: [UInt8]) -> [UInt8]? {
    guard let key = Key(seed: seed) else { return nil }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: signatureBytes)
    var count = signature.count
    let done =
      EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1
      && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    return done && count == signatureBytes ? signature : nil
  }

  /// False for a wrong signature, and for bytes that are no key or no signature.
  static func verify(
    _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == signatureBytes, let key = Key(publicKey: publicKey) else {
      return false
    }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// A key as libcrypto holds it, freed with its scope.
  private struct Key: ~Copyable {
    // libcrypto's own object; freed in deinit.
    let pointer: OpaquePointer

    init?(seed: [UInt8]) {
      guard seed.count == keyBytes,
        let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
      else { return nil }
      pointer = key
    }

    init?(publicKey: [UInt8]) {
      guard publicKey.count == keyBytes,
        let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, publicKey, publicKey.count)
      else { return nil }
      pointer = key
    }

    deinit { EVP_PKEY_free(pointer) }
  }
}
