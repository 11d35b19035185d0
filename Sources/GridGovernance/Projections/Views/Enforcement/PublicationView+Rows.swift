// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// How the rows are made from what is known.
extension PublicationView {
  /// A publication comes under what it is about, and leaves what a repair took it from.
  func refreshPublication(
    _ publication: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    let old = subjects[publication]
    let published = fileBook.live(publication).lazy
      .compactMap { $0.event.event as? EnforcementPublished }.first
    let new = published.map { published in
      PublicationKey(
        subject: event.object(published.case ?? published.inspection ?? published.body),
        stage: published.stage)
    }
    if old != new {
      subjects[publication] = new
      if let old { lists.updateExisting(old) { $0.removeAll { $0 == publication } } }
      if let new { lists[new, default: []].append(publication) }
    }
    for key in [old == new ? nil : old, new] {
      if let key { refresh(key, event) }
    }
  }

  func refreshCase(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    refresh(PublicationKey(subject: key, stage: .after), event)
    let state = CaseState(afterRepairs: fileBook.live(key).compactMap { $0.typed() })
    if let body = state.filedBy { expect(event.object(body), event) }
  }

  func refreshInspection(_ key: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    if let body = fileBook.live(key).first?.actor.body { expect(event.object(body), event) }
  }

  /// A body that enforces is to be known before the act, and to say who it is during it.
  private func expect(_ body: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    for stage in [EnforcementPublished.Stage.before, .during] {
      let key = PublicationKey(subject: body, stage: stage)
      if !publications.contains(key) { refresh(key, event) }
    }
  }

  private func refresh(
    _ key: PublicationKey, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    var row = PublicationRow()
    row.items = (lists[key] ?? []).compactMap { item($0) }
    row.what = row.items.map(\.what).canonicalSet
    row.body = key.subject.kind == .body ? key.subject : publisher(of: key, event)
    row.published = row.items.map(\.published).min()
    if key.subject.kind == .case { row.show(key.subject, in: self, event) }
    guard !row.items.isEmpty || row.decided != nil || row.ended != nil || key.isOfBody else {
      publications[key] = nil
      return
    }
    let day =
      row.filed ?? row.items.first.map { event.zone.date(of: $0.published) } ?? event.occurredOn
    row.town = row.body.flatMap { places.town(ofBody: $0, on: day) }
    publications[key] = row
  }

  private func publisher(
    of key: PublicationKey, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) -> ObjectID? {
    let published = (lists[key] ?? []).lazy.flatMap { fileBook.live($0) }
      .compactMap { $0.event.event as? EnforcementPublished }.first
    return published.map { event.object($0.body) }
  }

  private func item(_ publication: ObjectID) -> PublishedItem? {
    var item: PublishedItem?
    for fact in fileBook.live(publication) {
      if let event = fact.event.event as? EnforcementPublished, item == nil {
        item = PublishedItem(
          publication: publication, what: event.what, place: event.place,
          published: fact.occurred, until: event.until)
      } else if let event = fact.event.event as? PublicationWithdrawn, item?.withdrawn == nil {
        item?.withdrawn = fact.occurred
        item?.ground = event.ground
      }
    }
    return item
  }
}

extension PublicationKey {
  fileprivate var isOfBody: Bool { subject.kind == .body }
}

extension PublicationRow {
  /// What the case says: its decision, what ended it, and both limits.
  fileprivate mutating func show(
    _ key: ObjectID, in view: PublicationView, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    let state = CaseState(afterRepairs: view.fileBook.live(key).compactMap { $0.typed() })
    let zone = event.zone
    let clocks = CaseClocks(
      state: state, procedures: view.law.procedures, days: view.law.days, zone: zone)
    body = state.actingBody.map { event.object($0) } ?? body
    filed = state.filed.map { zone.date(of: $0) }
    decided = state.decision?.at
    ended = state.remedies.last { $0.result?.annuls ?? false }?.decided
    if let decided {
      published = items.map(\.published).filter { $0 >= decided }.min()
      due = clocks.deadline(.publish, from: decided)?.due?.moment
    }
    guard let ended else { return }
    let stale = items.filter { $0.published <= ended }
    guard !stale.isEmpty else { return }
    withdrawalDue = clocks.deadline(.withdrawPublication, from: ended)?.due?.moment
    let gone = stale.compactMap(\.withdrawn)
    withdrawn = gone.count == stale.count ? gone.max() : nil
  }
}
