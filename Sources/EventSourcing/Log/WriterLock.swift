// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The writer's lock of a log: held for one commit group, and it names its holder.
///
/// LMDB's own lock has no time-out and tells nobody who has it: a stopped writer would hang all
/// others for ever (reliability §2.3).
struct WriterLock: Sendable {
  let path: String

  /// Runs `body` while holding the lock.
  func held<R>(
    waitingMilliseconds: Int, _ body: () throws(EventLogError) -> R
  ) throws(EventLogError) -> R {
    let descriptor = try take(waitingMilliseconds)
    defer {
      _ = flock(descriptor, LOCK_UN)
      close(descriptor)
    }
    return try body()
  }

  /// Who holds it at this moment; `nil` if nobody does. Nothing is written.
  var currentHolder: String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
    return WriterLock.holder(descriptor)
  }

  private func take(_ milliseconds: Int) throws(EventLogError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else {
      throw EventLogError(
        .system(what: "the writer's lock cannot be opened: \(String(cString: strerror(errno)))"),
        path: path)
    }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, waited < milliseconds else {
        let holder = WriterLock.holder(descriptor)
        close(descriptor)
        throw EventLogError(.busy(holder: "\(holder), waited \(waited / 1000) s"), path: path)
      }
      // Short at first: most groups take less than a millisecond.
      let pause = waited < 20 ? 1 : 5
      usleep(UInt32(pause * 1000))
      waited += pause
    }
    WriterLock.sign(descriptor)
    return descriptor
  }

  /// Writes who holds it; a failure here only makes another's message poorer.
  ///
  /// The name stays there after the lock is let go. As long as nobody else took it, it need not
  /// be written again: that would be a change of the file's times for each commit.
  static func sign(_ descriptor: Int32) {
    let signature = signature()
    var found = [UInt8](repeating: 0, count: signature.count)
    let count = pread(descriptor, &found, found.count, 0)
    guard count != signature.count || found != signature else { return }
    _ = pwrite(descriptor, signature, signature.count, 0)
  }

  /// One line of 161 bytes; made once, and again in a process that forked.
  private static func signature() -> [UInt8] {
    let process = getpid()
    return process == own.process ? own.line : line(of: process)
  }

  private static let own = (process: getpid(), line: line(of: getpid()))

  private static func line(of process: pid_t) -> [UInt8] {
    let holder = Array("PID \(process) (\(command))".utf8)
    return holder + [UInt8](repeating: 0x20, count: max(0, 160 - holder.count)) + [0x0A]
  }

  private static let command: String = {
    let name = CommandLine.arguments.first ?? "unknown"
    let base = name.split(separator: "/").last.map(String.init) ?? name
    return ([base] + CommandLine.arguments.dropFirst().prefix(1)).joined(separator: " ")
  }()

  static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return "another process" }
    let line = bytes.prefix(count).prefix { $0 != 0x0A }
    var end = line.endIndex
    while end > line.startIndex, line[end - 1] == 0x20 { end -= 1 }
    return String(decoding: line[..<end], as: UTF8.self)
  }
}
