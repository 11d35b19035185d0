// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Interchange
import Testing

/// Machines whose clock is wrong, and machines elsewhere in the world (R15).
@Suite struct ClockTests {
  let directory = TemporaryDirectory("clock")
  var log: String { directory.path(of: "a.gridlog") }

  /// Before any clock of these tests: an event dated later than the clock is refused.
  private static let occurred = "2014-08-05T09:12:00+08:00"

  /// Runs the program with a clock that is so many seconds wrong; several take turns, look by look.
  private func run(
    _ arguments: [String], off seconds: String, input: [UInt8] = []
  ) throws -> Program.Run {
    try Program.run(
      arguments, input: input,
      environment: ["LD_PRELOAD": FaultShim.path(), "GRIDLOG_CLOCK": seconds])
  }

  /// Member `name` of every event, in order.
  private func listed(_ name: String) throws -> [String] {
    try Program.run("show", log, "--jsonl").output.split(separator: "\n").map { line in
      try JSONParser.parse(Array(line.utf8), limits: JSONLimits(bytes: 1 << 20))[name]?.text ?? ""
    }
  }

  private static let hour = "3600", year = "31536000", decade = "315360000"

  /// Each run of the program has another clock; within a run the last three jump at every look.
  static let courses: [[String]] = [
    ["0", "-\(hour)", "0"], ["0", "-\(year)", "\(year)", "0"],
    ["0", "\(decade)", "0", "-\(decade)"],
    ["0", "0,-1,-1,0", "0,-1"], ["0", "0,\(hour),-\(hour)"],
    ["-\(decade)", "0,\(decade),-\(decade)"],
  ]

  @Test(arguments: courses)
  func `recorded time never goes back, whatever the clock does`(course: [String]) throws {
    #expect(try run(["init", log], off: course[0]).status == 0)
    for (number, seconds) in course.enumerated() {
      // More than one commit: the program writes what it read every few thousand lines.
      let lines = (1...5).map { Lines.signed(number * 5 + $0, time: Self.occurred) }
      let append = try run(["append", log], off: seconds, input: Lines.bytes(lines))
      #expect(append.status == 0, "\(seconds): \(append.errors)")
      #expect(try run(["verify", log], off: seconds).status == 0)
      #expect([0, 1].contains(try run(["doctor", log], off: seconds).status))
    }
    let times = try listed("recordedtime").map { try Date($0, strategy: Self.microseconds) }
    #expect(times.count == course.count * 5)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "\(course): \(times)")
    #expect(try listed("id").count == course.count * 5)
    // What was held back is flagged, so that nobody takes it for the true time.
    if course == ["0", "-\(Self.hour)", "0"] {
      let flags = try listed("recordflags")
      #expect(flags[..<5].allSatisfy { $0 == "" })
      #expect(flags[5..<10].allSatisfy { $0 == "clockClamped" })
      let doctor = try run(["doctor", log], off: "-\(Self.hour)")
      #expect(doctor.output.contains("! clock"), "\(doctor.output)")
    }
  }

  private static let microseconds = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  @Test func `an event from a clock that runs ahead is refused, and imports are kept`() throws {
    _ = try Program.run("init", log)
    let tomorrow = Date.now.addingTimeInterval(86_400).formatted(.iso8601)
    let ahead = Lines.bytes([Lines.signed(1, time: tomorrow)])
    let refused = try run(["append", log], off: "0", input: ahead)
    #expect(refused.status == 3)
    #expect(refused.errors.contains("GL-E113"))
    #expect(try run(["append", log], off: "172800", input: ahead).status == 0)
  }

  // MARK: Elsewhere

  static let places: [[String: String]] = [
    ["TZ": "UTC", "LC_ALL": "C.UTF-8"], ["TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"],
    ["TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8"], ["TZ": "Pacific/Kiritimati"],
    ["TZ": "XYZ-14:45", "LC_ALL": "tr_TR.UTF-8"], ["TZ": ":/nonexistent", "LC_ALL": "C"],
    ["TZ": ""],
  ]

  @Test func `no zone and no locale of the machine reaches a log or an answer`() throws {
    let answers = try ClockTests.places.enumerated().map { number, place in
      let home = directory.path(of: "place\(number)")
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      return try answer(at: home, place)
    }
    for (place, answer) in zip(ClockTests.places, answers).dropFirst() {
      for (one, other) in zip(answers[0], answer) {
        #expect(one.text == other.text, "\(one.what) at \(place)")
      }
    }
  }

  /// A county made, imported into and asked at a place; paths are relative, so they are the same.
  private func answer(
    at home: String, _ place: [String: String]
  ) throws -> [(what: String, text: String)] {
    func say(_ arguments: String..., input: [UInt8] = []) throws -> String {
      let run = try Program.run(
        arguments + ["--lang", "en"], input: input, environment: place, directory: home)
      #expect(run.status == 0, "\(arguments) at \(place): \(run.errors)")
      return run.output
    }
    _ = try say("demo", "a.gridlog", "--events", "3000", "--seed", "7")
    // Civil dates, business days and moments at the edges of days.
    let lines = ["2021-12-31T23:59:59+08:00", "2022-01-01T00:00:00+08:00", "2022-01-01T02:30:00Z"]
    _ = try say(
      "append", "a.gridlog",
      input: Lines.bytes(lines.enumerated().map { Lines.signed(90_000 + $0, time: $1) }))
    var answers = [
      ("events", try say("show", "a.gridlog", "--jsonl")),
      ("tail", try say("tail", "a.gridlog", "-n", "5")),
    ]
    let views = try JSONParser.parse(
      Array(try say("views", "--json").utf8), limits: JSONLimits(bytes: 1 << 20))
    for view in (views["views"]?.elements ?? []).compactMap({ $0["name"]?.text }) {
      for moment in ["2021-08-05", "2021-12-31"] {
        answers.append(
          (
            "\(view) as of \(moment)",
            try say(
              "view", "a.gridlog", view, "--as-of", moment, "--clock", "2022-01-01", "--json")
          ))
      }
      answers.append(
        (
          "\(view) happened by",
          try say(
            "view", "a.gridlog", view, "--happened-by", "2021-12-31", "--clock", "2022-01-01",
            "--csv")
        ))
    }
    return answers
  }
}
