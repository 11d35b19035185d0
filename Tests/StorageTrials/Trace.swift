// SPDX-License-Identifier: Apache-2.0

/// What a program did below a directory, as Tests/FaultShim/record.c wrote it down.
struct Trace {
  enum Change {
    case create, makeDirectory, remove
    case rename(to: String)
    case exchange(with: String)
    /// `isDurable`: the descriptor has O_DSYNC, so the write is on disk when the call returns.
    case write(offset: Int, bytes: ArraySlice<UInt8>, isDurable: Bool)
    case truncate(size: Int)
    /// `isWhole`: fsync, which covers the size; fdatasync should where it matters.
    case sync(isWhole: Bool)
    /// What the program said: what it is about to do, or has a receipt for.
    case said(String)
  }

  struct Record {
    let path: String
    let change: Change
  }

  let records: [Record]

  /// - Parameter root: The directory; paths in the records are relative to it.
  init(_ file: String, root: String) throws {
    guard let bytes = Files.read(file) else { throw Misuse("states TRACE …: no such trace") }
    var records: [Record] = []
    var place = 0
    while place + 24 <= bytes.count {
      let numbers = (0..<3).map { Trace.number(bytes[(place + 4 + 4 * $0)..<(place + 8 + 4 * $0)]) }
      let offset = Trace.number(bytes[(place + 16)..<(place + 24)])
      let path = place + 24
      let other = path + numbers[0]
      let data = other + numbers[1]
      let end = data + numbers[2]
      guard end <= bytes.count else { break }
      let change = Trace.change(
        bytes[place], offset: offset, other: Trace.path(bytes[other..<data], root),
        bytes: bytes[data..<end])
      guard let change else { throw Misuse("states TRACE …: an unknown record at \(place)") }
      records.append(Record(path: Trace.path(bytes[path..<other], root), change: change))
      place = end
    }
    self.records = records
  }

  private static func change(
    _ kind: UInt8, offset: Int, other: String, bytes: ArraySlice<UInt8>
  ) -> Change? {
    switch kind {
    case UInt8(ascii: "C"): .create
    case UInt8(ascii: "K"): .makeDirectory
    case UInt8(ascii: "U"), UInt8(ascii: "X"): .remove
    case UInt8(ascii: "R"): .rename(to: other)
    case UInt8(ascii: "E"): .exchange(with: other)
    case UInt8(ascii: "W"): .write(offset: offset, bytes: bytes, isDurable: false)
    case UInt8(ascii: "Y"): .write(offset: offset, bytes: bytes, isDurable: true)
    case UInt8(ascii: "T"): .truncate(size: offset)
    case UInt8(ascii: "D"): .sync(isWhole: false)
    case UInt8(ascii: "S"): .sync(isWhole: true)
    case UInt8(ascii: "A"): .said(String(decoding: bytes, as: UTF8.self))
    default: nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    Int(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private static func path(_ bytes: ArraySlice<UInt8>, _ root: String) -> String {
    let path = String(decoding: bytes, as: UTF8.self)
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }
}
