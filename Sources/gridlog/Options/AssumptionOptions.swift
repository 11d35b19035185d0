// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// What a hypothetical answer assumes.
struct AssumptionOptions: ParsableArguments {
  @Option(
    help: help(
      "Leave this event out: its position or id; may be repeated.", "去掉此事件：位置或编号，可重复。",
      value: "position|id"))
  var without: [String] = []

  @Option(
    help: help(
      "Add the CloudEvents of this file, one a line; may be repeated.",
      "加入此文件中的 CloudEvents，每行一个，可重复。", value: "file"))
  var add: [String] = []

  @Option(
    help: help(
      "Let the towns' judgment weigh this much, under one scheme or all; may be repeated.",
      "假设镇考核权重为此值，可限定考核办法，可重复。", value: "[scheme=]share"))
  var weight: [String] = []

  @Option(
    help: help(
      "Replace rule sets by the RuleSetPublished events of this file; may be repeated.",
      "以此文件中的 RuleSetPublished 事件替换规则集，可重复。", value: "file"))
  var rules: [String] = []

  func validate() throws {
    guard weight.allSatisfy({ AssumptionOptions.weight($0) != nil }) else {
      throw ValidationError("--weight is a share like 0.60 or 3/5, or SCHEME=0.60")
    }
  }

  var isEmpty: Bool { without.isEmpty && add.isEmpty && weight.isEmpty && rules.isEmpty }

  func assumptions(_ log: EventLog) throws -> Assumptions {
    var assumptions = Assumptions()
    for text in without {
      guard let target = Assumptions.Target(text) else {
        throw Message(.notAssumable, at: Phrase("--without \(text)"))
      }
      assumptions.leaveOut(target)
    }
    for path in add {
      for stated in try AssumptionOptions.events(path, log) {
        assumptions.add(stated.event, recorded: stated.recorded)
      }
    }
    do throws(CountyAssumptionError) {
      for (scheme, share) in weight.compactMap(AssumptionOptions.weight) {
        try assumptions.setTownWeight(share, of: scheme, in: log)
      }
    } catch {
      throw Message(error, at: Phrase("--weight"))
    }
    for path in rules {
      let events = try AssumptionOptions.events(path, log).map(\.event)
      do throws(CountyAssumptionError) {
        try assumptions.replaceRules(by: events, in: log)
      } catch {
        throw Message(error, at: Phrase("\(path)"))
      }
    }
    return assumptions
  }

  /// The events of a file; each must be one that the log would take.
  private static func events(_ path: String, _ log: EventLog) throws -> [StatedEvent] {
    let binding = CloudEventBinding(GovernanceEvent.catalogue)
    do throws(StatedEventError) {
      let source: FileSource
      do throws(InputError) {
        source = try FileSource(path: path)
      } catch {
        throw StatedEventError.input(error)
      }
      return try binding.statedEvents(in: source)
    } catch {
      switch error {
      case .input(let error): throw Message(error)
      case .line(let line, let error):
        let pointer = error.pointer
        throw Message(
          error,
          at: Phrase(
            en: "\(path), line \(grouped: line)\(pointer.isEmpty ? "" : ", \(pointer)")",
            zh: "\(path)，第 \(grouped: line) 行\(pointer.isEmpty ? "" : "，\(pointer)")"))
      }
    }
  }

  /// `0.60`, `3/5` or `scheme/2021=0.60`.
  private static func weight(_ text: String) -> (scheme: ObjectName?, share: Rational)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let share = Rational(parts[parts.count - 1]) else { return nil }
    guard parts.count == 2 else { return (nil, share) }
    let scheme = ObjectName(parts[0]) ?? ObjectName("scheme/\(parts[0])")
    return scheme.map { ($0, share) }
  }
}
