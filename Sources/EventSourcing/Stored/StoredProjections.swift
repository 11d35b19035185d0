// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The stored views of a log: which generations there are, and how one is opened.
struct StoredProjections {
  let log: EventLog
  let options: ReplayOptions

  func catalogue() throws(ProjectionError) -> Catalogue {
    try projecting { () throws(EventLogError) in try Catalogue(of: log) }
  }

  /// What is stored of a projection; nothing counts that was stored beside another log.
  func generations(of projection: String) throws(ProjectionError) -> Generations? {
    let found = try projecting { () throws(EventLogError) in
      try Catalogue(lookingAt: log)?.generations(of: projection)
    }
    return found?.log == log.identity.id ? found : nil
  }

  func all() throws(ProjectionError) -> [(projection: String, Generations)] {
    let found = try projecting { () throws(EventLogError) in
      try Catalogue(lookingAt: log)?.generations() ?? []
    }
    return found.filter { $0.1.log == log.identity.id }
  }

  func set(_ generations: Generations, of projection: String) throws(ProjectionError) {
    let catalogue = try catalogue()
    try projecting { () throws(EventLogError) in try catalogue.set(generations, of: projection) }
  }

  /// Opens a generation; refuses one that a power failure may have left half written.
  func open(
    _ number: Int, of projection: String, readOnly: Bool
  ) throws(ProjectionError) -> GenerationStore {
    let path = Generations.path(number, of: projection, in: log)
    let problem: String
    do throws(EventLogError) {
      if try DirtyMark(path: path).state != .otherBoot {
        return try GenerationStore.open(at: path, readOnly: readOnly)
      }
      problem = "the machine went down before its rows were on disk"
    } catch {
      problem = error.description
    }
    throw .unusable(projection: projection, generation: number, what: problem)
  }

  /// Begins a generation that has folded nothing yet.
  func begin(
    _ type: any Projection.Type, _ generations: inout Generations
  ) throws(ProjectionError) -> GenerationStore {
    let number = generations.next
    generations.next += 1
    generations.building = .init(number: number, version: type.version)
    // The number is taken before the directory is made: what a crash leaves is never served.
    try set(generations, of: type.name)
    let path = Generations.path(number, of: type.name, in: log)
    FileTree.remove(path)
    let state = GenerationState(
      log: log.identity.id, projection: type.name, version: type.version, order: type.order,
      position: .origin)
    return try projecting { () throws(EventLogError) in
      try GenerationStore.create(at: path, state)
    }
  }

  func remove(_ generation: Generations.Generation, of projection: String) {
    FileTree.remove(Generations.path(generation.number, of: projection, in: log))
  }

  /// Removes the generations that the catalogue does not know, whole or begun: the leavings of
  /// processes that ended between two steps. For the one who holds the right to build.
  func sweep(_ generations: Generations, of projection: String) throws(ProjectionError) {
    let directory = Generations.directory(projection, in: log)
    let known = [generations.serving, generations.previous, generations.building]
      .compactMap { $0.map { "\($0.number)" } }
    let names = try projecting { () throws(EventLogError) in
      try ProofFiles.names(in: directory)
    }
    for name in names where !known.contains(name) {
      // A draft is called `.NUMBER.creating-…`; the locks are called by words.
      let number = name.hasPrefix(".") ? name.dropFirst().prefix { $0 != "." } : name[...]
      guard Int(number) != nil else { continue }
      FileTree.remove("\(directory)/\(name)")
    }
  }
}
