// SPDX-License-Identifier: Apache-2.0

/// What rows of a table are found by: an object, a small packed value, or any plain struct.
public protocol TableKey: Hashable, Codable, Sendable {}

/// What a table holds under a key: plain values, or a struct or enum built from them.
public protocol TableRow: Codable, Equatable, Sendable {}

extension ObjectID: TableKey, TableRow {}
extension Int: TableKey, TableRow {}
