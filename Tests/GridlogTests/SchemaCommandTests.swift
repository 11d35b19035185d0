// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

/// A build asks whether its schemas still mean what was released.
@Suite struct SchemaCommandTests {
  private static let frozen = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schemas")
    .path(percentEncoded: false)
  private let directory = TemporaryDirectory("schemas")

  private func changed(_ name: String, _ old: String, _ new: String) throws -> String {
    let path = directory.path(of: "frozen")
    try FileManager.default.copyItem(atPath: Self.frozen, toPath: path)
    let file = "\(path)/\(name)"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(old))
    try Data(text.replacingOccurrences(of: old, with: new).utf8)
      .write(to: URL(filePath: file))
    return path
  }

  @Test func `the program's schemas are those that were frozen`() throws {
    let run = try Program.run("schema", "check", "--schemas", Self.frozen, "--json")
    #expect(run.status == 0, "\(run.output)")
    let json = try run.json
    #expect(json["schema"]?.text == "gridlog.schema-check/1")
    #expect(json["breaking"]?.integer == 0)
    #expect(json["changes"]?.elements == [])
  }

  @Test func `a changed number ends with status 1 and is named in both languages`() throws {
    let path = try changed("TicketDispatched.v1.json", "\"x-field\": 2,", "\"x-field\": 7,")
    let json = try Program.run("schema", "check", "--schemas", path, "--json")
    #expect(json.status == 1)
    let change = try json.json["changes"]?[0]
    #expect(change?["schema"]?.text == "TicketDispatched.v1")
    #expect(change?["field"]?.text == "binding")
    #expect(change?["kind"]?.text == "number-changed")
    #expect(change?["frozen"]?.text == "7")
    #expect(change?["code"]?.text == "2")
    let en = try Program.run("schema", "check", "--schemas", path)
    #expect(en.status == 1)
    #expect(en.output.contains("TicketDispatched.v1 binding: field number changed (7 → 2)"))
    let zh = try Program.run("schema", "check", "--schemas", path, "--lang", "zh")
    #expect(zh.output.contains("TicketDispatched.v1 binding：字段编号已变 (7 → 2)"))
  }

  @Test func `a type that is not frozen yet is compatible`() throws {
    let path = try changed("TicketVoided.v1.json", "x", "x")
    try FileManager.default.removeItem(atPath: "\(path)/TicketVoided.v1.json")
    let run = try Program.run("schema", "check", "--schemas", path)
    #expect(run.status == 0)
    #expect(run.output.contains("TicketVoided.v1: new type, not frozen yet"))
  }

  @Test func `a directory or file that cannot be read is an error, not a verdict`() throws {
    let missing = try Program.run("schema", "check", "--schemas", directory.path(of: "none"))
    #expect(missing.status == 2 && missing.errors.contains("GL-E209"))
    let path = try changed("TicketVoided.v1.json", "{", "(")
    let broken = try Program.run("schema", "check", "--schemas", path)
    #expect(broken.status == 3 && broken.errors.contains("GL-E101"))
  }
}
