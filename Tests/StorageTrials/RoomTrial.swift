// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Appends where there is no room, and what follows once there is.
struct RoomTrial {
  let path: String
  /// A file that is removed to make room; `nil` if a limit of the process is raised instead.
  let filler: String?
  static let steps = 64
  /// Events in a batch, about 500 KB of pages with all indexes.
  static let batch = 1_000

  init(_ arguments: [String]) throws {
    guard arguments.count >= 2 else { throw Misuse("room LOG limit | room LOG disk FILLER") }
    path = arguments[0]
    filler = arguments[1] == "disk" && arguments.count == 3 ? arguments[2] : nil
  }

  func run() throws {
    let log = try EventLog.create(at: path, options: Counted.options)
    try log.append(Counted.events(1..<4))
    if let filler { try fill(log, until: filler) } else { try limit(log) }
    print("verify:", try log.verify().isIntact ? "intact" : "not intact")
  }

  /// At each step the data file may grow by 64 KiB more; no step is enough for the batch at once.
  private func limit(_ log: EventLog) throws {
    var refused = 0
    var next = 4
    for step in 0..<RoomTrial.steps {
      let size = RoomTrial.size(of: path)
      RoomTrial.setFileSizeLimit(size + UInt(step) * 65_536 / 8)
      let head = try log.head
      let result = try append(next..<next + RoomTrial.batch, to: log)
      switch result {
      case .success: next += RoomTrial.batch
      case .failure(.log(let error)):
        guard try tells(error, log, head) else { return }
        refused += 1
      case .failure(let error): return print("wrong error:", error)
      }
    }
    RoomTrial.setFileSizeLimit(.max)
    print("refused:", refused)
    print(
      "after:",
      CommitTrial.text(try append(next..<next + 2, to: log)) == "at \(next) \(next + 1), 2 new")
  }

  private func fill(_ log: EventLog, until filler: String) throws {
    var next = 4
    while true {
      let head = try log.head
      let result = try append(next..<next + 50, to: log)
      guard case .failure(let error) = result else {
        next += 50
        continue
      }
      guard case .log(let error) = error else { return print("wrong error:", error) }
      guard try tells(error, log, head) else { return }
      break
    }
    print("refused: 1")
    unlink(filler)
    print("after:", CommitTrial.text(try append(next..<next + 1, to: log)) == "at \(next), 1 new")
  }

  /// The error is the full disk's, with its figures, and the log is as it was and can be read.
  private func tells(_ error: EventLogError, _ log: EventLog, _ head: Position) throws -> Bool {
    guard case .diskFull(let free?, let needed?) = error.kind, free < needed,
      error.path.hasPrefix(path), error.description.contains("bytes are free")
    else {
      print("wrong error:", error)
      return false
    }
    let events = try log.events()
    guard try log.head == head, events.count == Int(head.rawValue) else {
      print("half written:", try log.head, events.count)
      return false
    }
    return true
  }

  private func append(
    _ numbers: Range<Int>, to log: EventLog
  ) throws -> Result<Receipt, AppendError> {
    let events = try Counted.events(numbers)
    return Result { () throws(AppendError) in try log.append(events) }
  }

  /// The size of the log's largest file: the one that a limit meets.
  private static func size(of path: String) -> UInt {
    var status = stat()
    if Files.isDirectory(path) {
      return Files.names(in: path).map { size(of: "\(path)/\($0)") }.max() ?? 0
    }
    return stat(path, &status) == 0 ? UInt(status.st_size) : 0
  }

  private static func setFileSizeLimit(_ bytes: UInt) {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  }
}
