// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Bytes that arrive in pieces: a file, memory, or another source unpacked or decoded.
///
/// Sources are read once, from one task. A reader that needs two passes opens the source twice.
public protocol ByteSource: AnyObject {
  /// Returns the next bytes in order, or nil at the end.
  ///
  /// - Returns: A piece that is never empty and seldom more than 256 KiB.
  /// - Throws: ``InputError``; afterwards the source is not read again.
  func next() throws(InputError) -> [UInt8]?
}

/// Bytes that are already in memory.
public final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let pieceSize: Int
  private var offset = 0

  /// Serves `bytes` in pieces of at most `pieceSize` bytes.
  ///
  /// - Precondition: `pieceSize` is at least 1.
  public init(_ bytes: [UInt8], pieceSize: Int = 1 << 18) {
    precondition(pieceSize > 0, "A piece holds at least one byte")
    self.bytes = bytes
    self.pieceSize = pieceSize
  }

  /// Serves the UTF-8 bytes of `text`.
  public convenience init(_ text: String) { self.init(Array(text.utf8)) }

  public func next() throws(InputError) -> [UInt8]? {
    guard offset < bytes.count else { return nil }
    let end = min(offset + pieceSize, bytes.count)
    defer { offset = end }
    return Array(bytes[offset..<end])
  }
}

/// The bytes of one file, read from its start.
public final class FileSource: ByteSource {
  private let path: String
  private let handle: FileHandle

  /// Opens the file at `path` for reading.
  ///
  /// - Throws: ``InputError/unreadable(path:reason:)`` if there is no such readable file.
  public init(path: String) throws(InputError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .unreadable(path: path, reason: .notFound)
    }
    guard !isDirectory.boolValue else { throw .unreadable(path: path, reason: .isDirectory) }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: .notPermitted)
    }
    self.path = path
    self.handle = handle
  }

  public func next() throws(InputError) -> [UInt8]? {
    do {
      guard let data = try handle.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
      return Array(data)
    } catch {
      throw .unreadable(path: path, reason: .readFailed)
    }
  }
}

/// A source whose first bytes can be looked at without losing them.
final class PeekedSource: ByteSource {
  private let source: any ByteSource
  private var pieces: [[UInt8]] = []

  init(_ source: any ByteSource) { self.source = source }

  /// Returns the first `count` bytes, fewer if the source is shorter.
  func peek(_ count: Int) throws(InputError) -> [UInt8] {
    var seen = pieces.reduce(into: []) { $0 += $1 }
    while seen.count < count, let piece = try source.next() {
      pieces.append(piece)
      seen += piece
    }
    return Array(seen.prefix(count))
  }

  func next() throws(InputError) -> [UInt8]? {
    pieces.isEmpty ? try source.next() : pieces.removeFirst()
  }
}

extension ByteSource {
  /// Reads everything that is left.
  ///
  /// - Parameter limit: The most bytes to hold in memory.
  /// - Throws: ``InputError/tooLarge(limit:)`` if more is left than `limit`.
  public func readAll(limit: Int = 1 << 30) throws(InputError) -> [UInt8] {
    var all: [UInt8] = []
    while let piece = try next() {
      guard all.count + piece.count <= limit else { throw .tooLarge(limit: limit) }
      all += piece
    }
    return all
  }
}
