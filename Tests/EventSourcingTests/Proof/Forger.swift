// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation

/// Makes a wrong text of a right one, in the ways that somebody would try.
struct Forger {
  var random: SeededGenerator
  /// A key under the log's name that the log does not have.
  let stranger: SigningKey
  /// Right texts, to take parts from.
  let texts: [String]

  /// How many ways there are.
  static let ways = 16

  mutating func forge(_ text: String, way: Int) -> [UInt8] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let hashes = lines.indices.filter { lines[$0].utf8.count == 44 && !lines[$0].contains(" ") }
    switch way {
    case 0: return flipped(text)
    case 1: return spoiled(text)
    case 2: if let place = pick(hashes) { lines[place] = changed(lines[place]) }
    case 3: if let place = pick(hashes) { lines.remove(at: place) }
    case 4: if let place = pick(hashes) { lines.insert(lines[place], at: place) }
    case 5:
      if let one = pick(hashes), let other = pick(hashes) { lines.swapAt(one, other) }
    case 6: renumber(&lines, "index ")
    case 7: renumber(&lines, "old ")
    case 8: resize(&lines)
    case 9: lines[0] = random.choose(["c2sp.org/tlog-proof@v1", "gridlog/sm3-proof@v1", "x"])
    case 10: changeExtra(&lines)
    case 11: return Array(otherCheckpoint(text).utf8)
    case 12: return Array(resigned(text).utf8)
    case 13: if let place = pick(hashes) { lines[place] = respelled(lines[place]) }
    case 14: return Array((text + furtherSignature(text)).utf8)
    default: lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  private mutating func pick(_ places: [Int]) -> Int? {
    places.isEmpty ? nil : random.choose(places)
  }

  private mutating func flipped(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    let place = Int.random(in: 0..<bytes.count, using: &random)
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    return bytes
  }

  private mutating func spoiled(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      default: bytes.insert(random.choose([0x0A, 0x20, 0x3D, 0x30, 0x2B]), at: place)
      }
    }
    return bytes
  }

  /// Another hash in the same form.
  private mutating func changed(_ hash: String) -> String {
    guard var bytes = Base64.bytes(hash.utf8) else { return hash }
    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1
    return Base64.text(bytes)
  }

  /// The same bytes in a form that Base64 readers often take: bits set that say nothing.
  private func respelled(_ hash: String) -> String {
    var text = Array(hash.utf8)
    // A digit that leaves two bits unused is one of A, E, I …; the next one is not.
    text[42] += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func number(_ text: Substring) -> String {
    let number = UInt64(text) ?? 0
    return random.choose([
      "\(number &+ 1)", "\(number &- 1)", "\(number ^ 2)", "\(number &* 2)", "0\(number)", "0",
      "18446744073709551615", "18446744073709551616", "-1", " \(number)", "\(number) ", "",
    ])
  }

  private mutating func renumber(_ lines: inout [String], _ word: String) {
    guard let place = lines.firstIndex(where: { $0.hasPrefix(word) }) else { return }
    var parts = lines[place].split(separator: " ").map(String.init)
    if parts.count == 3, random.chance(50) {
      parts[2] = changed(parts[2])
    } else {
      parts[1] = number(Substring(parts[1]))
    }
    lines[place] = parts.joined(separator: " ")
  }

  /// Changes the checkpoint's size: the line behind its origin.
  private mutating func resize(_ lines: inout [String]) {
    guard let origin = lines.firstIndex(where: isOrigin) else { return }
    lines[origin + 1] = number(Substring(lines[origin + 1]))
  }

  private func isOrigin(_ line: String) -> Bool {
    line.utf8.elementsEqual(stranger.verifierKey.name.utf8)
  }

  private mutating func changeExtra(_ lines: inout [String]) {
    guard let place = lines.firstIndex(where: { $0.hasPrefix("extra ") }),
      var record = Base64.bytes(lines[place].utf8.dropFirst(6))
    else { return }
    record[Int.random(in: 0..<record.count, using: &random)] ^= 1
    lines[place] = random.choose(["extra \(Base64.text(record))", "extra ", "extra", "extra AAAA"])
  }

  /// The right checkpoint of another size below this proof.
  private mutating func otherCheckpoint(_ text: String) -> String {
    let mine = tail(of: text)
    return String(text.dropLast(mine.count)) + tail(of: random.choose(texts))
  }

  /// From the origin on.
  private func tail(of text: String) -> String {
    guard let range = text.range(of: stranger.verifierKey.name + "\n") else { return text }
    return String(text[range.lowerBound...])
  }

  /// A line below: of a stranger, the same once more, or the right key's with wrong bytes.
  private mutating func furtherSignature(_ text: String) -> String {
    let line = text.split(separator: "\n").last.map { "\($0)\n" } ?? ""
    let body = tail(of: text).split(separator: "\n").prefix(3).joined(separator: "\n") + "\n"
    let stranger = SignedNote(body, signedBy: [stranger]).description.split(separator: "\n").last
    let short = line.split(separator: " ").last.map { line.replacing($0, with: $0.prefix(16)) }
    return random.choose([
      line, stranger.map { "\($0)\n" } ?? "", (short ?? "") + "\n", "— x AAAAAAA=\n",
    ])
  }

  /// A changed root, size or nothing, signed well by the stranger.
  private mutating func resigned(_ text: String) -> String {
    var body = tail(of: text).split(separator: "\n").prefix(3).map(String.init)
    if body.count == 3, random.chance(50) { body[2] = changed(body[2]) }
    let note = SignedNote(body.joined(separator: "\n") + "\n", signedBy: [stranger])
    return String(text.dropLast(tail(of: text).count)) + note.description
  }
}
