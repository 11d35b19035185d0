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

  public init(
    reopenDays: Int? = nil, returnWindow: Int? = nil, returnWindowUnit: TimeUnit? = nil,
    bindingForbidsReturn: Bool? = nil, secondReturnRefused: Bool? = nil,
    villageNeedsConsent: Bool? = nil, forcedCloseByTown: Bool? = nil,
    lateExtensionRequest: Bool? = nil, caseFiledTicket: CaseFiledTicket? = nil,
    emergencyDays: Int? = nil
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
  ]

  /// What becomes of a ticket whose enforcement case is open (domain §2.2, note 8).
  public enum CaseFiledTicket: String, Enumeration {
    case close, clockOff
  }
}
