// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The sample's rule sets: examples, none is a county's own.
enum SampleRules {
  static let origins: ObjectName = "rule/sample-origins"
  static let categories: ObjectName = "rule/sample-categories"
  static let limits: ObjectName = "rule/sample-limits"
  static let weightFloor: ObjectName = "rule/sample-weight-floor"
  static let compositeA: ObjectName = "rule/sample-composite-a"
  static let compositeB: ObjectName = "rule/sample-composite-b"
  static let gridCode: ObjectName = "rule/sample-grid-code"
  static let tickets: ObjectName = "rule/sample-tickets"

  /// Where reports come from, and the source as which a town counts each (S34).
  static let originRules = [
    OriginRule(code: "gridWorker", name: "社区网格上报", townSource: .grid),
    OriginRule(code: "enforcementPatrol", name: "综合执法巡查发现", townSource: .enforcementPatrol),
    OriginRule(code: "public", name: "群众反映", townSource: .public),
    OriginRule(code: "hotline", name: "12345热线", townSource: .public),
    OriginRule(code: "above", name: "上级派单", townSource: .fromAbove),
  ]

  static var categoryRules: [CategoryRule] {
    CategoryTable.classes.flatMap { row in
      [CategoryRule(code: row.code, name: row.name)]
        + row.items.map { item in
          CategoryRule(
            code: item.code, name: item.name, parent: row.code, level: .town,
            checkRequired: !CategoryTable.unchecked.contains(item.code),
            sensitive: CategoryTable.sensitive.contains(item.code),
            listItem: DutyTable.item(for: item.code, in: row.code)?.name.key)
        }
    }
  }

  /// Handling by category; the other stages are invented, 第一时间 having no number (S35).
  static var limitRules: [LimitRule] {
    let stages: [(ClockStage, Int, TimeUnit)] = [
      (.accept, 2, .workingHour), (.register, 4, .workingHour), (.dispatch, 2, .workingHour),
      (.signFor, 4, .workingHour), (.handle, 5, .workingDay), (.check, 1, .workingDay),
      (.close, 1, .workingDay), (.requestRule, 1, .workingDay),
      (.supervisionReply, 2, .workingDay), (.supportArrive, 2, .workingHour),
      (.supportFinish, 2, .workingDay), (.overall, 30, .workingDay),
    ]
    // Whom the county's hotline took in is called back; who solved it in the grid has nobody to call.
    let callBack = LimitRule(stage: .followUp, level: .county, amount: 3, unit: .workingDay)
    return stages.map { LimitRule(stage: $0.0, amount: $0.1, unit: $0.2) } + [callBack]
      + CategoryTable.items.map { row in
        LimitRule(
          stage: .handle, category: row.item.code, amount: row.item.amount, unit: row.item.unit)
      }
  }

  /// Composite A (domain §2.6, b22) and B (b23).
  static let composites = [
    IndicatorRule(
      code: "A",
      terms: [
        IndicatorTerm(indicator: "onTimeDisposal", weight: "60"),
        IndicatorTerm(indicator: "closing", weight: "30"),
        IndicatorTerm(indicator: "rework", weight: "10", inverted: true),
      ],
      definitions: definitions),
    IndicatorRule(
      code: "B",
      terms: [
        IndicatorTerm(indicator: "disposal", weight: "30"),
        IndicatorTerm(indicator: "onTimeDisposal", weight: "20"),
        IndicatorTerm(indicator: "reworkOfShouldClose", weight: "20", inverted: true),
        IndicatorTerm(indicator: "overduePending", weight: "20", inverted: true),
        IndicatorTerm(indicator: "extension", weight: "10", inverted: true),
      ],
      definitions: definitions),
  ]

  private static let definitions = IndicatorDefinitions(
    voidedCounts: false, suspendedOut: [.shelved, .deferred], selfSolvedCounts: true,
    attribution: .deadline)

  static let ticketPolicies = TicketPolicies(
    reopenDays: 15, returnWindow: 1, returnWindowUnit: .workingDay, bindingForbidsReturn: true,
    secondReturnRefused: true, villageNeedsConsent: true, forcedCloseByTown: false,
    lateExtensionRequest: false, caseFiledTicket: .close, emergencyDays: 3, satisfiedFrom: 3,
    supervisionPoints: [
      SupervisionPoints(grade: .yellow, points: "0.5"),
      SupervisionPoints(grade: .red, points: "1"),
    ])
}
