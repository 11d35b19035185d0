// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Foundation
internal import Testing

extension ConformanceScene {
  /// Folds in two other processes, whose hash seeds are others and that remember nothing: the
  /// log from nothing, and a view that was stored halfway here.
  func checkOtherProcess() async throws {
    guard ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] == nil else {
      throw ConformanceError.deterministicHashing
    }
    guard let name = _mangledTypeName(P.self) else {
      throw ConformanceError.notFoundByName(projection: P.name)
    }
    for _ in 0..<2 {
      // Recorded times follow from how events were appended, so each log has its own answer.
      let (path, live) = try halfStored()
      try await OtherFold.run(path, name)
      let answer = try OtherFold.answer(at: path)
      guard answer.first != OtherFold.unknown else {
        throw ConformanceError.notFoundByName(projection: P.name)
      }
      let expected = ["live \(live)", "stored \(live)"]
      guard answer != expected else { continue }
      throw broken(
        .otherProcess, nil,
        "here \(expected.joined(separator: ", ")), there \(answer.joined(separator: ", "))")
    }
  }

  /// A log whose stored view knows one half of it, and the digest of all of it.
  private func halfStored() throws -> (path: String, live: Digest) {
    let path = directory.path(of: "half-\(UUID().uuidString)")
    let log = try Self.makeLog(path)
    try Self.append(events[..<(events.count / 2)], to: log)
    _ = try law(.stored) { try log.project([P.self]) }
    try Self.append(events[(events.count / 2)...], to: log)
    return (path, try law(.otherProcess) { try log.replay(P.self) }.digest)
  }
}

/// A fold in another process: what it is told, and what it tells.
private enum OtherFold {
  static let unknown = "unknown"

  static func run(_ path: String, _ name: String) async throws {
    await #expect(processExitsWith: .success) { [path, name] in
      try OtherFold.fold(path, name)
    }
  }

  static func answer(at path: String) throws -> [String] {
    let answer = try String(contentsOfFile: path + "/answer", encoding: .utf8)
    return answer.split(separator: "\n").map(String.init)
  }

  static func fold(_ path: String, _ name: String) throws {
    let lines: [String]
    if let type = _typeByName(name) as? any Projection.Type {
      do { lines = try digests(path, type) } catch { lines = ["failed: \(error)"] }
    } else {
      lines = [unknown]
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path + "/answer"))
  }

  private static func digests<P: Projection>(_ path: String, _ type: P.Type) throws -> [String] {
    let log = try EventLog(
      at: path, options: EventLogOptions(catalogue: P.Vocabulary.catalogue))
    let live = try log.replay(P.self)
    try log.project([P.self])
    return ["live \(live.digest)", "stored \(try log.storedView(P.self).digest)"]
  }
}
