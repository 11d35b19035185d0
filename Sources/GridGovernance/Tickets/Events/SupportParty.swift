// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

extension SupportCalled {
  /// What one summoned unit has to do.
  public struct Party: Codable, Hashable, Sendable {
    /// A code of the duties list.
    public var duty: String
    /// When it is to report.
    public var arriveBy: Instant
    /// When it is to be done.
    public var finishBy: Instant?

    public init(
      duty: String, arriveBy: Instant, finishBy: Instant? = nil
    ) {
      self.duty = duty
      self.arriveBy = arriveBy
      self.finishBy = finishBy
    }

    /// The shape of this part of an event.
    public static let fields: [EventSourcing.Field] = [
      .init(1, "duty", .code),
      .init(2, "arriveBy", .instant),
      .init(3, "finishBy", .instant, optional: true),
    ]
  }
}
