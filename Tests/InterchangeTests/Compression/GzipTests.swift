// SPDX-License-Identifier: Apache-2.0

import CZlib
import Interchange
import Testing

struct GzipTests {
  private static let text = Array(
    (0..<40_000).map { "line \($0) of a table\n" }.joined().utf8)

  @Test(arguments: [1, 7, 4_096, 1 << 18])
  func `a file is unpacked whatever pieces it arrives in`(pieceSize: Int) throws {
    let packed = gzip(Self.text)
    let source = try GzipSource(MemorySource(packed, pieceSize: pieceSize))
    #expect(try source.readAll() == Self.text)
    #expect(try source.next() == nil)
  }

  @Test func `members follow one another`() throws {
    let packed = gzip(Array("first ".utf8)) + gzip([]) + gzip(Array("second".utf8))
    let source = try GzipSource(MemorySource(packed, pieceSize: 5))
    #expect(try source.readAll() == Array("first second".utf8))
  }

  @Test func `a file cut anywhere is an error and not a shorter table`() throws {
    let packed = gzip(Array("a,b\n1,2\n".utf8))
    for length in 0..<packed.count {
      #expect(throws: InputError.self, "cut at \(length)") {
        try GzipSource(MemorySource(Array(packed[..<length]))).readAll()
      }
    }
  }

  @Test func `a flipped bit never gives another text`() throws {
    let text = Array("a,b\n1,2\n3,4\n".utf8)
    let packed = gzip(text)
    var noticed = 0
    for bit in 0..<packed.count * 8 {
      var damaged = packed
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      do {
        // Some bits carry nothing: a time stamp, the padding of the last byte.
        #expect(try GzipSource(MemorySource(damaged)).readAll() == text, "bit \(bit)")
      } catch {
        noticed += 1
      }
    }
    #expect(noticed > packed.count * 4)
  }

  @Test func `bytes after the last member are an error`() throws {
    #expect(throws: InputError.gzip(.trailingBytes(member: 1))) {
      try GzipSource(MemorySource(gzip([65]) + [0, 0])).readAll()
    }
    #expect(throws: InputError.gzip(.notGzip)) {
      try GzipSource(MemorySource("PK\u{3}\u{4}")).readAll()
    }
  }

  @Test func `a bomb is stopped before it has grown`() throws {
    let bomb = gzip([UInt8](repeating: 0, count: 64 << 20))
    let source = try GzipSource(MemorySource(bomb))
    #expect(throws: InputError.gzip(.expandsTooMuch(limit: 100))) {
      while let piece = try source.next() { #expect(piece.count <= 1 << 18) }
    }
    // Below one MiB any ratio passes: a table of blanks is no attack.
    let blanks = [UInt8](repeating: 0x20, count: 1 << 20)
    #expect(try GzipSource(MemorySource(gzip(blanks))).readAll() == blanks)
  }

  @Test func `the absolute limit holds for honest ratios too`() throws {
    let limits = GzipLimits(bytes: 100_000)
    #expect(throws: InputError.gzip(.tooLarge(limit: 100_000))) {
      try GzipSource(MemorySource(gzip(Self.text)), limits: limits).readAll()
    }
  }

  @Test func `what is not gzip passes through untouched`() throws {
    let plain = try GzipSource.unpackingIfMarked(MemorySource("a,b\n"))
    #expect(!plain.isGzip)
    #expect(try plain.source.readAll() == Array("a,b\n".utf8))
    let packed = try GzipSource.unpackingIfMarked(MemorySource(gzip(Array("a,b\n".utf8))))
    #expect(packed.isGzip)
    #expect(try packed.source.readAll() == Array("a,b\n".utf8))
  }
}

/// Packs `bytes` as one gzip member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
  defer { deflateEnd(&stream) }
  var input = bytes
  let room = Int(deflateBound(&stream, UInt(bytes.count)))
  return [UInt8](unsafeUninitializedCapacity: room) { output, count in
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
    }
    count = room - Int(stream.avail_out)
  }
}
