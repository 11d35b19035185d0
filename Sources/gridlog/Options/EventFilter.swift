// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import TerminalText

/// Which events a command is about: one of the types, in the stream, with all of the references.
enum EventFilter {
  static func query(
    types: [String], stream: String?, references: [String] = []
  ) throws(Message) -> Query {
    var item = Query.Item()
    for name in types { item.types.insert(try type(name)) }
    item.stream = try stream.map { text throws(Message) in try object(text) }
    for text in references { item.references.append(try reference(text)) }
    return Query([item])
  }

  private static func type(_ name: String) throws(Message) -> EventType {
    let known = GovernanceEvent.catalogue.schemas.map(\.type)
    guard let type = known.first(where: { $0.name == name }) else {
      throw Message(.unknownTypeAsked, at: Phrase("\(name)"))
    }
    return type
  }

  private static func object(_ text: String) throws(Message) -> ObjectName {
    guard let name = ObjectName(text) else { throw Message(.notAnObject, at: Phrase("\(text)")) }
    return name
  }

  /// `handler=body/321023101-zhzf`
  private static func reference(_ text: String) throws(Message) -> Reference {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let name = ObjectName(parts[1]) else {
      throw Message(.notAReference, at: Phrase("\(text)"))
    }
    return Reference(Role(String(parts[0])), name)
  }
}
