// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// The gate for tasks 准入: asked for, decided once, and fulfilled (domain §3.4).
extension ListsDecision {
  func check(_ event: TaskAdmissionRequested) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, TaskAdmissionRequested.type)
    try require(
      state.admissions.admission(event.admission) == nil,
      .row(
        type, Words("\(event.admission) has been asked for", "\(event.admission) 已提出申请"),
        next: Words("give the new request a name of its own", "为新申请另行编号")))
    try require(
      context.bodies.body(event.department, on: context.day)?.kind == .department,
      .row(
        type, Words("\(event.department) is no department", "\(event.department) 不是县级部门"),
        next: Words("name the department that asks", "写明申请部门")))
    try context.divisions.requireTowns(event.town, on: day, for: type)
    try require(event.effectiveTo.map { day <= $0 } ?? true, .backwards(type))
    try require(
      !event.task.isEmpty && !event.legalBasis.isEmpty,
      .row(
        type, Words("a request names the task and its legal basis", "申请须写明事项和法律依据"),
        next: Words("fill both in", "请补充填写")))
    try require(
      Set(event.town).isSuperset(of: event.consulted)
        && event.funds.map { $0 >= "0" } ?? true && event.staff.map { $0 >= 0 } ?? true,
      .row(
        type,
        Words(
          "those consulted are among the towns, and means are not below 0",
          "征求意见的镇须在申请范围内，保障数额不得为负"),
        next: Words("correct the towns or the figures", "请核对镇或数额")))
  }

  func check(_ event: TaskAdmissionDecided) throws(Rejection) {
    let type = TaskAdmissionDecided.type
    let admission = try asked(event.admission, by: event.department, for: type)
    try require(
      admission.result == nil,
      .row(
        type, Words("\(event.admission) was decided before", "\(event.admission) 已作出决定"),
        next: Words("ask anew, or correct that decision", "重新申请，或更正原决定")))
    try require(
      context.bodies.body(event.decidedBy, on: context.day) != nil,
      .notLive(type, event.decidedBy, on: context.day))
    try require(
      event.decidedBy != event.department,
      .row(
        type, Words("nobody admits their own task", "申请部门不得自行决定准入"),
        next: Words("let the establishment office or the county decide", "由编办或县委县政府决定")))
    try require(
      !event.town.isEmpty && Set(admission.towns).isSuperset(of: event.town),
      .row(
        type, Words("a decision is about towns that were asked for", "决定范围不得超出申请的镇"),
        next: Words("name such towns", "写明申请范围内的镇")))
    try requireTerms(of: event, admission)
  }

  private func requireTerms(
    of event: TaskAdmissionDecided, _ admission: Admission
  ) throws(Rejection) {
    let type = TaskAdmissionDecided.type
    let days = DaySpan(
      from: event.effectiveFrom ?? admission.asked.from,
      until: event.effectiveTo.map { $0.adding(days: 1) } ?? admission.asked.until)
    try require(event.result == .refused || !days.isEmpty, .backwards(type))
    let isWithoutDays = event.effectiveFrom == nil && event.effectiveTo == nil
    try require(
      (event.result != .refused || isWithoutDays)
        && (event.result == .conditional) == (event.conditions?.isEmpty == false),
      .row(
        type,
        Words(
          "a refusal has no days; conditions are for a conditional decision, which has them",
          "不予准入不填有效期；有条件准入须写明条件"),
        next: Words("correct the result, the days or the conditions", "请核对结果、有效期或条件")))
  }

  func check(_ event: AdmissionFulfilled) throws(Rejection) {
    let type = AdmissionFulfilled.type
    let admission = try asked(event.admission, by: event.department, for: type)
    try require(
      admission.grantedTowns.contains(event.town),
      .row(
        type,
        Words("the admission was not granted for \(event.town)", "该准入未对 \(event.town) 批准"),
        next: Words("name a town for which it was", "写明获准的镇")))
    let figures = [
      event.fundsReceived.map { $0 >= "0" }, event.staffReceived.map { $0 >= 0 },
    ].compactMap { $0 }
    try require(
      !figures.isEmpty && figures.allSatisfy { $0 },
      .row(
        type, Words("say what arrived, not below 0", "须写明到位的经费或人员，且不得为负"),
        next: Words("give the funds or the staff", "填写经费或人员")))
  }

  private func asked(
    _ name: ObjectName, by department: ObjectName, for type: EventType
  ) throws(Rejection) -> Admission {
    guard let admission = state.admissions.admission(name),
      admission.department == department
    else {
      throw .row(
        type, Words("\(department) did not ask for \(name)", "\(department) 未申请 \(name)"),
        next: Words("record the request first (TaskAdmissionRequested)", "先登记准入申请"))
    }
    return admission
  }
}
