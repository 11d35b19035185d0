// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import GridGovernance

/// A file of rule sets and calendars 规则集文件: the events that publish it (docs/RULES.md).
///
/// Rules are data with dates; a file is how people write them down, with a source each.
public struct RuleFile: Sendable {
  /// The version of the file format that this code reads: the value of `gridlog-rules`.
  public static let version = 1

  /// The body that publishes; `nil` where the file names none.
  public let publisher: ObjectName?
  /// In the order of the file.
  public let items: [RuleFileItem]

  /// Understands a file.
  ///
  /// - Throws: ``RuleFileRefused`` with every problem, each with its line, field and what is
  ///   expected there.
  public init(yaml: String) throws(RuleFileRefused) {
    let document: YAMLNode
    do throws(MappingRefused) {
      document = try YAMLNode.read(yaml)
    } catch {
      throw RuleFileRefused(problems: error.problems.map(RuleFileProblem.init))
    }
    let reader = RuleFileReader()
    let file = reader.file(document)
    let problems = reader.problems.problems.map(RuleFileProblem.init) + reader.faults
    guard let file, problems.isEmpty else {
      throw RuleFileRefused(
        problems: problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    self = file
  }

  init(publisher: ObjectName?, items: [RuleFileItem]) {
    self.publisher = publisher
    self.items = items
  }
}

/// One rule set or notice of a file.
public struct RuleFileItem: Sendable {
  /// What it publishes.
  public enum Content: Hashable, Sendable {
    case ruleSet(RuleSetPublished)
    case calendar(WorkCalendarPublished)
  }

  public let content: Content
  /// Where it begins in the file, from 1.
  public let line: Int

  /// The rule set or calendar.
  public var name: ObjectName {
    switch content {
    case .ruleSet(let event): event.rule
    case .calendar(let event): event.calendar
    }
  }

  /// What an append puts into the log.
  func event(by actor: Actor, occurred: Instant?) throws(SchemaError) -> NewEvent {
    switch content {
    case .ruleSet(let event): try NewEvent(event, occurred: occurred, actor: actor)
    case .calendar(let event): try NewEvent(event, occurred: occurred, actor: actor)
    }
  }
}

/// One thing in a rule file that cannot be understood or must not be published.
public struct RuleFileProblem: Hashable, Sendable {
  /// From 1.
  public let line: Int
  /// From 1.
  public let column: Int
  /// The place in the document, such as `rules[0].content.limits[3].amount`.
  public let field: String
  public let message: Words
  /// What may have been meant.
  public let suggestion: String?

  init(line: Int, column: Int, field: String, message: Words, suggestion: String? = nil) {
    self.line = line
    self.column = column
    self.field = field
    self.message = message
    self.suggestion = suggestion
  }

  /// What reading YAML finds is told in one language: it quotes what the file must say.
  init(_ problem: MappingProblem) {
    self.init(
      line: problem.line, column: problem.column, field: problem.key,
      message: Words(problem.message, problem.message), suggestion: problem.suggestion)
  }
}

/// A rule file that cannot be used, with everything that is wrong with it at once.
public struct RuleFileRefused: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the order of the file; never empty.
  public let problems: [RuleFileProblem]

  public var description: String {
    problems.map { "line \($0.line): \($0.field): \($0.message.english)" }.joined(separator: "\n")
  }
}
