// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// The gate for tasks in its first half-year, lists made public, records on hold.
extension Setup {
  /// Asked for in April, decided two weeks later, with means that arrive in May (S37, S38).
  mutating func admitTasks() {
    let requests = AdmissionTable.rows.enumerated().map { index, row in
      request(row, index)
    }
    begin("2021-04-06", hour: 9)
    for request in requests { add(request, by: request.department) }
    begin("2021-04-14", hour: 15)
    for (index, request) in requests.enumerated() {
      add(AdmissionTable.decision(request, index, by: register), by: register)
    }
    begin("2021-05-12", hour: 10)
    for (index, request) in requests.enumerated() {
      guard AdmissionTable.result(index) != .refused else { continue }
      for (number, town) in request.town.enumerated() where number % 3 != 2 {
        add(
          AdmissionFulfilled(
            admission: request.admission, department: request.department, town: town,
            fundsReceived: number % 2 == 0 ? "2.5" : "1", staffReceived: index % 2),
          by: plan.centre.body)
      }
    }
  }

  private func request(_ row: AdmissionTable.Row, _ index: Int) -> TaskAdmissionRequested {
    let all = plan.towns.map(\.division)
    let towns = index % 3 == 0 ? all : Array(all.dropFirst(index % 5).prefix(4))
    return TaskAdmissionRequested(
      admission: ObjectName(.admission, "sample-2021-\(CountyPlan.padded(index + 1, 2))"),
      department: body(row.department), town: towns, kind: row.kind, task: row.task,
      legalBasis: "示例依据", effectiveFrom: "2021-05-01",
      effectiveTo: row.kind == .temporaryTask ? "2021-08-10" : "2022-04-30",
      funds: ExactDecimal(towns.count * 3), staff: index % 3, consulted: Array(towns.prefix(2)))
  }

  /// 事前公示: what each enforcement office may do, by what procedure (S23, Penalty Law 39).
  mutating func publishLists() {
    begin("2021-03-22", hour: 9)
    for town in reformedTowns {
      guard let office = town.units["zhzf"] else { continue }
      for what in ["powerList", "procedure"] {
        add(
          EnforcementPublished(
            publication: ObjectName(.publication, "sample-\(town.code)-\(what)"),
            body: office.body, stage: .before, what: what, place: "countySite"),
          by: office.body)
      }
    }
  }

  /// The papers of the appeal are kept until it is settled.
  mutating func holdRecords() {
    begin("2021-06-30", hour: 17)
    add(
      RetentionHoldSet(
        subject: [Setup.document("2021-assessment")], ground: "assessmentPending",
        effectiveFrom: "2021-07-01", effectiveTo: "2022-06-30"),
      by: plan.centre.body)
  }
}

extension AdmissionTable {
  /// The decision on a request.
  static func decision(
    _ request: TaskAdmissionRequested, _ number: Int, by body: ObjectName
  ) -> TaskAdmissionDecided {
    let result = result(number)
    return TaskAdmissionDecided(
      admission: request.admission, department: request.department, town: request.town,
      result: result, conditions: result == .conditional ? "示例条件：经费随事转移" : nil,
      decidedBy: body, document: Setup.document("admission-\(request.admission.key)"),
      effectiveFrom: result == .refused ? nil : request.effectiveFrom,
      effectiveTo: result == .refused ? nil : request.effectiveTo)
  }
}
