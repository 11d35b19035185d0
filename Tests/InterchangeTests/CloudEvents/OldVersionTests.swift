// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Interchange
import ParcelSamples
import Testing

/// Events of an old version leave and enter as what they are: only views lift them.
@Suite struct OldVersionTests {
  private let binding = CloudEventBinding(Parcels.catalogue)

  private func old() -> StoredEvent {
    var history = HistoryBuilder()
    return history.addSentV1("parcel/1", "depot/1", grams: 700)
  }

  @Test func `an event of version 1 names its version and its own fields`() throws {
    let envelope = try binding.envelope(old())
    #expect(envelope.dataschema == "urn:gridlog:schema:ParcelSent.v1")
    #expect(envelope.data?["office"]?.text == "depot/1")
    #expect(envelope.data?["depot"] == nil)
  }

  @Test func `read again it is the same event, and its view is the same`() throws {
    let stored = old()
    let again = try binding.event(binding.envelope(stored))
    #expect(again.version == 1 && again.type == .parcelSent)
    #expect(again.body.references == stored.content.references)
    #expect(again.body.payload == stored.content.payload)
    var history = HistoryBuilder()
    history.append(again)
    #expect(try history.replay(SentByDepot.self).rows.map(\.key.text) == ["depot/1"])
  }
}
