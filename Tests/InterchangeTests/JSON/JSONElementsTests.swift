// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

struct JSONElementsTests {
  @Test(arguments: [1, 3, 4_096])
  func `elements come one at a time with their lines`(pieceSize: Int) throws {
    let text = " [ {\"a\":\"],[\\\"\"},\n [1,2] ,\n\n null ]\n"
    let elements = JSONElements(MemorySource(Array(text.utf8), pieceSize: pieceSize))
    var seen: [JSONElement] = []
    while let element = try elements.nextElement() { seen.append(element) }
    #expect(seen.map(\.line) == [1, 2, 4])
    #expect(seen.map(\.index) == [0, 1, 2])
    #expect(seen.map { JSONWriter.text($0.value) } == [#"{"a":"],[\""}"#, "[1,2]", "null"])
    #expect(try elements.nextElement() == nil)
  }

  @Test func `an empty array has no elements`() throws {
    #expect(try JSONElements(MemorySource("[ ]")).nextElement() == nil)
  }

  @Test(arguments: [
    "", "{}", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]x", "[1}]", "[{]}]", "[\"a]", "[]]",
  ])
  func `what is not exactly one array is refused`(text: String) {
    let elements = JSONElements(MemorySource(text))
    #expect(throws: InputError.self) { while try elements.nextElement() != nil {} }
  }

  @Test func `a fault inside an element is told from the start of the file`() throws {
    let elements = JSONElements(MemorySource("[{},\n {\"a\":\n[1,tru]}]"))
    _ = try elements.nextElement()
    #expect {
      try elements.nextElement()
    } throws: { error in
      guard case .json(let fault)? = error as? InputError else { return false }
      return fault.pointer == "/1/a/1" && fault.line == 3 && fault.column == 4
        && fault.offset == 15
    }
  }

  @Test func `the limit of size holds for each element`() throws {
    let limits = JSONLimits(bytes: 8, depth: 2)
    let fits = JSONElements(MemorySource("[\"aaaaaa\",\"bbbbbb\"]"), limits: limits)
    while try fits.nextElement() != nil {}
    #expect(throws: InputError.self) {
      try JSONElements(MemorySource("[\"aaaaaaaaa\"]"), limits: limits).nextElement()
    }
  }
}
