// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// Fails the first call of a sort, then the second, and so on until a run meets no failure.
///
/// Each time there is a typed error or the right answer, and afterwards the log can be used.
struct CallsTrial {
  /// What a call that fails looks like, by the name of the sort.
  static let sorts: [String: String] = [
    "write": "calls=write,error=5", "room": "calls=write,error=28",
    "short-write": "calls=write,short=1", "sync": "calls=sync,error=5",
    "open": "calls=open,error=24", "rename": "calls=rename,error=5",
    "mkdir": "calls=mkdir,error=13", "lock": "calls=flock,error=37", "read": "calls=read,error=5",
    "mmap": "calls=mmap,error=12,caller=liblmdb",
    "malloc": "calls=malloc,error=12,caller=liblmdb",
    "malloc-crypto": "calls=malloc,error=12,caller=libcrypto",
  ]

  private let work: Workload
  private let sort: String
  private let tellsErrors: Bool
  private let scratch = Files.scratch("calls")

  init(_ arguments: [String]) throws {
    guard arguments.count >= 2, let work = Workload(rawValue: arguments[0]),
      CallsTrial.sorts[arguments[1]] != nil
    else {
      let works = Workload.allCases.map(\.rawValue).joined(separator: "|")
      throw Misuse("calls \(works) \(CallsTrial.sorts.keys.sorted().joined(separator: "|")) [tell]")
    }
    self.work = work
    sort = arguments[1]
    tellsErrors = arguments.count > 2
  }

  func run() throws {
    let sample = try Sample(scratch, next: work.next)
    // What is made once a process is not to be counted as lost.
    _ = try attempt(sample, failing: .max)
    let descriptors = CallsTrial.openDescriptors()
    var tally = CallTally()
    var number = 1
    while true {
      Files.write(Array("\(work.rawValue) \(sort) \(number)\n".utf8), to: scratch + "/now")
      // No run takes this long: one that does hangs.
      alarm(60)
      let outcome = try attempt(sample, failing: number)
      alarm(0)
      guard outcome.failures > 0 else { break }
      tally.add(outcome, number)
      let left = CallsTrial.openDescriptors().subtracting(descriptors)
      if !left.isEmpty { tally.wrong(number, "left open: \(left.sorted())") }
      number += 1
    }
    if tellsErrors { tally.tellErrors() }
    tally.show()
    Files.remove(scratch)
    if tally.wrong > 0 { exit(1) }
  }

  /// Swift's runtime opens these when it first has use for them, which may be in any run.
  private static let ofRuntime: Set = [
    "anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]",
  ]

  /// What is open, by number and name.
  private static func openDescriptors() -> Set<String> {
    Set(
      Files.names(in: "/proc/self/fd").compactMap { number in
        // The descriptor that lists them is closed by now, and names nothing.
        let name = Files.target(ofLink: "/proc/self/fd/\(number)")
        return name.isEmpty || ofRuntime.contains(name) ? nil : "\(number) \(name)"
      })
  }

  /// One run on a fresh copy of the sample, in which call `number` of the sort fails.
  private func attempt(_ sample: Sample, failing number: Int) throws -> CallOutcome {
    let directory = scratch + "/run"
    Files.remove(directory)
    sample.lay(out: directory)
    var run = WorkRun(path: directory + (work == .create ? "/new" : "/log"), sample: sample)
    try run.prepare(work)
    let plan = CallsTrial.sorts[sort]! + (work.failingMeta.map { ",meta=\($0)" } ?? "")
    Shim.arm("\(plan),nth=\(number)")
    let result = Result { try run.perform(work) }
    let failures = Shim.failures
    Shim.disarm()
    var outcome = CallOutcome(failures: failures)
    switch result {
    case .success(nil): break
    case .success(let wrong?): outcome.wrong = wrong
    case .failure(let error): outcome.error = "\(type(of: error)): \(error)"
    }
    outcome.wrong = outcome.wrong ?? run.goOn(work, hasSucceeded: outcome.error == nil)
    return outcome
  }
}

/// A log that every run starts from, as bytes.
struct Sample {
  let state: [(name: String, bytes: [UInt8]?)]
  let promise: Promise
  /// What the workloads append: new names, and a sealed field of a new subject.
  let more: Range<Int>
  let digest: Digest

  /// - Parameter next: The number that the sample does not have yet.
  init(_ scratch: String, next: Int) throws {
    let directory = scratch + "/base"
    Files.makeDirectory(directory)
    var promise = Promise()
    promise.isCreated = true
    do {
      let log = try EventLog.create(at: directory + "/log", options: Counted.options)
      try log.append(Counted.events(1..<4))
      try log.append(Counted.events(4..<next))
      promise.last = 4..<next
      promise.next = next
      more = next..<next + 5
      digest = try log.replay(CountedByCounter.self).digest
    }
    self.promise = promise
    state = Sample.content(of: directory, "/log")
  }

  /// A directory and all below it, the lock files of LMDB left out: each process makes its own.
  private static func content(
    of root: String, _ name: String
  ) -> [(name: String, bytes: [UInt8]?)] {
    let isDirectory = Files.isDirectory(root + name)
    guard isDirectory else { return [(name, Files.read(root + name))] }
    let parts = Files.names(in: root + name).filter { $0 != "lock.mdb" }
    return [(name, nil)] + parts.flatMap { content(of: root, "\(name)/\($0)") }
  }

  func lay(out directory: String) {
    Files.makeDirectory(directory)
    for (name, bytes) in state {
      if let bytes {
        Files.write(bytes, to: directory + name)
      } else {
        Files.makeDirectory(directory + name)
      }
    }
  }
}

/// What came of one run.
struct CallOutcome {
  /// How many calls failed.
  var failures: Int
  var error: String?
  var wrong: String?
}

struct CallTally {
  private var errors: [String: Int] = [:]
  private var runs = 0
  private var told = 0
  private(set) var wrong = 0

  mutating func add(_ outcome: CallOutcome, _ number: Int) {
    runs += 1
    if let error = outcome.error {
      told += 1
      errors[error, default: 0] += 1
    }
    if let what = outcome.wrong {
      wrong(number, what + (outcome.error.map { " after \($0)" } ?? ""))
    }
  }

  mutating func wrong(_ number: Int, _ what: String) {
    wrong += 1
    if wrong <= 10 { print("wrong: call \(number): \(what)") }
  }

  func tellErrors() {
    for (error, count) in errors.sorted(by: { $0.key < $1.key }) {
      print("error \(count)x \(error)")
    }
  }

  func show() {
    print("calls:", runs)
    print("errors:", told)
    print("failures:", wrong)
  }
}
