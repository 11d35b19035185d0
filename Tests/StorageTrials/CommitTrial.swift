// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// An append during which calls fail, and whether the log can be used as before afterwards.
struct CommitTrial {
  let path: String
  let plan: String
  /// Puts a request that is known already before the new one, in the same commit.
  let isTogether: Bool

  init(_ arguments: [String]) throws {
    guard arguments.count >= 2 else { throw Misuse("commit LOG PLAN [together]") }
    path = arguments[0]
    plan = arguments[1]
    isTogether = arguments.dropFirst(2).first == "together"
  }

  func run() throws {
    let log = try EventLog.create(at: path, options: Counted.options)
    try log.append(Counted.events(1..<4))
    Shim.arm(plan)
    if isTogether {
      let results = log.appendTogether([
        try Counted.events(1..<4), try Counted.events(4..<7),
      ])
      print("known:", CommitTrial.text(results[0]))
      print("append:", CommitTrial.text(results[1]))
    } else {
      print("append:", CommitTrial.text(try append(4..<7, to: log)))
    }
    let failures = Shim.failures
    Shim.disarm()
    print("failed calls:", failures)
    print("head:", try log.head.rawValue)
    print("retry:", CommitTrial.text(try append(4..<7, to: log)))
    print("next:", CommitTrial.text(try append(7..<9, to: log)))
    try CommitTrial.printContent(of: log)
    print("verify:", try log.verify().isIntact ? "intact" : "not intact")
  }

  private func append(
    _ numbers: Range<Int>, to log: EventLog
  ) throws -> Result<Receipt, AppendError> {
    let events = try Counted.events(numbers)
    return Result { () throws(AppendError) in try log.append(events) }
  }

  static func text(_ result: Result<Receipt, AppendError>) -> String {
    switch result {
    case .success(let receipt):
      let positions = receipt.positions.map { String($0.rawValue) }.joined(separator: " ")
      return "at \(positions), \(receipt.appended) new"
    case .failure(.log(let error)): return "log error \(error)"
    case .failure(.outcomeUnknown(let ids)):
      return "unknown " + ids.map { String($0.low) }.joined(separator: " ")
    case .failure(let error): return "refused \(error)"
    }
  }

  static func printContent(of log: EventLog) throws {
    let events = try log.events()
    print("positions:", events.map { String($0.position.rawValue) }.joined(separator: " "))
    print("numbers:", events.map { String($0.content.id.low) }.joined(separator: " "))
  }
}

/// The program was called in a way it does not know.
struct Misuse: Error, CustomStringConvertible {
  let description: String
  init(_ usage: String) { description = "usage: StorageTrials \(usage)" }
}
