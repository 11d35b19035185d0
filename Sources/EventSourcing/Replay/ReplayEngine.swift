// SPDX-License-Identifier: Apache-2.0

/// Folds a feed into projections in memory, from nothing, as of any moment.
package struct ReplayEngine {
  package let feed: any EventFeed
  package let options: ReplayOptions

  package init(_ feed: any EventFeed, options: ReplayOptions = ReplayOptions()) {
    self.feed = feed
    self.options = options
  }

  /// The view of one projection.
  ///
  /// `clock` is for columns that change with time alone: by default the moment asked, never the
  /// machine's time.
  package func replay<P: Projection>(
    _ type: P.Type, asOf: AsOf = .head, happenedBy: Moment? = nil, clock: Instant? = nil
  ) throws(ReplayError) -> View<P> {
    let views = try replay([type], asOf: asOf, happenedBy: happenedBy, clock: clock)
    guard let view = views[0] as? View<P> else { preconditionFailure("a view of another type") }
    return view
  }

  /// The views of several projections, in the order given, in as few passes as their orders allow.
  package func replay(
    _ types: [any Projection.Type], asOf: AsOf = .head, happenedBy: Moment? = nil,
    clock: Instant? = nil
  ) throws(ReplayError) -> [AnyView] {
    let moment = try resolve(asOf, happenedBy, clock)
    var views: [Int: AnyView] = [:]
    // One session a vocabulary: a batch is lifted to the newest versions of one vocabulary.
    for group in ReplayEngine.groups(types) {
      let session = session(group.vocabulary, moment)
      var folds: [AnyFold] = []
      for index in group.indices {
        folds.append(try ReplayEngine.fold(types[index], session.plan, watch: nil))
      }
      for (index, fold) in zip(group.indices, try session.run(folds)) {
        views[index] = try fold.makeView(ViewContext(self, session, group.vocabulary))
      }
    }
    return types.indices.compactMap { views[$0] }
  }

  func session(
    _ vocabulary: any EventVocabulary.Type, _ moment: ViewMoment
  ) -> ReplaySession {
    ReplaySession(
      feed: feed, options: options, moment: moment,
      directory: OverlayDirectory(feed.directory), plan: VocabularyPlan(vocabulary))
  }

  static func fold(
    _ type: any Projection.Type, _ plan: VocabularyPlan, careful: Bool = false,
    watch: FoldWatch? = nil
  ) throws(ReplayError) -> AnyFold {
    func make<P: Projection>(_ type: P.Type) throws(ReplayError) -> AnyFold {
      try Fold<P>(plan, careful: careful, watch: watch)
    }
    return try make(type)
  }

  static func vocabulary(of type: any Projection.Type) -> any EventVocabulary.Type {
    func vocabulary<P: Projection>(_ type: P.Type) -> any EventVocabulary.Type {
      P.Vocabulary.self
    }
    return vocabulary(type)
  }

  private static func groups(
    _ types: [any Projection.Type]
  ) -> [(vocabulary: any EventVocabulary.Type, indices: [Int])] {
    var groups: [(vocabulary: any EventVocabulary.Type, indices: [Int])] = []
    for (index, type) in types.enumerated() {
      let found = vocabulary(of: type)
      if let known = groups.firstIndex(where: { $0.vocabulary == found }) {
        groups[known].indices.append(index)
      } else {
        groups.append((found, [index]))
      }
    }
    return groups
  }

  // MARK: Moments

  func resolve(
    _ asOf: AsOf, _ happenedBy: Moment?, _ clock: Instant?
  ) throws(ReplayError) -> ViewMoment {
    let place: Position
    let known: Instant
    switch asOf {
    case .head:
      place = feed.head
      known = try recorded(place)
    case .position(let asked):
      let head = recordedPosition(upTo: feed.head)
      guard asked <= head else { throw ReplayError(.beyondHead(asked: asked, head: head)) }
      place = feed.places?.place(of: asked) ?? asked
      known = try recorded(place)
    case .recorded(let moment):
      known = moment.instant(in: feed.zone)
      place = try feed.position(recordedAtOrBefore: known)
    }
    let happened = happenedBy?.instant(in: feed.zone)
    return ViewMoment(
      position: recordedPosition(upTo: place), known: known, happenedBy: happened,
      clock: clock ?? happened ?? known, limit: place)
  }

  /// The last position of the log at or before a place of the feed.
  private func recordedPosition(upTo place: Position) -> Position {
    feed.places?.recorded(upTo: place) ?? place
  }

  func recorded(_ place: Position) throws(ReplayError) -> Instant {
    guard place > .origin else { return .earliest }
    let batch = EventBatch(
      directory: feed.directory, zone: feed.zone, catalogue: SchemaCatalogue([]))
    try feed.fill(batch, positions: [place])
    return batch.recorded(0)
  }
}
