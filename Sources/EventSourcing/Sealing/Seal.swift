// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// AES-256-SIV (RFC 5297) by libcrypto: the same clear bytes under the same key and binding give
/// the same ciphertext, so that a retried append is equal to the first (design §3).
enum Seal {
  /// The bytes a seal is bound to: moved to another event, subject or purpose it does not open.
  static func binding(event: EventID, subject: ObjectName, purpose: String) -> [UInt8] {
    var writer = WireWriter()
    writer.bytes(1, event.bytes)
    writer.text(2, subject.text)
    writer.text(3, purpose)
    return writer.bytes
  }

  /// 16 bytes of synthetic IV, then the ciphertext.
  static func close(_ clear: [UInt8], key: [UInt8], binding: [UInt8]) -> [UInt8] {
    // It also fails when memory is short for a moment: then it is worth a second call.
    guard
      let sealed = sealed(clear, key: key, binding: binding)
        ?? sealed(clear, key: key, binding: binding)
    else { preconditionFailure("libcrypto has no AES-256-SIV, or could not seal") }
    return sealed
  }

  private static func sealed(_ clear: [UInt8], key: [UInt8], binding: [UInt8]) -> [UInt8]? {
    guard let context = Context(key: key, encrypts: true), context.bind(binding),
      let ciphertext = context.run(clear), let tag = context.tag()
    else { return nil }
    return tag + ciphertext
  }

  /// The clear bytes; `nil` if the key is another or a byte was changed.
  static func open(_ sealed: [UInt8], key: [UInt8], binding: [UInt8]) -> [UInt8]? {
    guard sealed.count >= 16, let context = Context(key: key, encrypts: false),
      context.setTag(Array(sealed.prefix(16))), context.bind(binding)
    else { return nil }
    return context.run(Array(sealed.dropFirst(16)))
  }

  /// One use of the cipher, freed with its scope.
  private struct Context: ~Copyable {
    // libcrypto's own object; freed in deinit.
    let context: OpaquePointer

    init?(key: [UInt8], encrypts: Bool) {
      guard key.count == KeyStore.keyBytes,
        let cipher = EVP_CIPHER_fetch(nil, "AES-256-SIV", nil)
      else { return nil }
      defer { EVP_CIPHER_free(cipher) }
      guard let context = EVP_CIPHER_CTX_new() else { return nil }
      guard EVP_CipherInit_ex2(context, cipher, key, nil, encrypts ? 1 : 0, nil) == 1 else {
        EVP_CIPHER_CTX_free(context)
        return nil
      }
      self.context = context
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    borrowing func bind(_ bytes: [UInt8]) -> Bool {
      var written: Int32 = 0
      return EVP_CipherUpdate(context, nil, &written, bytes, Int32(bytes.count)) == 1
    }

    borrowing func run(_ input: [UInt8]) -> [UInt8]? {
      var output = [UInt8](repeating: 0, count: input.count)
      var written: Int32 = 0
      var last: Int32 = 0
      guard EVP_CipherUpdate(context, &output, &written, input, Int32(input.count)) == 1,
        EVP_CipherFinal_ex(context, nil, &last) == 1, Int(written) == input.count
      else { return nil }
      return output
    }

    borrowing func tag() -> [UInt8]? {
      var tag = [UInt8](repeating: 0, count: 16)
      return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &tag) == 1 ? tag : nil
    }

    borrowing func setTag(_ tag: [UInt8]) -> Bool {
      var tag = tag
      return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, &tag) == 1
    }
  }
}
