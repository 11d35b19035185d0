// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension RuleContent {
  /// What is wrong with the procedures of a rule set.
  var procedureFaults: [RuleFault] {
    faults(penalty?.limits ?? [], in: "penalty") + faults(approval?.limits ?? [], in: "approval")
      + officerFaults + lateFeeFaults
  }

  private func faults(_ limits: [ProcedureLimit], in part: String) -> [RuleFault] {
    var faults: [RuleFault] = []
    for (index, row) in limits.enumerated() {
      if !(0...36_600).contains(row.amount) || !(0...36_600).contains(row.extension ?? 0) {
        faults.append(
          RuleFault(
            [part, "limits", "\(index)"],
            Words("amounts must be 0 to 36,600", "数量须在 0 与 36,600 之间")))
      }
      if limits.prefix(index).contains(where: { $0.isFor(row) }) {
        faults.append(
          RuleFault(
            [part, "limits", "\(index)"],
            Words("another row is for the same step and item", "已有同一步骤、同一事项的行")))
      }
    }
    return faults
  }

  private var officerFaults: [RuleFault] {
    (penalty?.fewerOfficers ?? []).enumerated().compactMap { index, row in
      guard !(0...1).contains(row.least) else { return nil }
      return RuleFault(
        ["penalty", "fewerOfficers", "\(index)", "least"],
        Words("must be 0 or 1: two is the rule", "须为 0 或 1：原则上为两人"))
    }
  }

  private var lateFeeFaults: [RuleFault] {
    guard let fee = penalty?.lateFee, fee.perDay < .zero || fee.upTo < .zero else { return [] }
    return [
      RuleFault(["penalty", "lateFee"], Words("must not be below 0", "不得为负"))
    ]
  }
}

extension ProcedureLimit {
  /// Whether both rows are for the same step and item.
  fileprivate func isFor(_ other: ProcedureLimit) -> Bool {
    step == other.step && itemKind == other.itemKind && item == other.item
  }
}
