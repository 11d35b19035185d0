// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

@testable import EventSourcing

/// Backup → restore → verify → equal, in every way that an operator comes to it (R20).
@Suite struct BackupTests {
  let test: TemporaryLog
  var backup: String { test.directory.path(of: "backup") }
  var target: String { test.directory.path(of: "restored.gridlog") }
  let options = EventLogOptions(catalogue: Notes.catalogue)

  init() throws { test = try TemporaryLog() }

  /// Appends so many events; some long, some sealed, some of earlier streams.
  private func append(_ count: Int, to log: EventLog? = nil) throws {
    let log = log ?? test.log
    let first = Int(try log.head.rawValue) + 1
    for start in stride(from: first, to: first + count, by: 100) {
      let end = min(start + 100, first + count)
      try log.append(
        (start..<end).map { number in
          var event = try NewEvent(
            NoteTaken(
              note: ObjectName("note", "n\(number % 37)"),
              author: number % 3 == 0 ? ObjectName("person", "p\(number % 11)") : nil,
              words: number,
              heading: number % 200 == 0 ? String(repeating: "长", count: 2000) : nil,
              text: number % 5 == 0 ? SealedText.clear("private \(number)") : nil))
          event.id = EventID(high: 0x77, low: UInt64(number))
          return event
        })
    }
  }

  private func files() -> [String: Data] {
    var found: [String: Data] = [:]
    for name in FileManager.default.subpaths(atPath: backup) ?? [] {
      found[name] = FileManager.default.contents(atPath: backup + "/" + name)
    }
    return found
  }

  @Test(arguments: [0, 1, 255, 256, 257, 1000])
  func `a restored log equals the one that was backed up, to its id`(count: Int) throws {
    if count > 0 { try append(count) }
    let report = try test.log.backUp(to: backup)
    #expect(report.head == Position(UInt64(count)))
    #expect(report.copied == count)
    let restored = try Backup(at: backup).restore(to: target, options: options)
    #expect(restored.identity == test.log.identity)
    #expect(restored.verified.isIntact)
    let log = try EventLog(at: target, options: options)
    #expect(try log.events() == test.log.events())
    let again = try log.backUp(to: test.directory.path(of: "again"))
    #expect(again.root == report.root, "the same history has the same root")
  }

  @Test func `a backup taken again copies only what is new, into files that never change`() throws {
    try append(700)
    let first = try test.log.backUp(to: backup)
    let before = files()
    try append(400)
    let second = try test.log.backUp(to: backup)
    #expect(first.copied == 700)
    #expect(second.copied == 400)
    #expect(second.head == 1100)
    let after = files()
    for (name, data) in before where name.hasSuffix("000000000512.events") {
      #expect(after[name] == data)
    }
    #expect(after.keys.filter { $0.hasSuffix(".events") }.count == 3, "two runs and a tail")
    let nothing = try test.log.backUp(to: backup)
    #expect(nothing.copied == 0)
    #expect(nothing.newFiles == 0)
    try Backup(at: backup).verify()
    _ = try Backup(at: backup).restore(to: target, options: options)
    #expect(try EventLog(at: target, options: options).events() == test.log.events())
  }

  @Test func `a point in the past is a log of its own that names its parent`() throws {
    try append(600)
    try test.log.backUp(to: backup)
    let restored = try Backup(at: backup).restore(
      to: target, at: .position(300), options: options)
    let log = try EventLog(at: target, options: options)
    #expect(try log.head == 300)
    #expect(log.identity.id != test.log.identity.id)
    #expect(log.identity == restored.identity)
    let parent = try #require(log.identity.parent)
    #expect(parent.id == test.log.identity.id)
    #expect(parent.position == 300)
    #expect(parent.cause == .restored)
    #expect(try log.events() == test.log.events(through: 300))
    // It goes its own way, and nobody takes the two for one.
    try append(10, to: log)
    #expect(throws: EventLogError.self) { try log.backUp(to: backup) }
  }

  @Test func `a moment restores what was known then`() throws {
    let test = try TemporaryLog(clock: .source)
    for day in 1...20 {
      try test.log.append([
        note("n\(day)", occurred: Instant("2021-08-\(day < 10 ? "0" : "")\(day)T10:00:00+08:00"))
      ])
    }
    let backup = test.directory.path(of: "backup")
    try test.log.backUp(to: backup)
    let position = try Backup(at: backup).position(of: .recorded("2021-08-07"))
    #expect(position == 7)
    #expect(try Backup(at: backup).position(of: .recorded("2021-09-07")) == 20)
    #expect(try Backup(at: backup).position(of: .recorded("2020-09-07")) == 0)
    #expect(throws: EventLogError.self) { try Backup(at: backup).position(of: .position(21)) }
  }

  @Test func `a backup is restored from a medium that cannot be written`() throws {
    try append(300)
    try test.log.backUp(to: backup)
    let manager = FileManager.default
    for name in [backup, backup + "/events"] {
      try manager.setAttributes([.posixPermissions: 0o550], ofItemAtPath: name)
    }
    defer {
      for name in [backup, backup + "/events"] {
        try? manager.setAttributes([.posixPermissions: 0o750], ofItemAtPath: name)
      }
    }
    let before = files()
    _ = try Backup(at: backup).restore(to: target, options: options)
    #expect(try EventLog(at: target, options: options).events() == test.log.events())
    #expect(files() == before)
  }

  @Test func `keys come from elsewhere, and without them sealed text stays sealed`() throws {
    try append(40)
    try test.log.backUp(to: backup)
    _ = try Backup(at: backup).restore(to: target, options: options)
    let sealed = try #require(try test.log.event(at: 5))
    let text = try #require(try sealed.decode(NoteTaken.self).text)
    #expect(throws: UnsealError.noKey(subject: "note/n5")) {
      try EventLog(at: target, options: options).open(text, for: "test")
    }
    let other = test.directory.path(of: "with-keys")
    _ = try Backup(at: backup).restore(
      to: other, options: options, keys: test.path + "/keys")
    #expect(try EventLog(at: other, options: options).open(text, for: "test") == "private 5")
    for (name, data) in files() {
      #expect(data.range(of: Data("private".utf8)) == nil, "\(name)")
    }
  }

  @Test func `a log that keeps its id goes on signing with its own keys`() throws {
    try append(40)
    _ = try test.log.newSigningKey()
    let before = try test.log.checkpoint()
    let sealed = try #require(try test.log.event(at: 5))
    let text = try #require(try sealed.decode(NoteTaken.self).text)
    _ = try test.log.open(text, for: "test")
    try test.log.backUp(to: backup)
    let report = try Backup(at: backup).restore(
      to: target, options: options, keys: test.path + "/keys")
    #expect(!report.hasNewSigningKey)
    let restored = try EventLog(at: target, options: options)
    #expect(try restored.verifierKeys() == test.log.verifierKeys())
    #expect(try restored.checkpoint().checkpoint == before.checkpoint)
    // Who looked at what stays known, and new keys find their place behind the old ones.
    let accesses = try String(contentsOfFile: target + "/keys/access.log", encoding: .utf8)
    #expect(accesses.contains("test"))
    #expect(try restored.newSigningKey().verifierKey != test.log.signingKey().verifierKey)
    for file in ["signing-0001.key", "signing-0002.key", "access.log", "data.mdb"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(target)/keys/\(file)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
  }

  @Test(arguments: [true, false])
  func `a log of a new id has a signing key of its own that works`(copiesKeys: Bool) throws {
    try append(40)
    try test.log.backUp(to: backup)
    let report = try Backup(at: backup).restore(
      to: target, at: .position(30), options: options,
      keys: copiesKeys ? test.path + "/keys" : nil)
    #expect(report.hasNewSigningKey)
    let restored = try EventLog(at: target, options: options)
    let keys = try restored.verifierKeys()
    #expect(keys.count == 1, "none that signs for another log")
    #expect(try keys != test.log.verifierKeys())
    try restored.checkpoint().checkpoint.verify(with: keys)
  }

  @Test func `a log whose signing keys are lost goes on with a new one`() throws {
    try append(10)
    try test.log.backUp(to: backup)
    let kept = test.directory.path(of: "kept-keys")
    try FileManager.default.copyItem(atPath: test.path + "/keys", toPath: kept)
    try FileManager.default.removeItem(atPath: kept + "/signing-0001.key")
    let report = try Backup(at: backup).restore(to: target, options: options, keys: kept)
    #expect(report.hasNewSigningKey && report.hasKeys)
    let restored = try EventLog(at: target, options: options)
    try restored.checkpoint().checkpoint.verify(with: restored.verifierKeys())
  }

  @Test func `writers go on while a backup is taken`() throws {
    try append(600)
    var told = 0
    let report = try test.log.backUp(to: backup) { _ in
      told += 1
      if told < 6 { try? append(130) }
      return true
    }
    #expect(report.head == 600)
    #expect(try test.log.head.rawValue == 600 + 5 * 130)
    let next = try test.log.backUp(to: backup)
    #expect(next.copied == 5 * 130)
    _ = try Backup(at: backup).restore(to: target, options: options)
    #expect(try EventLog(at: target, options: options).events() == test.log.events())
  }

  // MARK: What is not as it should be (R7)

  @Test func `a directory with the backup of another log is refused by name`() throws {
    try append(10)
    try test.log.backUp(to: backup)
    let before = files()
    let other = try TemporaryLog()
    #expect(
      throws: EventLogError(
        .backupOfAnother(backup: test.log.identity.id, log: other.log.identity.id), path: backup)
    ) { try other.log.backUp(to: backup) }
    #expect(files() == before)
  }

  @Test(arguments: [20, 300]) func `a log that fell behind its backup is refused by name`(
    kept: Int
  ) throws {
    try append(kept)
    let old = test.directory.path(of: "old.gridlog")
    try test.log.backUp(to: test.directory.path(of: "early"))
    _ = try Backup(at: test.directory.path(of: "early")).restore(to: old, options: options)
    try append(400)
    try test.log.backUp(to: backup)
    let before = files()
    let copy = try EventLog(at: old, options: options)
    #expect(
      throws: EventLogError(
        .behindBackup(
          head: Position(UInt64(kept)), backup: Position(UInt64(kept + 400))), path: old)
    ) { try copy.backUp(to: backup) }
    // The copy goes another way and grows beyond the backup.
    for _ in 0..<9 { try copy.append((0..<100).map { try note("other\($0)") }) }
    let error = #expect(throws: EventLogError.self) { try copy.backUp(to: backup) }
    guard case .otherHistory? = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(files() == before)
  }

  @Test func `every damaged file is found, and nothing is restored from it`() throws {
    try append(600)
    try test.log.backUp(to: backup)
    for (name, data) in files() where !data.isEmpty {
      let path = URL(fileURLWithPath: backup + "/" + name)
      for place in [0, data.count / 3, data.count / 2, data.count - 1] {
        var changed = data
        changed[place] ^= 0x10
        try changed.write(to: path)
        #expect(throws: EventLogError.self, "\(name), byte \(place)") {
          try Backup(at: backup).restore(to: target, options: options)
        }
      }
      try data.dropLast().write(to: path)
      #expect(throws: EventLogError.self, "\(name) cut") {
        try Backup(at: backup).restore(to: target, options: options)
      }
      try FileManager.default.removeItem(at: path)
      #expect(throws: EventLogError.self, "\(name) gone") {
        try Backup(at: backup).restore(to: target, options: options)
      }
      try data.write(to: path)
    }
    #expect(!FileManager.default.fileExists(atPath: target))
    try Backup(at: backup).verify()
  }

  @Test func `files of two backups do not make one`() throws {
    try append(300)
    try test.log.backUp(to: backup)
    let other = try TemporaryLog()
    try append(300, to: other.log)
    let foreign = test.directory.path(of: "foreign")
    try other.log.backUp(to: foreign)
    let name = "/events/000000000001-000000000256.events"
    try FileManager.default.removeItem(atPath: backup + name)
    try FileManager.default.copyItem(atPath: foreign + name, toPath: backup + name)
    #expect(throws: EventLogError.self) { try Backup(at: backup).verify() }
    #expect(throws: EventLogError.self) { try test.log.backUp(to: backup) }
  }

  @Test func `a file that rotted in place, its size unchanged, is not built upon`() throws {
    try append(600)
    try test.log.backUp(to: backup)
    let name = "000000000001-000000000512.events"
    let file = URL(fileURLWithPath: "\(backup)/events/\(name)")
    let written = try Data(contentsOf: file)
    var rotten = written
    rotten[written.count / 2] ^= 1
    try rotten.write(to: file)
    try append(600)
    #expect(
      throws: EventLogError(
        .damagedBackup(what: "\(name) is not the file that was written"), path: backup)
    ) { try test.log.backUp(to: backup) }
    try written.write(to: file)
    #expect(try test.log.backUp(to: backup).head == 1200)
  }

  @Test func `a source that is damaged is not backed up, and the old backup stays`() throws {
    try append(300)
    try test.log.backUp(to: backup)
    try append(300)
    let before = files()
    try HeadFileForgery(path: test.path + "/HEAD").claim(position: 9000, transaction: 9000)
    #expect(
      throws: EventLogError(.olderThanAcknowledged(head: 600, acknowledged: 9000), path: test.path)
    ) { try test.log.backUp(to: backup) }
    #expect(files() == before)
  }

  @Test func `what is no backup is not taken for one`() throws {
    let place = test.directory.path(of: "documents")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("letter".utf8).write(to: URL(fileURLWithPath: place + "/letter.txt"))
    #expect(throws: EventLogError(.alreadyExists, path: place)) { try test.log.backUp(to: place) }
    #expect(throws: EventLogError.self) { try Backup(at: place) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["letter.txt"])
  }

  // MARK: Interruption

  @Test func `stopped anywhere, a backup is whole as far as it goes and goes on from there`() throws
  {
    try append(1100)
    for stop in 0..<12 {
      var told = 0
      do {
        try test.log.backUp(to: backup) { _ in
          told += 1
          return told <= stop
        }
        break
      } catch {
        #expect(error == EventLogError(.stopped, path: backup))
      }
      if Backup.exists(at: backup) { try Backup(at: backup).verify() }
    }
    let report = try test.log.backUp(to: backup)
    #expect(report.head == 1100)
    try Backup(at: backup).verify()
    #expect(!files().keys.contains { $0.hasSuffix(".part") })
  }

  @Test func `a restore that was stopped leaves nothing, and the next one succeeds`() throws {
    try append(5000)
    try test.log.backUp(to: backup)
    for stop in 0..<4 {
      var told = 0
      #expect(throws: EventLogError(.stopped, path: target)) {
        try Backup(at: backup).restore(to: target, options: options) { _ in
          told += 1
          return told <= stop
        }
      }
      #expect(!FileManager.default.fileExists(atPath: target))
    }
    // What a killed one leaves is recognised by its name.
    let leftover = test.directory.path(of: ".restored.gridlog.restoring-1")
    try FileManager.default.createDirectory(
      atPath: leftover + "/log/log", withIntermediateDirectories: true)
    try Data("half".utf8).write(to: URL(fileURLWithPath: leftover + "/log/log/data.mdb"))
    _ = try Backup(at: backup).restore(to: target, options: options)
    #expect(!FileManager.default.fileExists(atPath: leftover))
  }
}
