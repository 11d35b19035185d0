// SPDX-License-Identifier: Apache-2.0

/// The generations of one stored view, as the catalogue has them (docs/FORMAT.md §7.1).
struct Generations: Hashable {
  struct Generation: Hashable {
    var number: Int
    var version: Int
  }

  var log: EventID
  /// The number that the next one gets; numbers are never given twice.
  var next = 1
  /// What readers see.
  var serving: Generation?
  /// What readers saw before: `rollback` goes back to it.
  var previous: Generation?
  /// What is being built.
  var building: Generation?

  init(log: EventID) { self.log = log }

  /// Where the generations of a projection lie.
  static func directory(_ projection: String, in log: EventLog) -> String {
    "\(log.path)/views/\(projection)"
  }

  static func path(_ number: Int, of projection: String, in log: EventLog) -> String {
    "\(directory(projection, in: log))/\(number)"
  }
}

extension Generations {
  var bytes: [UInt8] {
    var fields = [NamedValue("log", .id(log)), NamedValue("next", .int(Int64(next)))]
    for (name, generation) in [
      ("serving", serving), ("previous", previous), ("building", building),
    ] {
      guard let generation else { continue }
      fields.append(
        NamedValue(
          name,
          .message([
            NamedValue("number", .int(Int64(generation.number))),
            NamedValue("version", .int(Int64(generation.version))),
          ])))
    }
    return ValueCoder.encode(.message(fields))
  }

  init?(_ bytes: [UInt8]) {
    guard let value = try? ValueCoder.decode(bytes), case .id(let log)? = value["log"],
      let next = value.int("next")
    else { return nil }
    self.init(log: log)
    self.next = Int(next)
    serving = Generation(value["serving"])
    previous = Generation(value["previous"])
    building = Generation(value["building"])
  }
}

extension Generations.Generation {
  fileprivate init?(_ value: Value?) {
    guard let value, let number = value.int("number"), let version = value.int("version") else {
      return nil
    }
    self.init(number: Int(number), version: Int(version))
  }
}
