// SPDX-License-Identifier: Apache-2.0

/// The lines of a source, none of them held beyond a limit.
struct LineReader {
  /// One line that is not blank.
  enum Line {
    case text(number: Int, [UInt8])
    /// Longer than the limit; its bytes were read over.
    case tooLong(number: Int)
  }

  private let source: any ByteSource
  private let limit: Int
  private var piece: [UInt8] = []
  private var next = 0
  private var number = 0
  private var isAtEnd = false

  init(_ source: any ByteSource, limit: Int) {
    self.source = source
    self.limit = limit
  }

  /// The next line that is not blank, without its line end; nil at the end.
  mutating func nextLine() throws(InputError) -> Line? {
    while !isAtEnd {
      number += 1
      let line = try rawLine()
      switch line {
      case .text(_, let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        return line
      case .tooLong: return line
      }
    }
    return nil
  }

  private mutating func rawLine() throws(InputError) -> Line {
    var bytes: [UInt8] = []
    var isTooLong = false
    while true {
      if next == piece.count {
        guard let more = try source.next() else {
          isAtEnd = true
          break
        }
        piece = more
        next = 0
      }
      let end = piece[next...].firstIndex(of: 0x0A) ?? piece.count
      if bytes.count + end - next > limit { isTooLong = true }
      if isTooLong { bytes = [] } else { bytes += piece[next..<end] }
      next = end
      if end < piece.count {
        next = end + 1
        break
      }
    }
    return isTooLong ? .tooLong(number: number) : .text(number: number, bytes)
  }
}
