// SPDX-License-Identifier: Apache-2.0
internal import CLibCrypto

/// Where the key of a subject comes from when it is made.
///
/// Open to this package alone, and only for logs with the source's clock: a key that can be made
/// again can never be destroyed.
package enum KeySource: Hashable, Sendable {
  /// From libcrypto's random generator: the only way for real people.
  case random
  /// From a number and the subject's name, so that a sample county has the same bytes on every
  /// machine. Whoever knows the number opens every seal.
  case derived(UInt64)

  /// A new key; `nil` if libcrypto has no random bytes to give.
  func key(for subject: ObjectName) -> [UInt8]? {
    switch self {
    case .random:
      var bytes = [UInt8](repeating: 0, count: KeyStore.keyBytes)
      return RAND_bytes(&bytes, Int32(KeyStore.keyBytes)) == 1 ? bytes : nil
    case .derived(let seed):
      var input = Array("gridlog sample key\n".utf8)
      input.appendLittleEndian(seed)
      input += subject.text.utf8
      var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
      var length: UInt32 = 0
      guard EVP_Digest(input, input.count, &bytes, &length, EVP_sha512(), nil) == 1 else {
        return nil
      }
      return Array(bytes.prefix(KeyStore.keyBytes))
    }
  }
}
