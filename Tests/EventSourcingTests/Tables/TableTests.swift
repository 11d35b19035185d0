// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Synchronization
import Testing

/// Tables against dictionaries: one for each way that rows are found.
struct TableTests {
  /// A row that owns memory, so that a row forgotten or freed twice shows.
  struct Note: TableRow {
    var words: String
    var marks: [Int]
    var day: CivilDate?
  }

  struct Pair: TableKey {
    var left: Int
    var right: String
  }

  struct Small: PackedKey {
    var town: Int
    var month: Int
    var packed: UInt64 { UInt64(town) << 8 | UInt64(month) }
    init(packed: UInt64) { (town, month) = (Int(packed >> 8), Int(packed & 0xFF)) }
    init(_ town: Int, _ month: Int) { (self.town, self.month) = (town, month) }
  }

  private func note(_ random: inout SeededGenerator) -> Note {
    let number = Int(random.next() % 1000)
    return Note(
      words: String(repeating: "long enough to be allocated ", count: number % 3),
      marks: Array(0..<number % 5), day: number % 2 == 0 ? nil : "2021-08-05")
  }

  private func check<Key: TableKey>(
    seed: UInt64, _ makeKey: (inout SeededGenerator) -> Key
  ) {
    var random = SeededGenerator(seed: seed)
    let table = Table<Key, Note>()
    var model: [Key: Note] = [:]
    for _ in 0..<3000 {
      let key = makeKey(&random)
      let row = note(&random)
      switch random.next() % 7 {
      case 0: (table[key], model[key]) = (row, row)
      case 1: (table[key], model[key]) = (nil, nil)
      case 2:
        table[key, default: row].marks.append(7)
        model[key, default: row].marks.append(7)
      case 3:
        let words = table.update(key, default: row) { row in
          row.words += "!"
          return row.words
        }
        model[key, default: row].words += "!"
        #expect(words == model[key]?.words)
      case 4:
        let known: Void? = table.updateExisting(key) { $0.day = "2021-09-01" }
        model[key]?.day = "2021-09-01"
        #expect((known != nil) == (model[key] != nil))
      case 5: #expect(table.remove(key) == model.removeValue(forKey: key))
      default:
        table[key]?.marks.append(1)
        model[key]?.marks.append(1)
      }
      #expect(table[key] == model[key], "seed \(seed)")
      #expect(table[key, default: row] == model[key] ?? row, "seed \(seed)")
      #expect(table.contains(key) == (model[key] != nil), "seed \(seed)")
    }
    #expect(table.count == model.count, "seed \(seed)")
    for (key, row) in model { #expect(table[key] == row, "seed \(seed)") }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `rows of objects behave like a dictionary`(seed: UInt64) {
    let directory = MemoryDirectory()
    let kinds: [ObjectKind] = ["depot", "parcel"]
    for kind in kinds { for n in 0..<900 { _ = directory.number(of: ObjectName(kind, "\(n)")) } }
    check(seed: seed) { random in
      directory.number(of: ObjectName(random.choose(kinds), "\(random.next() % 900)"))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `rows of packed keys behave like a dictionary`(seed: UInt64) {
    check(seed: seed) { random in Int(bitPattern: UInt(random.next() % 700)) - 350 }
    check(seed: seed) { random in Small(Int(random.next() % 60), Int(random.next() % 12)) }
    check(seed: seed) { random in CivilDate(daysSinceEpoch: Int(random.next() % 300) - 150) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `rows of hashed keys behave like a dictionary`(seed: UInt64) {
    check(seed: seed) { random in
      Pair(left: Int(random.next() % 20), right: "key \(random.next() % 20)")
    }
    check(seed: seed) { random in "text \(random.next() % 300)" }
  }

  @Test func `rows far from each other and wider than a page are kept apart`() {
    struct Wide: TableRow {
      var a = [Int](repeating: 0, count: 1)
      var b1, b2, b3, b4, b5, b6, b7, b8: ExactDecimal?
    }
    let table = Table<Int, Wide>()
    let dense = Table<ObjectID, Bool>()
    let far = ObjectID(kind: "depot", number: 3_000_000_000)
    dense[far] = true
    dense[ObjectID(kind: "depot", number: 0)] = false
    #expect(dense[far] == true)
    #expect(dense[ObjectID(kind: "depot", number: 1)] == nil)
    for number in 0..<200 { table[number, default: Wide()].a[0] += number }
    #expect((0..<200).allSatisfy { table[$0]?.a == [$0] })
  }

  @Test func `a table gives back every row it held`() {
    do {
      let table = Table<Int, CountedRow>()
      let hashed = Workspace<String, CountedRow>()
      for number in 0..<500 {
        table[number] = CountedRow()
        hashed["\(number % 50)"] = CountedRow()
      }
      for number in 0..<100 { table[number] = nil }
      #expect(CountedRow.alive == 450)
    }
    #expect(CountedRow.alive == 0)
  }
}

/// A row that counts how many of it exist.
final class CountedRow: TableRow {
  private static let count = Atomic<Int>(0)
  static var alive: Int { count.load(ordering: .relaxed) }

  init() { CountedRow.count.add(1, ordering: .relaxed) }
  init(from decoder: any Decoder) throws { CountedRow.count.add(1, ordering: .relaxed) }
  deinit { CountedRow.count.subtract(1, ordering: .relaxed) }
  func encode(to encoder: any Encoder) throws {}
  static func == (left: CountedRow, right: CountedRow) -> Bool { left === right }
}
