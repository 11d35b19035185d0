// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// Why a compressed file was not unpacked to its end.
public enum GzipError: Error, Equatable, Sendable {
  /// The bytes do not begin with the gzip mark 1F 8B.
  case notGzip
  /// The file ends inside a member.
  case truncated
  /// Header, data or checksum of member `member` (from 1) are damaged.
  case damaged(member: Int)
  /// After member `member` follows something that is no further member.
  case trailingBytes(member: Int)
  /// More than `limit` bytes came out for each byte read, beyond the first MiB.
  case expandsTooMuch(limit: Int)
  /// More than `limit` bytes came out in all.
  case tooLarge(limit: Int)
  /// zlib found no memory for its window.
  case noMemory
}

extension GzipError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notGzip: "this is not a gzip file; only plain files and gzip are read"
    case .truncated: "the gzip file ends too early; copy it again"
    case .damaged(let member): "member \(member) of the gzip file is damaged; copy it again"
    case .trailingBytes(let member): "after member \(member) of the gzip file follow other bytes"
    case .expandsTooMuch(let limit):
      "the gzip file grows more than \(limit)-fold, as hostile files do; unpack it yourself"
    case .tooLarge(let limit):
      "the gzip file holds more than \(limit) bytes; split it or raise the limit"
    case .noMemory: "no memory to unpack the gzip file"
    }
  }
}

/// How far a compressed file may grow; both are checked while it is unpacked.
public struct GzipLimits: Equatable, Sendable {
  /// The most bytes that may come out of one byte read, once 1 MiB has come out.
  public var ratio: Int
  /// The most bytes that may come out in all.
  public var bytes: Int

  /// 100 : 1 and 16 GiB.
  public init(ratio: Int = 100, bytes: Int = 1 << 34) {
    self.ratio = ratio
    self.bytes = bytes
  }
}

/// A gzip file (RFC 1952) unpacked while it is read, all its members one after another.
///
/// Checksums and lengths are checked. The file name in a header is not looked at.
public final class GzipSource: ByteSource {
  private let source: any ByteSource
  private let limits: GzipLimits
  private let inflater: Inflater
  private var input: ArraySlice<UInt8> = []
  private var bytesRead = 0
  private var bytesOut = 0
  private var member = 1
  private var phase = Phase.start
  private var mayHoldMore = false

  private enum Phase {
    case start
    case insideMember
    case betweenMembers
    case ended
  }

  /// Unpacks `source`.
  public init(_ source: any ByteSource, limits: GzipLimits = GzipLimits()) throws(InputError) {
    self.source = source
    self.limits = limits
    guard let inflater = Inflater() else { throw .gzip(.noMemory) }
    self.inflater = inflater
  }

  public func next() throws(InputError) -> [UInt8]? {
    while phase != .ended {
      if input.isEmpty, !mayHoldMore, try !refill() { return nil }
      if phase != .insideMember { try beginMember() }
      let output = try inflate()
      if !output.isEmpty { return output }
    }
    return nil
  }

  /// Takes the next piece; false at the end of a whole file.
  private func refill() throws(InputError) -> Bool {
    if let piece = try source.next() {
      input = piece[...]
      bytesRead += piece.count
      return true
    }
    let atEnd = phase
    phase = .ended
    switch atEnd {
    case .start: throw .gzip(.notGzip)
    case .insideMember: throw .gzip(.truncated)
    case .betweenMembers, .ended: return false
    }
  }

  private func beginMember() throws(InputError) {
    guard input.first == 0x1F else {
      throw .gzip(phase == .start ? .notGzip : .trailingBytes(member: member))
    }
    if phase == .betweenMembers {
      member += 1
      guard inflater.reset() else { throw .gzip(.damaged(member: member)) }
    }
    phase = .insideMember
  }

  private func inflate() throws(InputError) -> [UInt8] {
    let step = inflater.step(&input)
    mayHoldMore = step.outcome == .more && step.output.count == Inflater.pieceSize
    bytesOut += step.output.count
    guard bytesOut <= limits.bytes else { throw .gzip(.tooLarge(limit: limits.bytes)) }
    let consumed = bytesRead - input.count
    guard bytesOut <= 1 << 20 || bytesOut / limits.ratio <= consumed else {
      throw .gzip(.expandsTooMuch(limit: limits.ratio))
    }
    switch step.outcome {
    case .more: break
    case .memberEnded: phase = .betweenMembers
    case .noMemory: throw .gzip(.noMemory)
    case .damaged: throw .gzip(.damaged(member: member))
    }
    return step.output
  }
}

/// One zlib stream; the only place that hands pointers to zlib.
private final class Inflater {
  enum Outcome { case more, memberEnded, damaged, noMemory }

  /// A full piece means that zlib may hold more output without further input.
  static let pieceSize = 1 << 18
  // zlib keeps the stream's address inside its state, so it must not move: allocated by hand.
  private let stream: UnsafeMutablePointer<z_stream>

  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window; 16 more ask for a gzip header and nothing else.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func reset() -> Bool { inflateReset(stream) == Z_OK }

  /// Unpacks what fits into one piece and drops from `input` what was used.
  func step(_ input: inout ArraySlice<UInt8>) -> (output: [UInt8], outcome: Outcome) {
    var code = Z_OK
    // zlib writes through a pointer: the array is lent to it for the length of one call.
    let output = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { room, count in
      // zlib reads through a pointer that C declares mutable but never writes to.
      let left = input.withUnsafeBufferPointer { bytes in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        code = inflate(stream, Z_NO_FLUSH)
        return Int(stream.pointee.avail_in)
      }
      count = room.count - Int(stream.pointee.avail_out)
      input = input.suffix(left)
    }
    switch code {
    case Z_OK, Z_BUF_ERROR: return (output, .more)
    case Z_STREAM_END: return (output, .memberEnded)
    case Z_MEM_ERROR: return (output, .noMemory)
    default: return (output, .damaged)
    }
  }
}

extension GzipSource {
  /// Returns `source` as it is or, if it begins with the gzip mark, unpacked; names do not matter.
  public static func unpackingIfMarked(
    _ source: any ByteSource, limits: GzipLimits = GzipLimits()
  ) throws(InputError) -> (source: any ByteSource, isGzip: Bool) {
    let peeked = PeekedSource(source)
    guard try peeked.peek(2) == [0x1F, 0x8B] else { return (peeked, false) }
    return (try GzipSource(peeked, limits: limits), true)
  }
}
