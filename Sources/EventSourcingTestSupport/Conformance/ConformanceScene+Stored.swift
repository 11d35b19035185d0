// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Foundation
internal import Glibc

extension ConformanceScene {
  /// Kept current piece by piece, with rows held in memory and let go after every batch.
  func checkStored() throws {
    for isTight in [true, false] {
      let log = try Self.makeLog(directory.path(of: isTight ? "tight" : "roomy"))
      var options = ReplayOptions()
      if isTight { options.memoryLimit = 0 }
      options.snapshotEvents = UInt64(max(1, stored.count / 9))
      for piece in pieces(isTight ? 6 : 0) {
        try Self.append(events[piece], to: log)
        _ = try law(.stored) { try log.project([P.self], options: options) }
        try expectStored(log, at: Position(UInt64(piece.upperBound)))
      }
      try checkSnapshots(log)
      try checkRebuild(log)
      try checkDuplicates(log, options)
    }
  }

  /// Where the history is cut: near its ends, and at that many seeded places between.
  private func pieces(_ count: Int) -> [Range<Int>] {
    var random = SeededGenerator(seed: seed)
    var ends = Set((0..<count).map { _ in Int.random(in: 0...events.count, using: &random) })
    for end in [1, 3, events.count / 2, events.count - 1, events.count] {
      ends.insert(max(0, min(events.count, end)))
    }
    let sorted = ends.sorted()
    return zip([0] + sorted, sorted).map { $0..<$1 }
  }

  private func expectStored(_ log: EventLog, at position: Position) throws {
    let live = try law(.stored) { try log.replay(P.self) }
    let (view, _) = try law(.stored) { try log.storedRows(of: P.name, among: [P.self]) }
    guard view.digest == live.digest else {
      throw broken(.stored, position, difference(live, view))
    }
    let (plain, _) = try law(.described) { try log.storedRows(of: P.name) }
    guard plain.digest == live.digest else {
      throw broken(.described, position, "the digests differ")
    }
  }

  private func checkSnapshots(_ log: EventLog) throws {
    for cut in cuts(6) {
      let fresh = try law(.snapshots) { try log.replay(P.self, asOf: .position(cut)) }
      let then = try law(.snapshots) { try log.storedView(ofAny: P.self, asOf: .position(cut)) }
      guard fresh.digest == then.digest else {
        throw broken(.snapshots, cut, difference(fresh, then))
      }
    }
  }

  private func checkRebuild(_ log: EventLog) throws {
    do {
      _ = try log.rebuild(P.self)
    } catch {
      guard case .digestDiffers(let found) = error else { throw broken(.rebuild, nil, "\(error)") }
      throw broken(
        .rebuild, found.position, found.lines.prefix(3).joined(separator: "; "))
    }
    try expectStored(log, at: Position(UInt64(events.count)))
  }

  private func checkDuplicates(_ log: EventLog, _ options: ReplayOptions) throws {
    let head = try log.head
    let before = try law(.duplicates) { try log.storedView(P.self) }
    try law(.duplicates) { try Self.append(events[...], to: log) }
    guard try log.head == head else {
      throw broken(.duplicates, try log.head, "the log took known events once more")
    }
    let done = try law(.duplicates) { try log.project([P.self], options: options) }
    let after = try law(.duplicates) { try log.storedView(P.self) }
    guard done.allSatisfy({ $0.outcome == .current }), after.digest == before.digest else {
      throw broken(.duplicates, head, "the stored view was folded further")
    }
  }

  /// Stopped after one batch, then after two … and each time gone on with; how often that was.
  func checkStopped() throws -> Int {
    let log = try Self.makeLog(directory.path(of: "stopped"))
    try Self.append(events[...], to: log)
    var isWhole = false
    var batches = 0
    while !isWhole {
      batches += 1
      var asked = 0
      var options = ReplayOptions(isCancelled: {
        asked += 1
        return asked > batches
      })
      options.memoryLimit = 0
      do {
        _ = try log.project([P.self], options: options)
        isWhole = true
      } catch {
        guard case .stopped = error else { throw broken(.stopped, nil, "\(error)") }
      }
    }
    let view = try law(.stopped) { try log.storedView(P.self) }
    let live = try law(.stopped) { try log.replay(P.self) }
    guard view.digest == live.digest else {
      throw broken(.stopped, nil, difference(live, view))
    }
    return batches - 1
  }

  /// Copies the files after every write of a stored fold and of a rebuild, as a crash would leave
  /// them; from each copy, rows are whole and folding goes on. How many copies there were.
  func checkCrash() throws -> Int {
    var states = 0
    let log = try Self.makeLog(directory.path(of: "crash"))
    for piece in pieces(3) {
      try Self.append(events[piece], to: log)
      states += try watch(log) { options in
        _ = try self.law(.crash) { try log.project([P.self], options: options) }
      }
    }
    states += try watch(log) { options in
      _ = try self.law(.crash) { try log.rebuild(P.self, options: options) }
    }
    return states
  }

  private func watch(_ log: EventLog, _ work: (ReplayOptions) throws -> Void) throws -> Int {
    var states = 0
    var failure: (any Error)?
    var known: [String] = []
    func look() {
      let files = ConformanceScene.files(of: log)
      guard failure == nil, files != known else { return }
      known = files
      states += 1
      do { try checkCopy(of: log) } catch { failure = error }
    }
    try withoutActuallyEscaping(look) { look in
      var options = ReplayOptions(isCancelled: {
        look()
        return false
      })
      options.memoryLimit = 0
      try work(options)
    }
    look()
    if let failure { throw failure }
    return states
  }

  /// What is stored beside the log, and when each file was written last.
  private static func files(of log: EventLog) -> [String] {
    let entries = FileManager.default.enumerator(atPath: log.path)?.allObjects ?? []
    return entries.compactMap { $0 as? String }.filter { !$0.hasSuffix("lock") }.sorted().map {
      var status = stat()
      stat("\(log.path)/\($0)", &status)
      return "\($0) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
  }

  private func checkCopy(of log: EventLog) throws {
    let path = try copy(of: log)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let copy = try EventLog(at: path, options: options)
    let live = try law(.crash) { try copy.replay(P.self) }
    if let (view, source) = try? copy.storedRows(of: P.name, among: [P.self]) {
      let then = try law(.crash) { try copy.replay(P.self, asOf: .position(source.position)) }
      guard view.digest == then.digest else {
        throw broken(.crash, source.position, difference(then, view))
      }
    }
    _ = try law(.crash) { try copy.project([P.self]) }
    let view = try law(.crash) { try copy.storedView(P.self) }
    guard view.digest == live.digest else {
      throw broken(.crash, try copy.head, difference(live, view))
    }
  }

  /// Copies a log's directory without its lock files: to open one of these here and close it
  /// again would end the locks of this process.
  func copy(of log: EventLog) throws -> String {
    let path = directory.path(of: "copy-\(UUID().uuidString)")
    let files = FileManager.default
    guard let entries = files.enumerator(atPath: log.path) else { return path }
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    for case let entry as String in entries where !entry.hasSuffix("lock.mdb") {
      var isDirectory: ObjCBool = false
      _ = files.fileExists(atPath: "\(log.path)/\(entry)", isDirectory: &isDirectory)
      if isDirectory.boolValue {
        try files.createDirectory(
          atPath: "\(path)/\(entry)", withIntermediateDirectories: true)
      } else {
        try files.copyItem(atPath: "\(log.path)/\(entry)", toPath: "\(path)/\(entry)")
      }
    }
    return path
  }
}
