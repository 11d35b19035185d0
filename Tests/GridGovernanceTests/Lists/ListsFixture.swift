// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

extension Body {
  static let otherDepartment: ObjectName = "body/c-works"
}

/// Facts of lists, powers and admissions that tests start from.
enum Listed {
  static func item(
    _ name: ObjectName = "listItem/1", _ list: DutyItemListed.List = .sharedResponsibility,
    lead: [ObjectName] = [Body.department], supporter: [ObjectName] = [Body.town],
    town: [ObjectName] = [], version: Int = 1, from day: CivilDate = "2021-02-01"
  ) -> DutyItemListed {
    DutyItemListed(
      listItem: name, list: list, domain: "market", clause: "words of the item", lead: lead,
      supporter: supporter, town: town, itemVersion: version, effectiveFrom: day)
  }

  static func removed(
    _ name: ObjectName = "listItem/1", from day: CivilDate
  ) -> DutyItemRemoved {
    DutyItemRemoved(listItem: name, document: "document/1", effectiveFrom: day)
  }

  static func power(
    _ name: ObjectName = "power/1", _ kind: PowerDevolved.Kind = .penalty,
    mode: PowerDevolved.Mode = .devolved, to towns: [ObjectName] = [SmallCounty.town],
    from day: CivilDate = "2021-02-01", until last: CivilDate? = nil,
    change: (inout PowerDevolved) -> Void = { _ in }
  ) -> PowerDevolved {
    var event = PowerDevolved(
      power: name, kind: kind, mode: mode,
      ground: mode == .delegated ? .writtenDelegation : .provincialDecision, town: towns,
      transferor: Body.department, supervisor: Body.department,
      approver: kind == .licence || kind == .otherApproval ? Body.office : nil,
      decidedBy: Body.county, document: "document/1", publishedOn: "2021-01-20",
      effectiveFrom: day, delegationTo: last)
    change(&event)
    return event
  }

  static func withdrawn(
    _ name: ObjectName = "power/1", from towns: [ObjectName] = [SmallCounty.town],
    pending: PowerWithdrawn.Pending = .finish, on day: CivilDate = "2021-06-01"
  ) -> PowerWithdrawn {
    PowerWithdrawn(
      power: name, town: towns, pending: pending, ground: "noGain", decidedBy: Body.county,
      document: "document/1", effectiveFrom: day)
  }

  static func request(
    _ name: ObjectName = "admission/1", for towns: [ObjectName] = [SmallCounty.town],
    from day: CivilDate = "2021-05-01", to last: CivilDate? = "2021-08-31",
    change: (inout TaskAdmissionRequested) -> Void = { _ in }
  ) -> TaskAdmissionRequested {
    var event = TaskAdmissionRequested(
      admission: name, department: Body.department, town: towns, kind: .temporaryTask,
      task: "a survey", legalBasis: "a law", effectiveFrom: day, effectiveTo: last)
    change(&event)
    return event
  }

  static func decision(
    _ name: ObjectName = "admission/1", _ result: TaskAdmissionDecided.Result = .granted,
    for towns: [ObjectName] = [SmallCounty.town], from day: CivilDate? = nil,
    to last: CivilDate? = nil, conditions: String? = nil
  ) -> TaskAdmissionDecided {
    TaskAdmissionDecided(
      admission: name, department: Body.department, town: towns, result: result,
      conditions: conditions, decidedBy: Body.county, document: "document/1",
      effectiveFrom: day, effectiveTo: last)
  }
}
