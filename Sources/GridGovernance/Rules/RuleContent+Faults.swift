// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Something in a rule set that its schema allows and that no rule set may say.
public struct RuleFault: Hashable, Sendable {
  /// The place in the content: names of fields, and numbers of elements from 0.
  public let path: [String]
  public let message: Words

  public init(_ path: [String], _ message: Words) {
    self.path = path
    self.message = message
  }
}

extension RuleKind {
  /// The parts of a content that rule sets of this kind may have.
  public var parts: [String] {
    switch self {
    case .limits: ["limits", "clocks"]
    case .categories: ["categories"]
    case .origins: ["origins"]
    case .indicator: ["indicator"]
    case .procedure: ["tickets", "penalty", "approval"]
    case .serviceGuide: ["serviceGuide"]
    case .gridCode: ["gridCode"]
    case .gradeQuota: ["gradeQuota"]
    case .weightFloor: ["weightFloor"]
    case .townOffices: ["townOffices"]
    case .hotspots: ["hotspots"]
    case .retention: ["retention"]
    }
  }

  /// One of these they must have.
  fileprivate var mainParts: [String] { self == .procedure ? parts : Array(parts.prefix(1)) }
}

extension RuleContent {
  /// What is wrong with the content beyond its schema; none if it may be published.
  public func faults(for kind: RuleKind) -> [RuleFault] {
    partFaults(kind) + limitFaults + categoryFaults + originFaults + shareFaults
      + indicatorFaults + otherFaults + procedureFaults
  }

  private var partsThere: [String] {
    let parts: [(String, Bool)] = [
      ("limits", limits != nil), ("clocks", clocks != nil), ("categories", categories != nil),
      ("origins", origins != nil), ("weightFloor", weightFloor != nil),
      ("indicator", indicator != nil), ("gridCode", gridCode != nil),
      ("tickets", tickets != nil), ("townOffices", townOffices != nil),
      ("gradeQuota", gradeQuota != nil), ("hotspots", hotspots != nil),
      ("retention", retention != nil), ("serviceGuide", serviceGuide != nil),
      ("penalty", penalty != nil), ("approval", approval != nil),
    ]
    return parts.filter(\.1).map(\.0)
  }

  private func partFaults(_ kind: RuleKind) -> [RuleFault] {
    let there = partsThere
    var faults = there.filter { !kind.parts.contains($0) }.map {
      RuleFault(
        [$0],
        Words("does not belong to a rule set of kind \(kind.rawValue)", "不属于 \(kind.rawValue) 类规则集")
      )
    }
    if !kind.mainParts.contains(where: there.contains) {
      let main = kind.mainParts.joined(separator: "\", \"")
      faults.append(
        RuleFault(
          [],
          Words(
            "a rule set of kind \(kind.rawValue) needs the part \"\(main)\"",
            "\(kind.rawValue) 类规则集须有“\(main)”部分")))
    }
    return faults
  }

  private var limitFaults: [RuleFault] {
    var faults: [RuleFault] = []
    for (index, row) in (limits ?? []).enumerated() {
      if !(0...36_600).contains(row.amount) {
        faults.append(RuleFault(["limits", "\(index)", "amount"], .amount))
      }
      let isDoubled = (limits ?? []).prefix(index).contains { $0.isFor(row) }
      if isDoubled {
        faults.append(
          RuleFault(
            ["limits", "\(index)"],
            Words("another row is for the same stage and case", "已有同一环节、同一情形的行")))
      }
    }
    return faults
  }

  private var categoryFaults: [RuleFault] {
    let codes = (categories ?? []).map(\.code)
    var faults = doubles(codes, "categories")
    for (index, row) in (categories ?? []).enumerated() {
      guard let parent = row.parent, !codes.contains(parent) || parent == row.code else { continue }
      faults.append(
        RuleFault(
          ["categories", "\(index)", "parent"],
          Words("\(parent) is no other category of this list", "\(parent) 不是本清单的其他类别")))
    }
    return faults
  }

  private var originFaults: [RuleFault] { doubles((origins ?? []).map(\.code), "origins") }

  private func doubles(_ codes: [String], _ part: String) -> [RuleFault] {
    codes.indices.filter { codes[..<$0].contains(codes[$0]) }.map {
      RuleFault(
        [part, "\($0)", "code"],
        Words("the code \(codes[$0]) stands twice", "代码 \(codes[$0]) 重复"))
    }
  }

  private var shareFaults: [RuleFault] {
    let shares = [
      ("weightFloor", "floor", weightFloor?.floor), ("gradeQuota", "share", gradeQuota?.share),
    ]
    return shares.compactMap { part, field, share in
      guard let share, share < Rational(0) || Rational(1) < share else { return nil }
      return RuleFault([part, field], Words("must be 0 to 1", "须在 0 与 1 之间"))
    }
  }

  private var indicatorFaults: [RuleFault] {
    (indicator?.terms ?? []).enumerated().compactMap { index, term in
      guard Indicator(rawValue: term.indicator) == nil else { return nil }
      return RuleFault(
        ["indicator", "terms", "\(index)", "indicator"],
        Words(
          "\(term.indicator) is no indicator; no amount of money is one (I-22)",
          "\(term.indicator) 不是指标；罚没金额不得作为指标（I-22）"))
    }
  }

  private var otherFaults: [RuleFault] {
    var faults: [RuleFault] = []
    for (index, row) in (townOffices ?? []).enumerated()
    where row.least < 0 || row.most ?? row.least < row.least {
      faults.append(
        RuleFault(
          ["townOffices", "\(index)"],
          Words("most must not be below least, nor least below 0", "most 不得小于 least，least 不得为负")))
    }
    if let gridCode, (try? Regex(gridCode.pattern)) == nil {
      faults.append(
        RuleFault(
          ["gridCode", "pattern"],
          Words("must be a regular expression", "须为正则表达式")))
    }
    for (index, row) in (hotspots ?? []).enumerated() where row.reports < 1 || row.days < 1 {
      faults.append(
        RuleFault(["hotspots", "\(index)"], Words("must be at least 1", "至少为 1")))
    }
    if let rating = tickets?.satisfiedFrom, !(1...5).contains(rating) {
      faults.append(
        RuleFault(["tickets", "satisfiedFrom"], Words("must be 1 to 5", "须在 1 与 5 之间")))
    }
    for (index, row) in (tickets?.supervisionPoints ?? []).enumerated() where row.points < "0" {
      faults.append(
        RuleFault(
          ["tickets", "supervisionPoints", "\(index)", "points"],
          Words("must not be negative", "不得为负")))
    }
    for (index, row) in (retention ?? []).enumerated() where row.amount.map({ $0 < 0 }) ?? false {
      faults.append(RuleFault(["retention", "\(index)", "amount"], .amount))
    }
    for (index, row) in (serviceGuide ?? []).enumerated()
    where !(0...36_600).contains(row.amount) || row.promised ?? 0 > row.amount {
      faults.append(
        RuleFault(
          ["serviceGuide", "\(index)"],
          Words(
            "the promised limit must not be longer than the legal one", "承诺时限不得长于法定时限")))
    }
    return faults
  }
}

extension Words {
  fileprivate static let amount = Words("must be 0 to 36,600", "须在 0 与 36,600 之间")
}

extension LimitRule {
  /// Whether both rows are for the same stage and case.
  fileprivate func isFor(_ other: LimitRule) -> Bool {
    stage == other.stage && category == other.category && grade == other.grade
      && level == other.level && handlerKind == other.handlerKind
  }
}
