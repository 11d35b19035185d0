// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// How the connectors to other systems stand 接口状态.
public struct DataState: Hashable, Sendable {
  /// How one connector stands.
  public struct Connector: Hashable, Sendable {
    public var status: ConnectorStatusChanged.Status
    /// The authority that runs it.
    public var authority: ObjectName?
  }

  /// The last word on each system.
  public private(set) var connectors: [ObjectName: Connector] = [:]

  public init() {}

  mutating func apply(_ event: DataEvent) {
    guard case .connectorChanged(let change) = event else { return }
    let authority = change.authority ?? connectors[change.system]?.authority
    connectors[change.system] = Connector(status: change.status, authority: authority)
  }
}

extension DataState: BookContents {
  static var events: [any Event.Type] { [ConnectorStatusChanged.self] }

  mutating func take(_ event: any Event) { DataEvent(event).map { apply($0) } }
}
