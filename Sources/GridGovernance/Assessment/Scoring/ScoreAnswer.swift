// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A number that decides about people, or why there is none: no data is never zero.
public enum ScoreAnswer: Hashable, Sendable {
  case value(Rational)
  /// There is nothing to compute from 无数据.
  case noData
  /// The scheme says that there is no result here.
  case notComputable(MissingScore)

  /// The exact number, if there is one.
  public var value: Rational? {
    if case .value(let value) = self { value } else { nil }
  }

  /// Why there is no result, if the scheme says so.
  public var reason: MissingScore? {
    if case .notComputable(let reason) = self { reason } else { nil }
  }

  init(_ value: Rational?) { self = value.map { .value($0) } ?? .noData }
}

/// Why there is no result.
public enum MissingScore: String, Enumeration {
  /// The period is not written as `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  case unreadablePeriod
  /// No version of the scheme is in force at the period's end.
  case noScheme
  /// No weight is in force in the period.
  case noWeight
  /// The weights of town and handling are together above 1.
  case weightsAboveOne
  /// No town has given a score: the department alone must not decide (A6).
  case noTownScore
  /// A town has given none, and the scheme blocks then.
  case townScoreMissing
  /// The scores cannot be shared among the towns, as by deadlines where there are none (A28).
  case sharesUndefined
  /// The department has given none, or not all parts.
  case departmentScoreMissing
  /// Computed handling counts and there is none.
  case handlingMissing
  /// Two assessors scored one thing, and no rule says how they go together.
  case severalScores
}

extension MissingScore {
  /// The reason in words.
  public var words: Words {
    switch self {
    case .unreadablePeriod: Words("the period cannot be read", "考核期无法识别")
    case .noScheme: Words("no scheme in force at the period's end", "期末没有有效的考核办法")
    case .noWeight: Words("no weight in force in the period", "考核期内没有有效的权重")
    case .weightsAboveOne: Words("the weights add up to more than 1", "权重合计超过1")
    case .noTownScore: Words("no town has given a score", "没有镇评分")
    case .townScoreMissing: Words("a town's score is missing", "缺少镇评分")
    case .sharesUndefined: Words("the towns' shares are undefined", "各镇份额无法确定")
    case .departmentScoreMissing: Words("the department's score is missing", "缺少部门评分")
    case .handlingMissing: Words("there is no handling to count", "没有可计的处置数据")
    case .severalScores: Words("two assessors scored one part", "同一项有多个评分主体")
    }
  }
}
