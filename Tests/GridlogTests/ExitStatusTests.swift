// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

/// One test a class of failure: what scripts decide by.
@Suite struct ExitStatusTests {
  let directory = TemporaryDirectory("cli")
  var log: String { directory.path(of: "a.gridlog") }

  private func makeLog() throws {
    #expect(try Program.run("init", log).status == 0)
  }

  @Test(arguments: [
    ["bogus"], ["stat"], ["view", "x"], ["init", "x", "--zone"], ["show", "x", "--limit", "0"],
    ["stat", "x", "--ambiguous-width", "3"], ["stat", "x", "--lang", "fr"], ["--nope"],
    ["diff", "x", "town-workload"],
  ])
  func `a command line that is not understood ends with 2 and a usage`(
    arguments: [String]
  ) throws {
    let run = try Program.run(arguments)
    #expect(run.status == 2)
    #expect(run.output == "", "results only on standard output")
    #expect(run.errors.contains("GL-E200"))
    #expect(run.errors.contains("Usage: gridlog"))
  }

  @Test func `no log at the path ends with 2 and the command that makes one`() throws {
    let run = try Program.run("stat", log)
    #expect(run.status == 2)
    #expect(run.errors.contains("GL-E201"))
    #expect(run.errors.contains("gridlog init \(log)"))
  }

  @Test func `a path that is taken ends with 2 and changes nothing`() throws {
    try makeLog()
    let before = try Program.run("stat", log, "--json").output
    let run = try Program.run("init", log)
    #expect(run.status == 2)
    #expect(run.errors.contains("GL-E202"))
    #expect(try Program.run("stat", log, "--json").output == before)
  }

  @Test func `a question without an answer ends with 1`() throws {
    try makeLog()
    #expect(try Program.run("show", log, "--position", "5").status == 1)
    let nothing = try Program.run("show", log, "--ticket", "none")
    #expect(nothing.status == 1)
    #expect(nothing.errors.contains("GL-E302"))
  }

  @Test func `rejected input ends with 3`() throws {
    try makeLog()
    let run = try Program.run("append", log, input: Array("nonsense\n".utf8))
    #expect(run.status == 3)
    #expect(run.errors.contains("GL-E101"))
    #expect(run.errors.contains("line 1"))
  }

  @Test func `a damaged store ends with 4 and is not changed`() throws {
    try makeLog()
    try Program.run("append", log, input: Lines.bytes((1...200).map { Lines.signed($0) }))
    let file = URL(fileURLWithPath: log + "/log/data.mdb")
    var data = try Data(contentsOf: file)
    // Pages behind the two meta pages: whatever is there is damaged.
    for offset in stride(from: 3 * 4096 + 600, to: data.count, by: 4096) { data[offset] ^= 0xFF }
    try data.write(to: file)
    let run = try Program.run("verify", log)
    #expect(run.status == 4)
    #expect(run.errors.contains("GL-E4"))
    #expect(try Data(contentsOf: file) == data)
  }

  @Test func `a truncated store ends with 4`() throws {
    try makeLog()
    try Program.run("append", log, input: Lines.bytes((1...200).map { Lines.signed($0) }))
    let file = URL(fileURLWithPath: log + "/log/data.mdb")
    let data = try Data(contentsOf: file)
    try data.prefix(data.count / 2 / 4096 * 4096).write(to: file)
    let run = try Program.run("stat", log)
    #expect(run.status == 4)
    #expect(run.errors.contains("GL-E401"))
  }

  @Test func `words and results do not mix`() throws {
    try makeLog()
    let run = try Program.run("stat", log, "--json", "-v")
    #expect(try run.json["schema"]?.text == "gridlog.stat/1")
    let quiet = try Program.run("append", log, "-q", input: Lines.bytes([Lines.signed(1)]))
    #expect(quiet.errors == "")
    #expect(quiet.output.contains("1 appended"))
  }

  @Test func `an error is told in the language asked for, under the same code`() throws {
    let en = try Program.run("stat", log, "--lang", "en").errors
    let zh = try Program.run("stat", log, "--lang", "zh").errors
    #expect(en.contains("GL-E201 there is no log here"))
    #expect(zh.contains("GL-E201 此处没有台账"))
  }

  @Test func `hostile names reach the terminal escaped`() throws {
    let run = try Program.run("stat", "evil\u{1B}]0;x\u{07}\u{202E}")
    #expect(run.status == 2)
    #expect(!run.errors.contains("\u{1B}"))
    #expect(!run.errors.contains("\u{202E}"))
  }
}
