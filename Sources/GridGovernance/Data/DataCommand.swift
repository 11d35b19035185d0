// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of the joining of data 数据接入.
public enum DataCommand: Hashable, Sendable {
  /// 接口状态: a connector changes its status.
  case setConnector(ConnectorStatusChanged)
  /// 外部数据接入/二次录入: a record of another system is a thing that stands here.
  case take(ExternalRecord, mapping: ObjectName)
  /// The same of a record that reports an incident: the first time it becomes the ticket, each
  /// later time it is that ticket.
  case report(ExternalRecord, IncidentReported)
}
