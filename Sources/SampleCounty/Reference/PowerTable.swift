// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The powers that towns got: 30 approval and service items, 107 penalty items (S9, S18), and two
/// coercive measures, which are powers of their own (I-36).
///
/// The county's own lists are not to be had: which items they are is invented, and every name says
/// so. How many come from which department is invented as well; the totals are the county's.
enum PowerTable {
  struct Item: Sendable {
    let power: ObjectName
    let kind: PowerDevolved.Kind
    /// The key of the department that handed it over.
    let department: String

    /// The key by which rule sets name it.
    var code: String { power.key }
  }

  static let approvals: [Item] =
    make("sp", [("zjj", 3), ("cgj", 2), ("nync", 2), ("gaj", 1)], .licence)
    + make("qt", [("mzj", 4), ("rsj", 3), ("gaj", 2)], .otherApproval)
    + make("fw", [("mzj", 7), ("rsj", 6)], .publicService)

  static let penalties: [Item] = make(
    "cf",
    [
      ("cgj", 34), ("zjj", 14), ("nync", 13), ("sthj", 9), ("swj", 8), ("yjgl", 8), ("zrzy", 7),
      ("scjg", 6), ("jtj", 5), ("mzj", 3),
    ], .penalty)

  static let measures: [Item] = make("qz", [("cgj", 2)], .coerciveMeasure)

  static let all = approvals + penalties + measures

  /// How often one item is used, against the others: appearance of the town and markets first, and
  /// the first items of each department before its last, which nobody ever uses.
  static let penaltyWeights: [Int] = {
    let departments = [
      "cgj": 60, "zjj": 20, "nync": 16, "sthj": 14, "scjg": 12, "swj": 8, "yjgl": 8, "jtj": 8,
      "zrzy": 5, "mzj": 1,
    ]
    var seen: [String: Int] = [:]
    return penalties.map { item in
      seen[item.department, default: 0] += 1
      return max(0, (departments[item.department] ?? 0) / (seen[item.department] ?? 1) - 1)
    }
  }()

  private static func make(
    _ key: String, _ counts: [(String, Int)], _ kind: PowerDevolved.Kind
  ) -> [Item] {
    counts.flatMap { department, count in
      (1...count).map { number in
        Item(
          power: ObjectName(
            .power, "sample-\(key)-\(department)-\(CountyPlan.padded(number, 2))"),
          kind: kind, department: department)
      }
    }
  }
}
