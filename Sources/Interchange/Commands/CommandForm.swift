// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import GridGovernance

/// A command as it can be asked for from outside: its name, what it needs, and how it is done.
public struct CommandForm: Sendable {
  /// When, and under which id, a command is carried out.
  public struct Call: Hashable, Sendable {
    /// When the act happened; now if not given.
    public var moment: Instant?
    /// Names the command, for retries.
    public var commandID: EventID?

    public init(at moment: Instant? = nil, as commandID: EventID? = nil) {
      self.moment = moment
      self.commandID = commandID
    }
  }

  /// What the rules and the log make of it.
  public typealias Action =
    @Sendable (County, Call) throws(CommandError<Rejection>) -> Receipt

  typealias Reading = @Sendable (CommandArguments) throws(FieldJSONError) -> Action

  /// As it is typed, like `assign-check`.
  public let name: String
  /// The module whose rules decide.
  public let module: Module
  /// What it does, in one sentence.
  public let title: Words
  private let read: Reading

  init(_ name: String, _ module: Module, _ title: Words, _ read: @escaping Reading) {
    self.name = name
    self.module = module
    self.title = title
    self.read = read
  }

  /// What it is asked with, in order: names, types, and which may be left out.
  public var parameters: [Field] {
    let arguments = CommandArguments(nil)
    // Placeholders fit whatever is asked for.
    _ = try? read(arguments)
    return arguments.asked
  }

  /// The command with these parameters, ready to be carried out.
  ///
  /// - Parameter json: An object with the members that ``parameters`` describes.
  /// - Throws: ``FieldJSONError`` for what is missing, does not fit or is not known.
  public func action(_ json: JSONValue) throws(FieldJSONError) -> Action {
    guard let members = json.members else {
      throw FieldJSONError(
        pointer: "/",
        expected: Words("an object with the parameters of \(name)", "含 \(name) 各参数的对象"),
        found: json.sort)
    }
    let arguments = CommandArguments(members)
    let action = try read(arguments)
    try arguments.finish()
    return action
  }

  /// One typed text for a parameter as JSON: lists separated by commas, parts as JSON.
  ///
  /// - Throws: ``FieldJSONError`` if there is no such parameter.
  public func json(_ text: String, for name: String) throws(FieldJSONError) -> JSONMember {
    guard let field = parameters.first(where: { $0.name == name }) else {
      throw FieldJSONError(
        pointer: "/" + FieldJSON.escaped(name), expected: .one(of: parameters.map(\.name)),
        found: .anotherName)
    }
    return JSONMember(name, field.type.json(text))
  }
}

extension FieldType {
  /// What somebody typed, in the JSON of this type; what does not fit is told when it is read.
  fileprivate func json(_ text: String) -> JSONValue {
    switch self {
    case .bool: text == "true" || text == "false" ? .bool(text == "true") : .string(text)
    case .int: Int64(text) == nil ? .string(text) : .number(text)
    case .list(.message), .set(.message), .message, .anyValue:
      (try? JSONParser.parse(Array(text.utf8))) ?? .string(text)
    case .list(let element), .set(let element):
      .array(text.split(separator: ",").map { element.json(String($0)) })
    default: .string(text)
    }
  }
}
