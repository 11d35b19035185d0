// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

/// No room for what is to be appended: told as such, nothing half written, and no harm after.
struct DiskFullTests {
  private let directory = TemporaryDirectory("room")

  @Test func `at the edge of a file size limit an append is refused whole, or done whole`() throws {
    let trial = try Trial("room", directory.path(of: "log"), "limit")
    #expect(trial.status == 0 && !trial.wasKilled, "\(trial.output)")
    #expect(trial["wrong error"] == nil && trial["half written"] == nil, "\(trial.output)")
    let refused = Int(trial["refused"] ?? "") ?? 0
    #expect(refused > 20, "\(trial.output)")
    #expect(trial["after"] == "true", "\(trial.output)")
    #expect(trial["verify"] == "intact", "\(trial.output)")
  }

  @Test func `on a full disk appends are refused, reads go on, and room makes appends go on`()
    throws
  {
    let disk = directory.path(of: "disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk) else {
      return print("skipped: mounting a small tmpfs needs root and the right to mount")
    }
    defer { _ = run("umount", disk) }
    let filler = disk + "/filler"
    try Data(count: 2 << 20).write(to: URL(fileURLWithPath: filler))
    let trial = try Trial("room", disk + "/log", "disk", filler)
    #expect(trial.status == 0 && !trial.wasKilled, "\(trial.output)")
    #expect(trial["wrong error"] == nil && trial["half written"] == nil, "\(trial.output)")
    #expect(trial["refused"] == "1", "\(trial.output)")
    #expect(trial["after"] == "true", "\(trial.output)")
    #expect(trial["verify"] == "intact", "\(trial.output)")
  }

  private func run(_ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
