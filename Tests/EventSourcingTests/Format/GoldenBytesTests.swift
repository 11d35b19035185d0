// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Testing

@testable import EventSourcing

/// Bytes made by another program (Python with its `cryptography` package) from docs/FORMAT.md.
@Suite struct GoldenBytesTests {
  static let content = """
    0a100192a00000007000800000000000000f12094e6f746554616b656e180122066e6f74652f612880909183\
    aeb1e40532170a09626f64792f6465736b1a0a706f73742f636c65726b3a150a0c73797374656d2f31323334\
    351203412d3118024210000102030405060708090a0b0c0d0e0f520e0a046e6f746512066e6f74652f615213\
    0a06617574686f721209706572736f6e2f70315a0d080d1209e6b0bee6b0b4e9958762340a09706572736f6e\
    2f70311204626f64791a2195cbce5c65d63e24840fc7ad3d330fd094d1ed60f49713cc6010e15e8bf2d40e5b
    """
  static let record = """
    2a0000000000000040664170c5c80500020003000000000000000a100192a00000007000800000000000000f\
    12094e6f746554616b656e180122066e6f74652f612880909183aeb1e40532170a09626f64792f6465736b1a\
    0a706f73742f636c65726b3a150a0c73797374656d2f31323334351203412d31180242100001020304050607\
    08090a0b0c0d0e0f520e0a046e6f746512066e6f74652f6152130a06617574686f721209706572736f6e2f70\
    315a0d080d1209e6b0bee6b0b4e9958762340a09706572736f6e2f70311204626f64791a2195cbce5c65d63e\
    24840fc7ad3d330fd094d1ed60f49713cc6010e15e8bf2d40e5b
    """
  static let clear = "1a0fe982bbe5b185e5aeb6e79a84e78b97"
  static let ciphertext = """
    95cbce5c65d63e24840fc7ad3d330fd094d1ed60f49713cc6010e15e8bf2d40e5b
    """

  static func event() throws -> EventContent {
    EventContent(
      id: try #require(EventID(uuid: "0192a000-0000-7000-8000-00000000000f")),
      type: "NoteTaken", version: 1, stream: "note/a", occurred: "2021-08-05T09:00:00+08:00",
      actor: Actor(body: "body/desk", post: "post/clerk"),
      source: Source(system: "system/12345", externalID: "A-1", mode: .imported),
      causation: EventID(bytes: Array(0..<16)),
      references: [Reference("note", "note/a"), Reference("author", "person/p1")],
      payload: try NoteTaken.schema.encode([
        NamedValue("note", .text("note/a")), NamedValue("words", .int(-7)),
        NamedValue("heading", .text("氾水镇")),
      ]).payload,
      sealed: [
        SealedSection(
          subject: "person/p1", purpose: "body",
          ciphertext: try #require(Hex.bytes(ciphertext)))
      ])
  }

  @Test func `content has the bytes of FORMAT 1_1`() throws {
    #expect(Hex.text(try GoldenBytesTests.event().bytes) == GoldenBytesTests.content)
    let bytes = try #require(Hex.bytes(GoldenBytesTests.content))
    #expect(try EventContent(bytes: bytes) == GoldenBytesTests.event())
  }

  @Test func `record has the bytes of FORMAT 1_2`() throws {
    let stored = StoredEvent(
      position: 42, recorded: "2021-08-05T09:00:01+08:00", flags: .clockInjected,
      streamVersion: 3, content: try GoldenBytesTests.event())
    #expect(Hex.text(stored.record) == GoldenBytesTests.record)
  }

  @Test func `a sealed section has the bytes of FORMAT 1_5`() throws {
    let event = try GoldenBytesTests.event()
    let binding = Seal.binding(event: event.id, subject: "person/p1", purpose: "body")
    let clear = try #require(Hex.bytes(GoldenBytesTests.clear))
    let sealed = Seal.close(clear, key: Array(0..<64), binding: binding)
    #expect(Hex.text(sealed) == GoldenBytesTests.ciphertext)
    #expect(Seal.open(sealed, key: Array(0..<64), binding: binding) == clear)
  }

  @Test func `a seal opens with nothing but its own key, event, subject and purpose`() throws {
    let id = try GoldenBytesTests.event().id
    let sealed = try #require(Hex.bytes(GoldenBytesTests.ciphertext))
    let key = Array(UInt8(0)..<64)
    let other = EventID(high: id.high, low: id.low ^ 1)
    for binding in [
      Seal.binding(event: other, subject: "person/p1", purpose: "body"),
      Seal.binding(event: id, subject: "person/p2", purpose: "body"),
      Seal.binding(event: id, subject: "person/p1", purpose: "contact"),
    ] {
      #expect(Seal.open(sealed, key: key, binding: binding) == nil)
    }
    let right = Seal.binding(event: id, subject: "person/p1", purpose: "body")
    #expect(Seal.open(sealed, key: key.reversed(), binding: right) == nil)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(Seal.open(changed, key: key, binding: right) == nil, "byte \(index)")
    }
  }

  @Test func `no content but the canonical one is read`() throws {
    let bytes = try #require(Hex.bytes(GoldenBytesTests.content))
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x80
      // Another valid event is fine; the same event in other bytes is not.
      if let read = try? EventContent(bytes: changed) {
        #expect(read.bytes == changed, "byte \(index)")
        #expect(read != (try GoldenBytesTests.event()), "byte \(index)")
      }
      // Cut between two fields, what is left may be an event of its own.
      if let read = try? EventContent(bytes: Array(bytes[..<index])) {
        #expect(read.bytes == Array(bytes[..<index]), "cut at \(index)")
      }
    }
  }
}
