// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// Why a sealed field stays closed.
public enum UnsealError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The subject's key was destroyed: nobody can open this any more.
  case erased(subject: ObjectName)
  /// There is no key for the subject here: the keys are not part of a backup of the log.
  case noKey(subject: ObjectName)
  /// The bytes do not open under the subject's key: they were changed or moved.
  case changed(event: EventID)
  /// The access could not be noted, so nothing was opened.
  case notLogged(path: String)
  /// The key store could not be read.
  case log(EventLogError)

  public var description: String {
    switch self {
    case .erased(let subject): "the personal data of \(subject) was erased"
    case .noKey(let subject): "there is no key of \(subject) here; restore the keys of the log"
    case .changed(let event):
      "the sealed part of event \(event) was changed; run `gridlog verify`"
    case .notLogged(let path): "the access could not be noted in \(path), so nothing was opened"
    case .log(let error): error.description
    }
  }
}

extension EventLog {
  /// The text behind a sealed handle, for a stated purpose.
  ///
  /// Every opening is noted in the access log `keys/access.log` first: when, which event and
  /// subject, what for (domain §8.2). Never call this from a fold.
  public func open(
    _ text: SealedText, for purpose: String
  ) throws(UnsealError) -> String {
    switch text {
    case .clear(let text): return text
    case .sealed(let handle): return try open(handle, for: purpose)
    }
  }

  /// The text of one sealed field, empty if the event leaves it out.
  public func open(
    _ handle: SealedHandle, for purpose: String
  ) throws(UnsealError) -> String {
    let section = handle.section
    let found: KeyStore.Key
    do {
      found = try keys.key(of: section.subject)
    } catch {
      throw .log(EventLogError(error))
    }
    let key: [UInt8]
    switch found {
    case .known(let bytes): key = bytes
    case .erased: throw .erased(subject: section.subject)
    case .absent: throw .noKey(subject: section.subject)
    }
    try note(handle, purpose)
    let binding = Seal.binding(
      event: handle.event, subject: section.subject, purpose: section.purpose)
    guard let clear = Seal.open(section.ciphertext, key: key, binding: binding) else {
      throw .changed(event: handle.event)
    }
    return clear.withUnsafeBytes { buffer in
      guard var found = WireReader.find(handle.field, in: buffer) else { return "" }
      return (try? found.reader.text()) ?? ""
    }
  }

  private func note(_ handle: SealedHandle, _ purpose: String) throws(UnsealError) {
    let file = path + "/keys/access.log"
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .notLogged(path: file) }
    defer { close(descriptor) }
    let words = purpose.map { $0 == "\t" || $0.isNewline ? " " : $0 }
    let line = Array(
      "\(SystemClock.now())\t\(handle.event)\t\(handle.section.subject)\t\(String(words))\n".utf8)
    guard Glibc.write(descriptor, line, line.count) == line.count else {
      throw .notLogged(path: file)
    }
  }
}
