// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import Glibc
internal import LMDB

extension EventLog {
  /// Looks at everything around a log that can go wrong without any event being wrong; changes
  /// nothing. Whether the events are whole, `verify` tells.
  ///
  /// - Parameters:
  ///   - backups: Directories that should have backups of it.
  ///   - now: The machine's clock if not given.
  /// - Throws: ``EventLogError/Kind/missing`` if there is no log at all.
  public static func doctor(
    at path: String, options: EventLogOptions, backups: [String] = [], now: Instant? = nil
  ) throws(EventLogError) -> DoctorReport {
    guard LogDirectory(path).exists else { throw EventLogError(.missing, path: path) }
    var report = DoctorReport()
    var options = options
    options.isReadOnly = true
    let now = now ?? SystemClock.now()
    var log: EventLog?
    do {
      log = try EventLog(path: path, options: options)
    } catch {
      if case .newerFormat(let found, let supported) = error.kind {
        report.checks.append(.format(found: found, supported: supported))
      } else {
        report.checks.append(.broken(error))
      }
    }
    if let log {
      do {
        try DoctorVisit(log, now).look(&report)
      } catch {
        report.checks.append(.broken(error))
      }
    }
    let surroundings = DoctorSurroundings(path)
    report.checks += surroundings.checks
    report.checks += backups.isEmpty ? [.noBackup] : []
    for backup in backups { report.checks.append(DoctorVisit.check(backup, against: log)) }
    return report
  }
}

/// What an open log tells of itself.
private struct DoctorVisit {
  private let log: EventLog
  private let now: Instant

  init(_ log: EventLog, _ now: Instant) {
    self.log = log
    self.now = now
  }

  func look(_ report: inout DoctorReport) throws(EventLogError) {
    let acknowledged = log.headFile.read().map { Position($0.position) }
    let head = try log.head
    let last = try log.events(direction: .backwards, limit: 1).first?.recorded
    let behind = try store { () throws(LMDBError) -> (Int, Int) in
      let transaction = try log.environment.beginRead()
      let runs = try transaction.runs(log.tables)
      return (Int(head.rawValue - min(head.rawValue, runs.indexed)), runs.runs.count)
    }
    let statistics = try store { () throws(LMDBError) in
      try log.environment.walkPages(.structure)
    }
    report.checks += [
      .store(pages: Int(statistics.pages), events: head.rawValue),
      .format(found: log.identity.format, supported: LogIdentity.currentFormat),
      .head(head, acknowledged: acknowledged),
      try map(), try readers(),
      .pages(
        free: Int(statistics.free), unclaimed: Int(statistics.unclaimed),
        all: Int(statistics.pages)),
      .index(behind: behind.0, runs: behind.1),
    ]
    if let last, log.identity.clock == .system {
      report.checks.append(.clock(last: last, now: now))
    }
  }

  private func map() throws(EventLogError) -> DoctorCheck {
    let info = try store { () throws(LMDBError) in try log.environment.info() }
    return .map(
      used: Int(clamping: info.usedBytes), size: Int(clamping: info.mapSize),
      limit: Int(clamping: log.environment.options.maximumMapSize))
  }

  private func readers() throws(EventLogError) -> DoctorCheck {
    let (info, readers) = try store { () throws(LMDBError) in
      (try log.environment.info(), try log.environment.readers())
    }
    let found = readers.compactMap { reader -> DoctorReader? in
      guard let transaction = reader.transaction else { return nil }
      return DoctorReader(
        process: reader.process, program: DoctorSurroundings.program(reader.process),
        behind: info.lastTransaction - min(info.lastTransaction, transaction))
    }
    return .readers(found, slots: info.maxReaders, behind: found.map(\.behind).max() ?? 0)
  }

  /// A backup, held against the log by its manifest alone.
  static func check(_ path: String, against log: EventLog?) -> DoctorCheck {
    do throws(EventLogError) {
      let backup = try Backup(at: path)
      guard let log else {
        return .backup(path: path, head: backup.head, behind: 0, taken: backup.taken)
      }
      guard backup.identity.id == log.identity.id else {
        throw EventLogError(
          .backupOfAnother(backup: backup.identity.id, log: log.identity.id), path: path)
      }
      let head = try log.head
      guard backup.head <= head else {
        throw EventLogError(.behindBackup(head: head, backup: backup.head), path: log.path)
      }
      return .backup(
        path: path, head: backup.head, behind: head.rawValue - backup.head.rawValue,
        taken: backup.taken)
    } catch {
      return .badBackup(error)
    }
  }
}

/// What the system tells of the place where a log lies.
private struct DoctorSurroundings {
  private let path: String

  init(_ path: String) { self.path = path }

  var checks: [DoctorCheck] {
    [lock, fileSystem, disk, keys, .leftovers(leftovers)]
  }

  private var lock: DoctorCheck {
    .lock(holder: WriterLock(path: path + "/writer.lock").currentHolder)
  }

  private var disk: DoctorCheck {
    .disk(
      free: FileSystem.freeBytes(path + "/log").map { Int(clamping: $0) },
      log: FileSystem.size(path + "/log/data.mdb").map { Int(clamping: $0) } ?? 0)
  }

  private var keys: DoctorCheck {
    var status = stat()
    guard stat(path + "/keys", &status) == 0 else { return .keys(isPrivate: false) }
    return .keys(isPrivate: status.st_mode & 0o077 == 0)
  }

  private var leftovers: [String] {
    ScratchLog.leftovers(of: path)
      + [EventLog.compactionLeftover(of: path)].compactMap(\.self)
  }

  /// By the magic numbers of statfs(2).
  private var fileSystem: DoctorCheck {
    let remote: [UInt32: String] = [
      0x6969: "nfs", 0x517B: "smb", 0xFE53_4D42: "smb2", 0xFF53_4D42: "cifs",
      0x6573_5546: "fuse", 0x0102_1997: "9p", 0x00C3_6400: "ceph",
    ]
    let volatile: [UInt32: String] = [0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs"]
    let local: [UInt32: String] = [
      0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x2FC1_2FC1: "zfs",
      0x794C_7630: "overlay", 0xF2F5_2010: "f2fs",
    ]
    let magic = clmdb_file_system(path)
    let name = remote[magic] ?? volatile[magic] ?? local[magic] ?? "unknown"
    return .fileSystem(
      name: name, isRemote: remote[magic] != nil, isVolatile: volatile[magic] != nil)
  }

  static func program(_ process: Int32) -> String {
    guard let descriptor = Optional(open("/proc/\(process)/comm", O_RDONLY | O_CLOEXEC)),
      descriptor >= 0
    else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
