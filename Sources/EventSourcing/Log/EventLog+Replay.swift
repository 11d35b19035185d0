// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// The view of a projection: a fold of the log from nothing, as of any moment.
  ///
  /// - Parameters:
  ///   - asOf: How much of the log the answer knows; see ``AsOf``.
  ///   - happenedBy: Only events that happened by then; all if not given.
  ///   - clock: The moment for columns that change with time alone; by default the moment asked
  ///     for, never the machine's clock.
  /// - Throws: ``ReplayError``. An event that the projection refuses is no error: it is listed in
  ///   the view, and later events of its stream wait.
  public func replay<P: Projection>(
    _ projection: P.Type, asOf: AsOf = .head, happenedBy: Moment? = nil, clock: Instant? = nil,
    options: ReplayOptions = ReplayOptions()
  ) throws(ReplayError) -> View<P> {
    try engine(options).replay(projection, asOf: asOf, happenedBy: happenedBy, clock: clock)
  }

  /// The views of several projections in as few passes as their orders allow.
  public func replay(
    _ projections: [any Projection.Type], asOf: AsOf = .head, happenedBy: Moment? = nil,
    clock: Instant? = nil, options: ReplayOptions = ReplayOptions()
  ) throws(ReplayError) -> [AnyView] {
    try engine(options).replay(projections, asOf: asOf, happenedBy: happenedBy, clock: clock)
  }

  private func engine(_ options: ReplayOptions) throws(ReplayError) -> ReplayEngine {
    do {
      return ReplayEngine(try LogFeed(self), options: options)
    } catch {
      throw ReplayError(.unreadable(error.description))
    }
  }
}
