// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of when bodies began and ended, and whose scores they carry on (domain A18).
struct LifeBook {
  let lives: Workspace<ObjectID, BodyLife>
  let heirs: Workspace<ObjectID, [ObjectID]>

  /// Takes a registration in. A body without predecessors may have been there before anybody
  /// registered it; a successor begins with its registration.
  func begin(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let body = event.reference(.body),
      let from = event.date(BodyRegistered.Field.effectiveFrom)
    else { return }
    let predecessors = event.references(.predecessor)
    guard !predecessors.isEmpty else { return }
    let carries = event.bool(BodyRegistered.Field.carriesScores) ?? false
    lives.update(body, default: BodyLife()) { life in
      life.from = min(life.from ?? from, from)
      if carries {
        for predecessor in predecessors where !life.carries.contains(predecessor) {
          life.carries.append(predecessor)
        }
      }
    }
    for predecessor in predecessors where carries {
      if heirs[predecessor]?.contains(body) != true {
        heirs[predecessor, default: []].append(body)
      }
    }
  }

  /// Takes an abolition in; the body that ends.
  func end(_ event: borrowing RecordedEvent<GovernanceEvent>) -> ObjectID? {
    guard let body = event.reference(.body),
      let day = event.date(BodyAbolished.Field.effectiveFrom)
    else { return nil }
    lives[body, default: BodyLife()].until = day
    return body
  }

  /// The body itself, then whoever carries its scores on, each once.
  func lineBelow(_ subject: ObjectID) -> [ObjectID] {
    guard heirs[subject] != nil else { return [subject] }
    var line = [subject]
    var index = 0
    while index < line.count {
      for heir in heirs[line[index]] ?? [] where !line.contains(heir) { line.append(heir) }
      index += 1
    }
    return line
  }

  func began(_ body: ObjectID, before period: AssessmentPeriod) -> Bool {
    lives[body]?.from.map { $0 < period.days.upperBound } ?? true
  }

  /// Who makes up a subject in a period, and on which days; itself over the whole period where
  /// nothing else is known.
  func line(of subject: ObjectID, in period: AssessmentPeriod) -> AssessedLine {
    var names = [subject]
    var index = 0
    while index < names.count {
      for name in lives[names[index]]?.carries ?? [] where !names.contains(name) {
        names.append(name)
      }
      index += 1
    }
    let members = names.compactMap { name in
      days(of: name, in: period).map { AssessedLine.Member(subject: name, days: $0) }
    }
    return members.isEmpty
      ? AssessedLine(members: [AssessedLine.Member(subject: subject, days: period.days)])
      : AssessedLine(members: members)
  }

  private func days(of body: ObjectID, in period: AssessmentPeriod) -> Range<CivilDate>? {
    let days = period.days
    guard let life = lives[body] else { return days }
    let from = max(life.from ?? days.lowerBound, days.lowerBound)
    let until = min(life.until ?? days.upperBound, days.upperBound)
    return from < until ? from..<until : nil
  }
}

/// When a body was there.
struct BodyLife: TableRow {
  /// Of a successor, its first day.
  var from: CivilDate?
  /// The first day without it.
  var until: CivilDate?
  /// Bodies whose scores it carries on.
  var carries: [ObjectID] = []
}

/// A subject in a period, with those before it whose scores it carries on.
struct AssessedLine {
  struct Member {
    var subject: ObjectID
    var days: Range<CivilDate>
  }

  /// The subject first; never empty.
  let members: [Member]

  /// From the first day of any to the last.
  var days: Range<CivilDate> {
    let from = members.map(\.days.lowerBound).min()
    let until = members.map(\.days.upperBound).max()
    guard let from, let until else { preconditionFailure("a line has members") }
    return from..<until
  }

  /// The days of all, added up: bodies that merged each count theirs.
  var memberDays: Int { members.reduce(0) { $0 + $1.days.dayCount } }
}

extension AssessmentKey {
  /// The same period of another subject.
  func of(_ subject: ObjectID) -> AssessmentKey {
    AssessmentKey(scheme: scheme, subject: subject, period: period)
  }
}
