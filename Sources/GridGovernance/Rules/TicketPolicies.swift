// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a county chose where the ticket rules leave a choice (domain §2.2).
public struct TicketPolicies: Codable, Hashable, Sendable {
  /// Natural days within which an unhappy reporter has a ticket reopened; absent: no limit.
  public var reopenDays: Int?
  /// K12: how long a unit may return a dispatch; absent: without end.
  public var returnWindow: Int?
  /// The unit of `returnWindow`; working days unless said.
  public var returnWindowUnit: TimeUnit?
  /// I-28 for binding dispatches; true unless said.
  public var bindingForbidsReturn: Bool?
  /// I-28 for a second return to the same dispatcher; true unless said.
  public var secondReturnRefused: Bool?
  /// I-38; true unless said.
  public var villageNeedsConsent: Bool?
  /// Whether a town may force a close of what it registered; false unless said.
  public var forcedCloseByTown: Bool?
  /// Whether more time may be asked for after the deadline; false unless said.
  public var lateExtensionRequest: Bool?
  /// What an open enforcement case does to its ticket; closes it unless said.
  public var caseFiledTicket: CaseFiledTicket?
  /// Natural days in which an emergency push is to be regularised (I-17).
  public var emergencyDays: Int?
  /// From which rating of 1 to 5 on a reporter counts as satisfied (P10); absent: nobody is judged.
  public var satisfiedFrom: Int?
  /// What a supervision of each grade costs the supervised unit (P8); none unless said.
  public var supervisionPoints: [SupervisionPoints]?

  public init(
    reopenDays: Int? = nil, returnWindow: Int? = nil, returnWindowUnit: TimeUnit? = nil,
    bindingForbidsReturn: Bool? = nil, secondReturnRefused: Bool? = nil,
    villageNeedsConsent: Bool? = nil, forcedCloseByTown: Bool? = nil,
    lateExtensionRequest: Bool? = nil, caseFiledTicket: CaseFiledTicket? = nil,
    emergencyDays: Int? = nil, satisfiedFrom: Int? = nil,
    supervisionPoints: [SupervisionPoints]? = nil
  ) {
    self.reopenDays = reopenDays
    self.returnWindow = returnWindow
    self.returnWindowUnit = returnWindowUnit
    self.bindingForbidsReturn = bindingForbidsReturn
    self.secondReturnRefused = secondReturnRefused
    self.villageNeedsConsent = villageNeedsConsent
    self.forcedCloseByTown = forcedCloseByTown
    self.lateExtensionRequest = lateExtensionRequest
    self.caseFiledTicket = caseFiledTicket
    self.emergencyDays = emergencyDays
    self.satisfiedFrom = satisfiedFrom
    self.supervisionPoints = supervisionPoints
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "reopenDays", .int, optional: true),
    .init(2, "returnWindow", .int, optional: true),
    .init(3, "returnWindowUnit", TimeUnit.type, optional: true),
    .init(4, "bindingForbidsReturn", .bool, optional: true),
    .init(5, "secondReturnRefused", .bool, optional: true),
    .init(6, "villageNeedsConsent", .bool, optional: true),
    .init(7, "forcedCloseByTown", .bool, optional: true),
    .init(8, "lateExtensionRequest", .bool, optional: true),
    .init(9, "caseFiledTicket", CaseFiledTicket.type, optional: true),
    .init(10, "emergencyDays", .int, optional: true),
    .init(11, "satisfiedFrom", .int, optional: true),
    .init(
      12, "supervisionPoints", .list(.message(SupervisionPoints.fields)), optional: true),
  ]

  /// What becomes of a ticket whose enforcement case is open (domain §2.2, note 8).
  public enum CaseFiledTicket: String, Enumeration {
    case close, clockOff
  }
}

/// What one supervision of a grade costs 督办扣分 (P8).
public struct SupervisionPoints: Codable, Hashable, Sendable {
  /// The grade of the supervision.
  public var grade: SupervisionGrade
  /// The points; not negative.
  public var points: ExactDecimal

  public init(grade: SupervisionGrade, points: ExactDecimal) {
    self.grade = grade
    self.points = points
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "grade", SupervisionGrade.type),
    .init(2, "points", .decimal),
  ]
}
