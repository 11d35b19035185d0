// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc
import TerminalText

/// Files that a command hands out: new ones only, never in the place of another.
enum OutputFile {
  static func write(_ text: String, to path: String) throws(Message) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      guard errno != EEXIST else { throw Message(.alreadyThere, at: Phrase("\(path)")) }
      throw failure(path)
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else {
        let message = failure(path)
        unlink(path)
        throw message
      }
      done += max(0, count)
    }
  }

  static func makeDirectory(_ path: String) throws(Message) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path) }
  }

  private static func failure(_ path: String) -> Message {
    errno == ENOSPC || errno == EDQUOT
      ? Message(.diskFull, at: Phrase("\(path)"))
      : Message(
        .system, at: Phrase("\(path)"), detail: Phrase("\(String(cString: strerror(errno)))"))
  }
}
