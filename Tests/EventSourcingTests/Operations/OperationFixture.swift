// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation

@testable import EventSourcing

extension TemporaryLog {
  /// Appends so many events: some long, some sealed, some of streams that are there already.
  func fill(_ count: Int) throws {
    let first = Int(try log.head.rawValue) + 1
    for start in stride(from: first, to: first + count, by: 100) {
      try log.append(
        (start..<min(start + 100, first + count)).map { number in
          try NewEvent(
            NoteTaken(
              note: ObjectName("note", "n\(number % 37)"),
              author: number % 3 == 0 ? ObjectName("person", "p\(number % 11)") : nil,
              words: number,
              heading: number % 90 == 0 ? String(repeating: "长", count: 2000) : "heading",
              text: number % 5 == 0 ? SealedText.clear("private \(number)") : nil),
            id: EventID(high: 0x77, low: UInt64(number)))
        })
    }
  }

  var dataFile: URL { URL(fileURLWithPath: path + "/log/data.mdb") }
}

let noteOptions = EventLogOptions(catalogue: Notes.catalogue)
