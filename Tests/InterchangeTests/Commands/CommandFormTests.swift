// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Interchange
import Testing

/// Commands from outside: what is described is what is read, and the rules decide.
@Suite struct CommandFormTests {
  /// What may stand for a field of that description.
  private static func sample(_ field: Field) -> JSONValue {
    guard case .reference(_, let kinds, let repeats) = field.place else {
      return sample(field.type)
    }
    let name = JSONValue.string("\((kinds.first ?? .other).name)/some")
    return repeats ? .array([name]) : name
  }

  private static func sample(_ type: FieldType) -> JSONValue {
    switch type {
    case .bool: .bool(true)
    case .int: .number("1")
    case .decimal: .string("1.5")
    case .rational: .string("1/2")
    case .instant: .string("2021-08-05T09:00:00+08:00")
    case .date: .string("2021-08-05")
    case .timeOfDay: .string("08:30")
    case .enumeration(let cases): .string(cases[0].name)
    case .code, .text: .string("some")
    case .bytes: .string("00ff")
    case .eventID: .string("0190b2c4-7c1e-7000-8000-000000000001")
    case .anyValue: .object([JSONMember("int", .number("1"))])
    case .message(let fields): .object(fields.map { JSONMember($0.name, sample($0)) })
    case .list(let element), .set(let element): .array([sample(element)])
    }
  }

  @Test func `names are typed as they are listed, each once, in both languages`() {
    let names = CommandForm.all.map(\.name)
    #expect(Set(names).count == names.count)
    for form in CommandForm.all {
      let isTyped = form.name.allSatisfy { $0.isLowercase || $0 == "-" }
      #expect(isTyped, "\(form.name)")
      #expect(CommandForm.named(form.name)?.name == form.name)
      let (english, chinese) = (form.title.english, form.title.chinese)
      #expect(english.utf8.count == english.count && chinese.utf8.count > chinese.count)
      #expect(Set(form.parameters.map(\.name)).count == form.parameters.count, "\(form.name)")
    }
  }

  @Test(arguments: CommandForm.all.map(\.name))
  func `a command takes all that it describes, needs what it says, and knows nothing else`(
    name: String
  ) throws {
    let form = try #require(CommandForm.named(name))
    let all = form.parameters.map { JSONMember($0.name, Self.sample($0)) }
    _ = try form.action(.object(all))
    let needed = form.parameters.filter { !$0.isOptional }
    _ = try form.action(
      .object(all.filter { member in needed.contains { $0.name == member.key } }))
    for field in needed {
      let error = #expect(throws: FieldJSONError.self) {
        try form.action(.object(all.filter { $0.key != field.name }))
      }
      #expect(error?.pointer == "/\(field.name)", "\(name)")
    }
    let stray = #expect(throws: FieldJSONError.self) {
      try form.action(.object(all + [JSONMember("nobodyKnowsThis", .bool(true))]))
    }
    #expect(stray?.pointer == "/nobodyKnowsThis", "\(name)")
  }

  @Test func `what is typed is read by the type of its parameter`() throws {
    let form = try #require(CommandForm.named("dispatch"))
    #expect(try form.json("true", for: "binding").value == .bool(true))
    #expect(
      try form.json("body/a,body/b", for: "copyTo").value
        == .array([.string("body/a"), .string("body/b")]))
    let support = try #require(CommandForm.named("call-support"))
    let parties = try support.json(#"[{"duty": "x"}]"#, for: "parties").value
    #expect(parties[0]?["duty"] == .string("x"))
    #expect(throws: FieldJSONError.self) { try form.json("x", for: "nobodyKnowsThis") }
  }
}
