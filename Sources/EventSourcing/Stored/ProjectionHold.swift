// SPDX-License-Identifier: Apache-2.0

/// The right to fold or to rebuild a stored view: one process at a time, named to the others.
final class ProjectionHold {
  enum Work: String {
    /// Keeping the serving generation current.
    case upkeep
    /// Building another one.
    case rebuild
  }

  private let hold: FileHold

  /// - Throws: ``ProjectionError/busy(projection:holder:)`` if another has it.
  init(
    _ work: Work, of projection: String, in log: EventLog
  ) throws(ProjectionError) {
    let directory = Generations.directory(projection, in: log)
    try projecting { () throws(EventLogError) in
      try FileTree.makeDirectory(log.path + "/views")
      try FileTree.makeDirectory(directory)
    }
    do throws(FileHold.Failure) {
      hold = try FileHold("\(directory)/\(work.rawValue).lock")
    } catch {
      switch error {
      case .held(let holder): throw .busy(projection: projection, holder: holder)
      case .log(let error): throw .log(error)
      }
    }
  }

  /// Who has it now; `nil` if nobody does.
  static func holder(_ work: Work, of projection: String, in log: EventLog) -> String? {
    let path = "\(Generations.directory(projection, in: log))/\(work.rawValue).lock"
    return WriterLock(path: path).currentHolder
  }
}
