// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

@Suite struct ImportCommandTests {
  let directory = TemporaryDirectory("import")
  var log: String { directory.path(of: "a.gridlog") }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let boston = root.deletingLastPathComponent()
    .appendingPathComponent("shared/data/boston-311/boston311-100.csv").path
  static let mapping = root.appendingPathComponent("docs/mappings/boston-311.yaml").path
  static let hasBoston = FileManager.default.fileExists(atPath: boston)

  private func imported(_ file: String, _ options: String...) throws -> Program.Run {
    try Program.run(
      ["import", log, file, "--map", Self.mapping] + options, directory: directory.path)
  }

  @Test(.enabled(if: hasBoston, "shared/data/boston-311 is missing"))
  func `a dry run says what it understood and writes nothing`() throws {
    let run = try imported(Self.boston, "--create", "--dry-run", "--json")
    #expect(run.status == 0)
    let json = try run.json
    #expect(json["schema"]?.text == "gridlog.import-plan/1")
    #expect(json["encoding"]?.text == "UTF-8")
    #expect(json["records"]?.integer == 100)
    #expect(!FileManager.default.fileExists(atPath: log))
  }

  @Test(.enabled(if: hasBoston, "shared/data/boston-311 is missing"))
  func `every row is accounted for, and a second import appends nothing`() throws {
    let first = try imported(Self.boston, "--create", "--json").json
    #expect(first["read"]?.integer == 100)
    #expect(first["appended"]?.integer == 100)
    let head = try #require(first["head"]?.integer)
    let second = try imported(Self.boston, "--json").json
    #expect(second["appended"]?.integer == 0)
    #expect(second["alreadyThere"]?.integer == 100)
    #expect(second["eventsAppended"]?.integer == 0)
    #expect(second["head"]?.integer == head)
    #expect(try Program.run("verify", log).status == 0)
  }

  @Test(.enabled(if: hasBoston, "shared/data/boston-311 is missing"))
  func `rejected rows stand in a file that others cannot read`() throws {
    let text = try String(contentsOfFile: Self.boston, encoding: .utf8)
    var lines = text.components(separatedBy: "\n")
    lines[3] = lines[3].replacing("2022-0", with: "2022-9")
    let file = directory.path(of: "bad.csv")
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let run = try imported(file, "--create", "--json")
    #expect(run.status == 3)
    #expect(run.errors.contains("GL-E120"))
    let json = try run.json
    #expect(json["rejected"]?.integer == 1)
    #expect(json["rejectedRows"]?[0]?["line"]?.integer == 4)
    #expect(json["appended"]?.integer == 99)
    let rejected = directory.path(of: "bad.csv.rejected.csv")
    let attributes = try FileManager.default.attributesOfItem(atPath: rejected)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let rows = try Data(contentsOf: URL(fileURLWithPath: rejected))
    #expect(rows.starts(with: [0xEF, 0xBB, 0xBF]), "Excel takes it for UTF-8")
    #expect(String(decoding: rows, as: UTF8.self).contains("2022-9"))
  }

  @Test func `a mapping that cannot be used ends with 2 and every fault in it`() throws {
    let map = directory.path(of: "m.yaml")
    try "format: cvs\nsystm: x\n".write(toFile: map, atomically: true, encoding: .utf8)
    let run = try Program.run("import", log, "x.csv", "--map", map)
    #expect(run.status == 2)
    #expect(run.errors.contains("GL-E216"))
    #expect(run.errors.contains("line 1") || run.errors.contains("line 2"))
  }

  @Test func `a file that is not there ends with 2`() throws {
    _ = try Program.run("init", log)
    let run = try Program.run("import", log, "no-such.csv", "--map", Self.mapping)
    #expect(run.status == 2)
    #expect(run.errors.contains("GL-E209"))
  }
}
