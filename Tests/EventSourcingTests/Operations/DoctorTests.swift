// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

@testable import EventSourcing

/// Each thing that a doctor looks at is made wrong once, and named.
@Suite struct DoctorTests {
  let test: TemporaryLog
  var backup: String { test.directory.path(of: "backup") }

  init() throws {
    test = try TemporaryLog()
    try test.fill(300)
  }

  private func visit(
    _ path: String? = nil, backups: [String]? = nil, now: Instant? = nil
  ) throws -> DoctorReport {
    try EventLog.doctor(
      at: path ?? test.path, options: noteOptions, backups: backups ?? [], now: now)
  }

  private func check(_ name: String, _ report: DoctorReport) -> DoctorCheck? {
    report.checks.first { $0.name == name }
  }

  @Test func `a log in good order has nothing broken, and every check is there once`() throws {
    try test.log.backUp(to: backup)
    let report = try visit(backups: [backup])
    #expect(report.verdict != .broken, "\(report)")
    let names = report.checks.map(\.name)
    #expect(
      names == [
        "store", "format", "head", "map", "readers", "pages", "index", "clock", "lock",
        "fileSystem", "disk", "keys", "leftovers", "backup",
      ])
    for name in ["store", "format", "head", "map", "readers", "clock", "keys", "leftovers"] {
      #expect(check(name, report)?.verdict == .fine, "\(name)")
    }
    #expect(check("head", report) == .head(300, acknowledged: 300))
  }

  @Test func `no backup, an old one, one of another log and one ahead are told apart`() throws {
    #expect(check("backup", try visit()) == .noBackup)
    try test.log.backUp(to: backup)
    try test.fill(50)
    guard case .backup(_, 300, 50, _)? = check("backup", try visit(backups: [backup])) else {
      Issue.record("\(try visit(backups: [backup]))")
      return
    }
    let other = try TemporaryLog()
    let report = try EventLog.doctor(
      at: other.path, options: noteOptions, backups: [backup, other.path])
    #expect(report.checks.filter { $0.name == "backup" }.map(\.verdict) == [.broken, .broken])
    #expect(report.verdict == .broken)
  }

  @Test func `an open view and a clock that went back are warnings`() throws {
    let view = try test.log.environment.beginRead()
    for number in 0..<1005 { try test.log.append([note("n\(number % 5)")]) }
    let report = try visit(now: "2020-01-01T00:00:00Z")
    guard case .readers(let readers, _, let behind)? = check("readers", report) else {
      Issue.record("no readers")
      return
    }
    #expect(behind >= 1005)
    #expect(readers.contains { $0.process == getpid() })
    #expect(check("readers", report)?.verdict == .warning)
    #expect(check("clock", report)?.verdict == .warning)
    #expect(report.verdict == .warning)
    _ = view.id
  }

  @Test func `a log ahead of its store and a damaged store are broken`() throws {
    try HeadFileForgery(path: test.path + "/HEAD").claim(position: 400, transaction: 4000)
    #expect(check("head", try visit())?.verdict == .broken)
    let copy = test.directory.path(of: "copy.gridlog")
    try FileManager.default.copyItem(atPath: test.path, toPath: copy)
    let file = URL(fileURLWithPath: copy + "/log/data.mdb")
    try Data(contentsOf: file).prefix(8192 + 4096).write(to: file)
    let report = try visit(copy)
    guard case .broken? = check("store", report) else {
      Issue.record("\(report)")
      return
    }
    #expect(check("disk", report) != nil, "what needs no open log is looked at all the same")
  }

  @Test func `keys that others may read and leftovers are warnings`() throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: test.path + "/keys")
    let leftover = test.directory.path(of: ".test.gridlog.restoring-1")
    try FileManager.default.createDirectory(
      atPath: leftover, withIntermediateDirectories: true)
    let report = try visit()
    #expect(check("keys", report)?.verdict == .warning)
    #expect(check("leftovers", report) == .leftovers([leftover]))
  }
}
