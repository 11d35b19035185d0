// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// What assessment commands are decided by: the state of each scheme, and the rules in force.
///
/// It looks at few events, so that a command does not wait for all tickets to be folded.
package struct AssessmentRegister: Projection {
  package static let name = "assessment-register"
  package static let version = 1
  package static let order = FoldOrder.happened
  package static let types: Set<EventType>? = Set(Module.assessment.schemas.map(\.type))
    .union([.ruleSetPublished])

  package let states = Table<ObjectID, AssessmentState>()
  let books = Workspace<Int, AssessmentRuleBook>()

  package init() {}

  package func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .ruleSetPublished {
      let published = try event.decode(RuleSetPublished.self)
      books.update(0, default: AssessmentRuleBook()) {
        $0.floors.publish(published)
        $0.formulas.publish(published)
      }
      return
    }
    guard let scheme = event.reference(.scheme), let decoded = try AssessmentRegister.read(event)
    else { return }
    let fact = AssessmentFact(decoded, occurred: event.occurred, id: event.id)
    states.update(scheme, default: AssessmentState()) { $0.apply(fact) }
  }

  private static func read(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> AssessmentEvent? {
    switch event.type {
    case .assessmentSchemeAdopted:
      .schemeAdopted(try event.decode(AssessmentSchemeAdopted.self))
    case .assessmentWeightSet: .weightSet(try event.decode(AssessmentWeightSet.self))
    case .scoreSubmitted: .scoreSubmitted(try event.decode(ScoreSubmitted.self))
    case .vetoImposed: .vetoImposed(try event.decode(VetoImposed.self))
    case .vetoLifted: .vetoLifted(try event.decode(VetoLifted.self))
    case .assessmentPublished: .published(try event.decode(AssessmentPublished.self))
    case .appealFiled: .appealFiled(try event.decode(AppealFiled.self))
    case .appealDecided: .appealDecided(try event.decode(AppealDecided.self))
    default: nil
    }
  }

  /// The rules of the last known day, with every dated version.
  package var rules: AssessmentRules {
    let book = books[0] ?? AssessmentRuleBook()
    return AssessmentRules(floors: book.floors, formulas: book.formulas)
  }
}
