// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Interchange
import Testing

/// From `init` to a proof that Python checks, as people do it.
@Suite struct ProofCommandTests {
  let directory = TemporaryDirectory("proofs")
  var log: String { directory.path(of: "a.gridlog") }

  private func append(_ numbers: ClosedRange<Int>) throws {
    let lines = numbers.map { number in
      Lines.signed(
        number, id: "00000000-0000-4000-8000-\(String(format: "%012d", number))",
        time: "2021-08-05T09:12:00+08:00")
    }
    let run = try Program.run("append", log, input: Lines.bytes(lines))
    #expect(run.status == 0, "\(run.errors)")
  }

  private func made(_ options: String...) throws {
    #expect(try Program.run(["init", log, "--clock-from-source"] + options).status == 0)
    try append(1...9)
  }

  private func write(_ text: String, to name: String) throws -> String {
    let path = directory.path(of: name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// What the verifier in Python says of these files: its status and its lines.
  private func python(_ arguments: [String]) throws -> (Int32, String) {
    let verifier = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/verify_proof.py").standardizedFileURL.path
    let output = directory.path(of: "python-output")
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [verifier] + arguments
    process.environment = ["LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
  }

  /// Changes the first event behind the log's back, checksum and all; other tests show how that
  /// is found byte by byte.
  private func rewriteFirst() throws {
    let forged = directory.path(of: "forged.gridlog")
    try FileManager.default.copyItem(atPath: log + "/keys", toPath: directory.path(of: "keys"))
    try FileManager.default.copyItem(
      atPath: log + "/checkpoints", toPath: directory.path(of: "checkpoints"))
    let identity = try EventLog(
      at: log, options: EventLogOptions(catalogue: GovernanceEvent.catalogue)
    ).identity
    let other = try EventLog.create(
      at: forged, options: EventLogOptions(catalogue: GovernanceEvent.catalogue),
      clock: .source, id: identity.id, now: identity.created)
    _ = other
    let lines = (1...9).map { number in
      Lines.signed(
        number, id: "00000000-0000-4000-8000-\(String(format: "%012d", number))",
        time: "2021-08-05T09:1\(number == 4 ? 3 : 2):00+08:00")
    }
    #expect(try Program.run("append", forged, input: Lines.bytes(lines)).status == 0)
    try FileManager.default.removeItem(atPath: forged + "/keys")
    try FileManager.default.copyItem(
      atPath: directory.path(of: "keys"), toPath: forged + "/keys")
    try FileManager.default.moveItem(atPath: log, toPath: directory.path(of: "true.gridlog"))
    try FileManager.default.moveItem(atPath: forged, toPath: log)
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
      "/usr/bin/python3 is missing"),
    arguments: ["sha256", "sm3"])
  func `a log is signed, proved and checked by a program that shares nothing with it`(
    digest: String
  ) throws {
    try made("--digest", digest)
    let checkpoint = try Program.run("checkpoint", log)
    #expect(checkpoint.status == 0, "\(checkpoint.errors)")
    #expect(checkpoint.output.hasPrefix("gridlog/"))
    #expect(checkpoint.errors.contains("000000000009.checkpoint"))
    try append(10...20)
    #expect(try Program.run("checkpoint", log, "-q").errors == "")
    let key = try Program.run("key", "show", log).output.trimmingCharacters(in: .newlines)
    let old = try write(checkpoint.output, to: "old.checkpoint")
    let event = try Program.run("prove", log, "--position", "5")
    let earlier = try Program.run("prove", log, "--position", "5", "--in", "9")
    let growth = try Program.run("prove", log, "--consistency", "9", "20")
    #expect(event.output != earlier.output)
    let files = try zip(["event", "earlier", "growth"], [event, earlier, growth]).map {
      #expect($1.status == 0, "\($1.errors)")
      return try write($1.output, to: "\($0).tlog-proof")
    }
    #expect(
      event.output.hasPrefix(
        digest == "sm3" ? "gridlog/sm3-proof@v1\n" : "c2sp.org/tlog-proof@v1\n"))
    let (status, lines) = try python(["--key", key, "--old", old, old] + files)
    #expect(status == 0, "\(lines)")
    #expect(lines.split(separator: "\n").allSatisfy { $0.hasPrefix("ok ") })
    let forged = try write(
      event.output.replacingOccurrences(of: "index 4", with: "index 5"), to: "forged.tlog-proof")
    #expect(try python(["--key", key, forged]).0 == 1)
  }

  @Test(arguments: ["sha256", "sm3"])
  func `proofs are verified without the log, as the verifier in Python does`(
    digest: String
  ) throws {
    try made("--digest", digest)
    let old = try write(try Program.run("checkpoint", log).output, to: "old.checkpoint")
    try append(10...20)
    let new = try write(try Program.run("checkpoint", log).output, to: "new.checkpoint")
    let key = try Program.run("key", "show", log).output.trimmingCharacters(in: .newlines)
    let event = try Program.run("prove", log, "--position", "5").output
    let growth = try Program.run("prove", log, "--consistency", "9", "20").output
    try FileManager.default.removeItem(atPath: log)
    let texts = [event, growth, try String(contentsOfFile: new, encoding: .utf8)]
    for (number, text) in texts.enumerated() {
      let file = try write(text, to: "\(number).proof")
      let run = try Program.run("verify", file, "--key", key)
      #expect(run.status == 0, "\(run.errors)")
      let json = try Program.run("verify", file, "--key", key, "--json").json
      #expect(json["schema"]?.text == "gridlog.verify-proof/1")
      #expect(json["proves"]?.text == ["event", "growth", "checkpoint"][number])
      #expect(json["size"]?.integer == 20)
      try expectAgreement(on: text, number, key)
    }
    let shown = try Program.run("verify", directory.path(of: "0.proof"), "--key", key)
    #expect(shown.output.contains("TicketSignedFor  ticket/T-5"))
    let grown = directory.path(of: "1.proof")
    #expect(try Program.run("verify", grown, "--key", key, "--against", old).status == 0)
    let other = try Program.run("verify", grown, "--key", key, "--against", new)
    #expect(other.status == 4)
    #expect(other.errors.contains("GL-E413"))
    #expect(try Program.run("verify", old, "--key", key, "--against", old).status == 2)
    #expect(try Program.run("verify", old).status == 2, "without a key nothing is proved")
    _ = try Program.run("init", directory.path(of: "b.gridlog"))
    let foreign = try Program.run("key", "show", directory.path(of: "b.gridlog")).output
    let unsigned = try Program.run(
      "verify", old, "--key", foreign.trimmingCharacters(in: .newlines))
    #expect(unsigned.status == 4)
    #expect(unsigned.errors.contains("GL-E412"))
  }

  /// Changes the text at places all over it; both verifiers must say the same each time.
  private func expectAgreement(on text: String, _ number: Int, _ key: String) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else { return }
    let bytes = Array(text.utf8)
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
      var changed = bytes
      // A letter for a letter, so that some changes still are Base64.
      changed[place] = changed[place] == UInt8(ascii: "B") ? UInt8(ascii: "C") : UInt8(ascii: "B")
      let file = directory.path(of: "\(number).\(place).changed")
      try Data(changed).write(to: URL(fileURLWithPath: file))
      let ours = try Program.run("verify", file, "--key", key)
      let theirs = try python(["--key", key, file])
      #expect([3, 4].contains(ours.status), "\(number), byte \(place): \(ours.errors)")
      #expect(theirs.0 == 1, "\(number), byte \(place): \(theirs.1)")
    }
  }

  @Test func `nothing rewritten is told, against a file, a folder and a copy`() throws {
    try made()
    let note = try Program.run("checkpoint", log).output
    let copy = directory.path(of: "copy.gridlog")
    try FileManager.default.copyItem(atPath: log, toPath: copy)
    try append(10...12)
    let file = try write(note, to: "kept")
    let key = try Program.run("key", "show", log).output.trimmingCharacters(in: .newlines)
    for old in [file, log + "/checkpoints", copy] {
      let run = try Program.run("verify", log, "--against", old, "--key", key)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("nothing was rewritten since \(old)"))
      let json = try Program.run("verify", log, "--against", old, "--json").json
      #expect(json["schema"]?.text == "gridlog.verify/1")
      #expect(json["against"]?.elements?.first?["size"]?.integer == 9)
      #expect(json["rewritten"] == .null)
      #expect(json["checkpoints"]?.integer == 1)
    }
  }

  @Test func `rewritten history ends with 4 and says where it shows`() throws {
    try made()
    let note = try write(try Program.run("checkpoint", log).output, to: "kept")
    try rewriteFirst()
    #expect(try Program.run("verify", log).status == 0, "by itself it is a sound log")
    let run = try Program.run("verify", log, "--against", note)
    #expect(run.status == 4)
    #expect(run.errors.contains("GL-E411"))
    let zh = try Program.run("verify", log, "--against", note, "--lang", "zh")
    #expect(zh.errors.contains("历史已被改写"))
    let copy = directory.path(of: "true.gridlog")
    let compared = try Program.run("verify", log, "--against", copy, "--json")
    #expect(compared.status == 4)
    #expect(try compared.json["rewritten"]?["first"]?.integer == 4)
    #expect(try compared.json["intact"]?.bool == false)
    // With the old checkpoint in its place it signs no more.
    try FileManager.default.copyItem(
      atPath: directory.path(of: "checkpoints"), toPath: log + "/checkpoints")
    #expect(try Program.run("checkpoint", log).status == 4)
    #expect(try Program.run("prove", log, "--position", "2").status == 4)
    #expect(try Program.run("verify", log).status == 4)
  }

  @Test func `what cannot be proved ends with the status of its class`() throws {
    try made()
    let none = try Program.run("prove", log, "--position", "2")
    #expect(none.status == 1)
    #expect(none.errors.contains("gridlog checkpoint \(log)"))
    let note = try Program.run("checkpoint", log).output
    #expect(try Program.run("prove", log, "--position", "10").status == 1)
    #expect(try Program.run("prove", log, "--position", "1", "--in", "4").status == 1)
    #expect(try Program.run("prove", log).status == 2)
    #expect(try Program.run("prove", log, "--consistency", "3").status == 2)
    #expect(try Program.run("prove", log, "--consistency", "3", "8").status == 1)
    #expect(try Program.run("verify", log, "--key", "x").status == 2)
    let nonsense = try write("nonsense\n", to: "nonsense")
    #expect(try Program.run("verify", log, "--against", nonsense).status == 3)
    #expect(try Program.run("verify", log, "--against", note, "--key", "x").status == 3)
    let missing = directory.path(of: "nothing")
    #expect(try Program.run("verify", log, "--against", missing).status != 0)
    let changed = try write(note.replacingOccurrences(of: "\n9\n", with: "\n8\n"), to: "changed")
    let run = try Program.run("verify", log, "--against", changed)
    #expect(run.status == 4)
    #expect(run.errors.contains("GL-E412"))
    try FileManager.default.removeItem(atPath: log + "/keys/signing-0001.key")
    let keyless = try Program.run("checkpoint", log)
    #expect(keyless.status == 2)
    #expect(keyless.errors.contains("gridlog key new \(log)"))
  }

  @Test func `another key takes over and the earlier one is still shown`() throws {
    try made()
    let first = try Program.run("key", "show", log).output
    let second = try Program.run("key", "new", log).output
    #expect(first != second)
    #expect(try Program.run("key", "show", log).output == second)
    #expect(try Program.run("key", "show", log, "--all").output == first + second)
    let json = try Program.run("key", "show", log, "--all", "--json").json
    #expect(json["schema"]?.text == "gridlog.key/1")
    #expect(json["keys"]?.elements?.count == 2)
    let made = try Program.run("init", directory.path(of: "b.gridlog"), "--json").json
    #expect(made["verifierKey"]?.text?.hasPrefix("gridlog/") == true)
    #expect(made["digest"]?.text == "sha256")
  }

  @Test func `documents hold what the texts say`() throws {
    try made()
    let note = try Program.run("checkpoint", log).output
    let again = try Program.run("checkpoint", log, "--json").json
    #expect(again["schema"]?.text == "gridlog.checkpoint/1")
    #expect(again["note"]?.text == note)
    #expect(again["size"]?.integer == 9)
    #expect(again["new"]?.bool == false)
    let proof = try Program.run("prove", log, "--position", "3", "--json").json
    #expect(proof["schema"]?.text == "gridlog.prove/1")
    #expect(proof["root"]?.text == again["root"]?.text)
    #expect(proof["position"]?.integer == 3)
    let text = try Program.run("prove", log, "--position", "3").output
    #expect(proof["proof"]?.text == text)
  }
}
