// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can have happened to the joining of data 数据接入: one case an event type.
public enum DataEvent: Happening {
  /// 接口状态.
  case connectorChanged(ConnectorStatusChanged)
  /// 外部数据接入/二次录入.
  case recordImported(ExternalRecordImported)
  /// 上报, of a record that becomes a ticket.
  case reported(IncidentReported)

  /// The typed event.
  public var event: any Event {
    switch self {
    case .connectorChanged(let event): event
    case .recordImported(let event): event
    case .reported(let event): event
    }
  }

  /// Wraps a typed event; `nil` for types of other modules.
  public init?(_ event: any Event) {
    switch event {
    case let event as ConnectorStatusChanged: self = .connectorChanged(event)
    case let event as ExternalRecordImported: self = .recordImported(event)
    case let event as IncidentReported: self = .reported(event)
    default: return nil
    }
  }
}
