// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
internal import GridGovernance

/// What became of one item of a rule file.
public struct PublishedRule: Hashable, Sendable {
  public let name: ObjectName
  /// Where it stands in the log.
  public let position: Position
  /// False if its latest edition said the same already: then nothing was written.
  public let isNew: Bool
}

/// Why rule files were not published; nothing was written.
public enum RulePublishingError: Error {
  case notRead(ReplayError)
  case notAppended(AppendError)
  case notEncoded(SchemaError)
}

/// Publishes rule files into a log: one append, all or nothing.
public struct RulePublishing: Sendable {
  let log: EventLog
  /// Who publishes, where a file names nobody.
  public var actor: Actor

  public init(_ log: EventLog, actor: Actor = Actor()) {
    self.log = log
    self.actor = actor
  }

  /// Publishes what the log does not have yet.
  ///
  /// Left out is a rule set whose latest edition of that day says the same, and a notice that was
  /// published before: the same file may be published again. Files are taken in their order; `occurred` is when the rules were decided on, the
  /// append's own time unless given.
  ///
  /// - Throws: ``RulePublishingError``; nothing was written.
  @available(*, noasync, message: "appends and folds on the calling thread")
  public func publish(
    _ files: [RuleFile], occurred: Instant? = nil
  ) throws(RulePublishingError) -> [PublishedRule] {
    let known: [KnownRule]
    do throws(ReplayError) {
      known = try log.replay(RuleRegister.self).rules
    } catch {
      throw .notRead(error)
    }
    var events: [NewEvent] = []
    var results: [(name: ObjectName, known: Position?)] = []
    for file in files {
      for item in file.items {
        let replaced = known.last { $0.isReplaced(by: item) }
        if let edition = replaced, edition.says(item) {
          results.append((item.name, edition.position))
        } else {
          let previous = replaced?.position ?? .origin
          events.append(try event(item, file, after: previous, occurred))
          results.append((item.name, nil))
        }
      }
    }
    return try append(events, results)
  }

  private func event(
    _ item: RuleFileItem, _ file: RuleFile, after previous: Position, _ occurred: Instant?
  ) throws(RulePublishingError) -> NewEvent {
    var event: NewEvent
    do throws(SchemaError) {
      event = try item.event(
        by: file.publisher.map { Actor(body: $0) } ?? actor, occurred: occurred)
    } catch {
      throw .notEncoded(error)
    }
    event.id = id(event, after: previous)
    return event
  }

  /// Of the content and of what it replaces: asked twice at once, it is published once.
  private func id(_ event: NewEvent, after previous: Position) -> EventID {
    var digester = Digester(.sha256)
    let head = "\(log.identity.id) \(previous) \(event.type.name) \(event.stream.text) "
    digester.update(Array(head.utf8))
    digester.update(event.body.payload)
    return .derived(fromDigest: digester.finish())
  }

  private func append(
    _ events: [NewEvent], _ results: [(name: ObjectName, known: Position?)]
  ) throws(RulePublishingError) -> [PublishedRule] {
    var positions: [Position] = []
    if !events.isEmpty {
      do throws(AppendError) {
        positions = try log.append(events).positions
      } catch {
        throw .notAppended(error)
      }
    }
    var next = positions.makeIterator()
    return results.compactMap { result in
      if let known = result.known {
        return PublishedRule(name: result.name, position: known, isNew: false)
      }
      return next.next().map { PublishedRule(name: result.name, position: $0, isNew: true) }
    }
  }
}

extension KnownRule {
  /// Whether the item would take the place of the edition: of a rule set the one of the same
  /// first day, of a calendar the same notice.
  fileprivate func isReplaced(by item: RuleFileItem) -> Bool {
    guard name == item.name else { return false }
    return switch item.content {
    case .ruleSet(let event): edition.from == event.effectiveFrom
    case .calendar: says(item)
    }
  }

  /// Whether the edition says what the item would publish.
  fileprivate func says(_ item: RuleFileItem) -> Bool {
    switch item.content {
    case .ruleSet(let event):
      edition.kind == event.kind && edition.content == event.content
        && edition.from == event.effectiveFrom && edition.movesOpen == event.appliesToOpen
        && edition.appliesBy == event.appliesBy && edition.source == event.source
        && edition.unverified == event.unverified ?? false
    case .calendar(let event):
      edition.kind == nil && edition.days == event.days && edition.hours == event.hours
        && edition.from == event.issuedOn && edition.source == event.notice
    }
  }
}
