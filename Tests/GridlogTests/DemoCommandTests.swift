// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Interchange
import Testing

@Suite struct DemoCommandTests {
  let directory = TemporaryDirectory("demo")

  private func demo(_ name: String, seed: Int) throws -> String {
    let path = directory.path(of: name)
    let run = try Program.run("demo", path, "--events", "3000", "--seed", "\(seed)", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json["head"]?.integer ?? 0 >= 3000)
    return path
  }

  @Test func `the same seed gives the same county, another seed another`() throws {
    let events = try ["a", "b"].map {
      try Program.run("show", demo($0, seed: 7), "--jsonl").output
    }
    #expect(events[0] == events[1])
    #expect(try Program.run("show", demo("c", seed: 8), "--jsonl").output != events[0])
  }

  @Test func `an unknown kit is refused with the names of those there are`() throws {
    let path = directory.path(of: "e")
    let run = try Program.run("demo", path, "--kit", "gaoyou-2021")
    #expect(run.status == 2)
    #expect(run.errors.contains("gaoyou-2021"))
    #expect(run.errors.contains("baoying-2021"))
    let named = try Program.run("demo", path, "--kit", "baoying-2021", "--events", "1", "--json")
    #expect(try named.json["kit"]?.text == "baoying-2021")
  }

  @Test func `a demo verifies and shows what to do next`() throws {
    let path = directory.path(of: "d")
    let run = try Program.run("demo", path, "--events", "3000")
    #expect(run.status == 0)
    #expect(run.errors.contains("gridlog view \(path) town-workload"))
    #expect(try Program.run("verify", path).status == 0)
  }
}
