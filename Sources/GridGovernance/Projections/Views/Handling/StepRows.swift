// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A case or an application that is open; see ``DeadlineBoard``.
public struct OpenFileRow: TableRow {
  /// One of the states of cases, or of applications.
  public var state: String
  /// The organ that handles the case, or the window.
  public var unit: ObjectID?
  public var town: ObjectID?
  /// By which the limits of an application go.
  public var itemKind: PowerDevolved.Kind?
  /// At the asked moment: the deadlines of what is to be done.
  public var deadlines: [StepClock] = []
  /// At the asked moment: the limit that the guide promises 承诺时限, beside that of the law.
  public var promised: StepClock?
  /// At the asked moment: since when silence counts as acceptance.
  public var acceptedBySilence: Instant?
  /// At the asked moment: since when it counts as taken back; then nothing is due.
  public var deemedWithdrawn: Instant?

  init(state: String) { self.state = state }
}

/// One step of a case or an application that is to be done.
public struct StepKey: TableKey {
  /// The case or the application.
  public var subject: ObjectID
  public var clock: ProcedureStep
  /// Numbers the deadlines of one subject, from 1.
  public var number: Int
}

/// Until when it is to be done, at the asked moment; see ``DeadlineBoard``.
public struct StepRow: TableRow {
  /// What it is about, where a case has several: a measure, a publication.
  public var about: String?
  /// True for the limit that the guide promises, beside that of the law.
  public var promised: Bool?
  public var state: String
  public var unit: ObjectID?
  public var town: ObjectID?
  /// Absent while the clock stands.
  public var due: Instant?
  public var provisionalDue: Bool?
  /// In `timeUnit`, negative behind the end.
  public var left: Int?
  public var timeUnit: TimeUnit?
  public var overdue: Bool?
  public var dueToday: Bool?
  /// The rule set that has the limit, and the article behind it.
  public var rule: String
  public var article: String

  init(_ deadline: StepClock, of file: OpenFileRow, at clock: Instant, _ zone: BusinessZone) {
    about = deadline.subject?.text
    (state, unit, town) = (file.state, file.unit, file.town)
    due = deadline.due
    provisionalDue = deadline.isProvisional ? true : nil
    left = deadline.left
    timeUnit = deadline.unit
    overdue = deadline.due.map { _ in deadline.isLate }
    dueToday = deadline.due.map {
      zone.date(of: $0.adding(microseconds: -1)) == zone.date(of: clock)
    }
    rule = deadline.rule.key
    article = deadline.article
  }
}
