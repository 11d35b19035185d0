// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

extension NewEvent {
  /// What a stored event says, to be appended again elsewhere, its sealed part left out.
  package init(again stored: StoredEvent) {
    let content = stored.content
    self.init(
      id: content.id, type: content.type, version: content.version, stream: content.stream,
      occurred: content.occurred, actor: content.actor, source: content.source,
      causation: content.causation, correlation: content.correlation,
      body: EventBody(references: content.references, payload: content.payload, clear: []))
  }
}
