// SPDX-License-Identifier: Apache-2.0

/// The keys that a log signs its checkpoints with: files `signing-NNNN.key` in `keys/`, the
/// highest number the one in use. Earlier ones stay, so that what they signed can be checked.
struct KeyRing {
  let directory: String

  private static let prefix = "signing-"
  private static let suffix = ".key"

  /// All keys, the oldest first.
  func keys() throws(ProofError) -> [SigningKey] { try files().map(\.key) }

  /// The files of the keys of one name, as they are.
  func files(
    signingFor name: String
  ) throws(ProofError) -> [(name: String, bytes: [UInt8])] {
    try files().filter { $0.key.verifierKey.name.isSame(as: name) }.map { ($0.name, $0.bytes) }
  }

  private func files() throws(ProofError) -> [(name: String, bytes: [UInt8], key: SigningKey)] {
    let names = try proving { () throws(EventLogError) in try ProofFiles.names(in: directory) }
    let numbered = names.compactMap { name in KeyRing.number(name).map { ($0, name) } }
    var files: [(name: String, bytes: [UInt8], key: SigningKey)] = []
    for (_, name) in numbered.sorted(by: { $0.0 < $1.0 }) {
      let path = directory + "/" + name
      let bytes = try proving { () throws(EventLogError) in try ProofFiles.read(path) }
      do throws(ProofError) {
        files.append((name, bytes, try SigningKey(bytes)))
      } catch {
        throw .log(EventLogError(.damaged(what: error.description), path: path))
      }
    }
    return files
  }

  /// Makes a key and puts it behind the others; from then on it is the one in use.
  func add(name: String, _ source: KeySource = .random) throws(ProofError) -> SigningKey {
    try proving { () throws(EventLogError) in
      guard let seed = source.signingSeed(for: name) else {
        throw EventLogError(.system(what: "there are no random bytes"), path: directory)
      }
      let key = SigningKey(name: name, seed: seed)
      let last = try ProofFiles.names(in: directory).compactMap(KeyRing.number).max() ?? 0
      // Another process may take the next number at the same time.
      for number in last + 1...last + 100 {
        let digits = String(number)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        let path = "\(directory)/\(KeyRing.prefix)\(padding)\(digits)\(KeyRing.suffix)"
        if try ProofFiles.create(path, Array(key.secretText.utf8), mode: 0o600) { return key }
      }
      throw EventLogError(.busy(holder: "others who make keys"), path: directory)
    }
  }

  private static func number(_ name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    return Int(name.dropFirst(prefix.count).dropLast(suffix.count))
  }
}

extension KeySource {
  /// The seed of a new signing key; `nil` if libcrypto has no random bytes to give.
  func signingSeed(for name: String) -> [UInt8]? {
    switch self {
    case .random: return Ed25519.randomSeed()
    case .derived(let seed):
      // A sample county has the same bytes on every machine, its checkpoints too.
      var input = Array("gridlog sample signing key\n".utf8)
      input.appendLittleEndian(seed)
      var digester = Digester(.sha256)
      return digester.hash(input + name.utf8)
    }
  }
}
