// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules need to remember of a scheme: its versions, weights and open matters.
///
/// It is the fold of the events that name the scheme; scores of one subject are enough for
/// commands about that subject.
public struct AssessmentState: TableRow, Hashable {
  /// The terms of each version, by day.
  public private(set) var versions = Dated<SchemeTerms>()
  /// The weights, by day.
  public private(set) var weights = Dated<SchemeWeight>()
  /// Under which part each town judges a subject in a period: as a whole, so under one.
  public private(set) var townParts: [TownJudgment: String] = [:]
  /// By name.
  public private(set) var vetoes: [ObjectName: Veto] = [:]
  /// In order of publication.
  public private(set) var publications: [Publication] = []
  /// By name.
  public private(set) var appeals: [ObjectName: Appeal] = [:]

  public init() {}

  /// Who judges whom, when.
  public struct TownJudgment: Hashable, Codable, Sendable {
    /// Who is assessed.
    public var subject: ObjectName
    /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
    public var period: String
    /// Who judges.
    public var assessor: ObjectName
    /// The town that judges.
    public var town: ObjectName
  }

  /// A veto and whether it still holds.
  public struct Veto: Hashable, Codable, Sendable {
    /// Who is assessed.
    public var subject: ObjectName
    /// Whether it has been taken back.
    public var isLifted: Bool
  }

  /// A published result.
  public struct Publication: Hashable, Codable, Sendable {
    /// `nil` before it is appended.
    public var id: EventID?
    /// Who is assessed.
    public var subject: ObjectName
    /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
    public var period: String
    /// How far it has come.
    public var status: AssessmentPublished.Status
  }

  /// An appeal and whether it was decided.
  public struct Appeal: Hashable, Codable, Sendable {
    /// Who is assessed.
    public var subject: ObjectName
    /// Whether somebody has decided.
    public var isDecided: Bool
  }

  /// The version in force on that day, or the next to come.
  public func terms(on day: CivilDate) -> SchemeTerms? {
    versions.value(on: day) ?? versions.entries.first?.value
  }

  /// The newest version.
  public var terms: SchemeTerms? { versions.entries.last?.value }

  /// Publications of one result, in order.
  public func publications(of subject: ObjectName, in period: String) -> [Publication] {
    publications.filter { $0.subject == subject && $0.period == period }
  }
}

extension AssessmentState {
  /// Takes one more event; total, since history is never refused.
  mutating func apply(_ fact: AssessmentFact) {
    switch fact.event {
    case .formulaPublished, .pointsRecorded: break
    case .schemeAdopted(let event):
      versions.set(SchemeTerms(event), from: event.effectiveFrom)
    case .weightSet(let event):
      weights.set(
        SchemeWeight(weight: event.weight, handlingWeight: event.handlingWeight),
        from: event.effectiveFrom)
    case .scoreSubmitted(let event):
      guard let town = event.town else { return }
      let judgment = TownJudgment(
        subject: event.subject, period: event.period, assessor: event.assessor, town: town)
      townParts[judgment] = event.part
    case .vetoImposed(let event):
      vetoes[event.veto] = Veto(subject: event.subject, isLifted: false)
    case .vetoLifted(let event):
      vetoes[event.veto] = Veto(subject: event.subject, isLifted: true)
    case .published(let event):
      publications.append(
        Publication(
          id: fact.id, subject: event.subject, period: event.period, status: event.status))
    case .appealFiled(let event):
      appeals[event.appeal] = Appeal(subject: event.subject, isDecided: false)
    case .appealDecided(let event):
      appeals[event.appeal] = Appeal(subject: event.subject, isDecided: true)
    }
  }
}
