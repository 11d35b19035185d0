// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Interchange
import Testing

@Suite(.timeLimit(.minutes(30))) struct TailCommandTests {
  let directory = TemporaryDirectory("tail")
  var log: String { directory.path(of: "a.gridlog") }

  init() throws {
    _ = try Program.run("init", log, "--clock-from-source")
    let run = try Program.run("append", log, input: Lines.bytes((1...14).map { Lines.signed($0) }))
    #expect(run.status == 0, "\(run.errors)")
  }

  private static func places(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test func `the last ten are shown, or what is asked for`() throws {
    func places(_ options: String...) throws -> [String] {
      TailCommandTests.places(try Program.run(["tail", log] + options).output)
    }
    #expect(try places() == (5...14).map { "#\($0)" })
    #expect(try places("-n", "2") == ["#13", "#14"])
    #expect(try places("--after", "12") == ["#13", "#14"])
    #expect(try places("--after", "0").count == 14)
    #expect(try places("--stream", "ticket/T-3") == ["#3"])
    #expect(try places("--type", "TicketSignedFor", "-n", "1") == ["#14"])
    #expect(try places("--ref", "ticket=ticket/T-2") == ["#2"])
    #expect(try places("--ref", "ticket=ticket/T-2", "--ref", "ticket=ticket/T-3") == [])
  }

  @Test func `what cannot be asked is told`() throws {
    #expect(try Program.run("tail", log, "--ref", "nonsense").status == 2)
    #expect(try Program.run("tail", log, "--type", "Nonsense").status == 2)
    #expect(try Program.run("tail", log, "--after", "1", "-n", "1").status == 2)
    #expect(try Program.run("tail", log, "--stream", "ticket/none").status == 1)
    let beyond = try Program.run("tail", log, "--after", "99")
    #expect(beyond.status == 4)
    #expect(beyond.errors.contains("GL-E415"))
  }

  @Test func `a line is an event that show prints, as CloudEvents or for people`() throws {
    let lines = try Program.run("tail", log, "-n", "2", "--json").output
    #expect(lines == (try Program.run("show", log, "--after", "12", "--jsonl").output))
    let text = try Program.run("tail", log, "-n", "1").output
    #expect(text.hasPrefix("#14  "))
    #expect(text.contains("  TicketSignedFor  ticket/T-14  "))
  }

  @Test func `following, events come as they are appended, and Ctrl-C says how to go on`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["tail", log, "--after", "13", "--follow", "--stream", "ticket/T-99"]
    process.environment = Program.environment
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    for number in [15, 99, 16] {
      _ = try Program.run("append", log, input: Lines.bytes([Lines.signed(number)]))
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    #expect(TailCommandTests.places(line) == ["#16"])
    process.interrupt()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(text.contains("GL-E802"))
    #expect(text.contains("gridlog tail \(log) --after 1"))
    #expect(text.contains("--follow --stream ticket/T-99"))
  }

  @Test func `subscriptions are listed with their lag and their holder`() async throws {
    #expect(try Program.run("subscriptions", log).status == 0)
    let events = try EventLog(
      at: log, options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
    try await events.subscribe("sms-gateway", following: false) { _ in }
    try events.moveSubscription("sms-gateway", to: 11)
    let (began, continuation) = AsyncStream.makeStream(of: Void.self)
    let task = Task { try await events.subscribe("archive") { _ in continuation.yield() } }
    for await _ in began { break }
    let json = try Program.run("subscriptions", log, "--json").json
    #expect(json["schema"]?.text == "gridlog.subscriptions/1")
    #expect(json["head"]?.integer == 14)
    let listed = json["subscriptions"]?.elements ?? []
    #expect(listed.map { $0["name"]?.text } == ["archive", "sms-gateway"])
    #expect(listed.last?["behind"]?.integer == 3)
    #expect(listed.last?["holder"] == .null)
    #expect(listed.first?["holder"]?.text?.contains("PID \(getpid())") == true)
    let text = try Program.run("subscriptions", log, "--lang", "zh").output
    let row = text.split(separator: "\n").last { $0.contains("sms-gateway") } ?? ""
    #expect(row.split(separator: " ").prefix(3) == ["sms-gateway", "#11", "3"], "\(text)")
    task.cancel()
    _ = try await task.value
  }

  @Test func `a subscription is moved and removed, unless somebody handles it`() async throws {
    let events = try EventLog(
      at: log, options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
    try await events.subscribe("sms-gateway", following: false) { _ in }
    let moved = try Program.run("subscriptions", log, "--move", "sms-gateway", "--to", "5")
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(moved.output.contains("#5"))
    #expect(try events.subscriptions().map(\.checkpoint) == [5])
    let back = try Program.run(
      "subscriptions", log, "--move", "sms-gateway", "--to", "0", "--json")
    #expect(try back.json["schema"]?.text == "gridlog.subscriptions/1")
    #expect(try back.json["subscriptions"]?.elements?.first?["behind"]?.integer == 14)
    let beyond = try Program.run("subscriptions", log, "--move", "sms-gateway", "--to", "15")
    #expect(beyond.status == 1)
    #expect(beyond.errors.contains("GL-E301"))
    for options in [["--move", "other", "--to", "1"], ["--remove", "other"], ["--remove", " "]] {
      let unknown = try Program.run(["subscriptions", log] + options)
      #expect(unknown.status == 1)
      #expect(unknown.errors.contains("GL-E304"))
    }
    for options in [
      ["--move", "a"], ["--to", "1"], ["--move", "a", "--to", "1", "--remove", "b"],
    ] {
      #expect(try Program.run(["subscriptions", log] + options).status == 2)
    }
    let (began, continuation) = AsyncStream.makeStream(of: Void.self)
    let task = Task { try await events.subscribe("sms-gateway") { _ in continuation.yield() } }
    for await _ in began { break }
    let held = try Program.run("subscriptions", log, "--remove", "sms-gateway")
    #expect(held.status == 5)
    #expect(held.errors.contains("GL-E504") && held.errors.contains("PID \(getpid())"))
    task.cancel()
    _ = try await task.value
    #expect(try Program.run("subscriptions", log, "--remove", "sms-gateway").status == 0)
    #expect(try events.subscriptions().isEmpty)
  }
}
