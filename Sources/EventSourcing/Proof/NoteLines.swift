// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of a proof or note, byte by byte and with a limit: whatever the bytes are,
/// the worst is a typed error.
struct NoteLines {
  /// The largest text that is looked at: a record of 1 MiB in Base64, and room to spare.
  static let limit = 4 << 20

  let bytes: ArraySlice<UInt8>
  private var next: Int
  /// The line under way, counted from 1.
  private(set) var number: Int

  /// Throws unless the bytes are UTF-8, end in a newline and have no other control characters.
  /// - Parameter number: How many lines stand before these.
  init(_ bytes: ArraySlice<UInt8>, behind number: Int = 0) throws(ProofError) {
    self.number = number
    self.bytes = bytes
    next = bytes.startIndex
    guard bytes.count <= NoteLines.limit else { throw failure("it is too long") }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw failure("it is not UTF-8") }
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
      throw failure("it has control characters")
    }
    guard bytes.last == 0x0A else { throw failure("its last line does not end") }
  }

  func failure(_ what: String) -> ProofError { .malformed(what: what, line: max(1, number)) }

  var isAtEnd: Bool { next == bytes.endIndex }
  /// All behind the line under way.
  var rest: ArraySlice<UInt8> { bytes[next...] }

  /// The next line without its end.
  mutating func line() throws(ProofError) -> ArraySlice<UInt8> {
    number += 1
    guard let end = rest.firstIndex(of: 0x0A) else { throw failure("a line is missing") }
    defer { next = end + 1 }
    return bytes[next..<end]
  }

  /// The rest of the next line if it begins so; otherwise the line stays.
  mutating func line(after prefix: String) throws(ProofError) -> ArraySlice<UInt8>? {
    let before = self
    let line = try line()
    guard line.starts(with: prefix.utf8) else {
      self = before
      return nil
    }
    return line.dropFirst(prefix.utf8.count)
  }

  /// Hashes, one a line, up to an empty line.
  mutating func hashes() throws(ProofError) -> [[UInt8]] {
    var hashes: [[UInt8]] = []
    while true {
      let line = try line()
      if line.isEmpty { return hashes }
      hashes.append(try hash(line))
      // 2^64 leaves have 64 levels, and a consistency proof at most one hash more.
      guard hashes.count <= 65 else { throw failure("there are too many hashes") }
    }
  }

  func hash(_ line: ArraySlice<UInt8>) throws(ProofError) -> [UInt8] {
    guard let bytes = Base64.bytes(line), bytes.count == TreeHasher.hashBytes else {
      throw failure("this is not a hash of 32 bytes in Base64")
    }
    return bytes
  }

  /// A number in decimal digits without leading zeros, below 2⁶⁴.
  func number(_ line: ArraySlice<UInt8>) throws(ProofError) -> UInt64 {
    let isPlain =
      line.allSatisfy { (0x30...0x39).contains($0) } && (line.count == 1 || line.first != 0x30)
    guard isPlain, let number = UInt64(String(decoding: line, as: UTF8.self)) else {
      throw failure("this is not a number")
    }
    return number
  }
}
