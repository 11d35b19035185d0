// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 结案(案件): a case is closed (event 90).
public struct CaseClosed: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// In which way.
  public var how: How
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(case: ObjectName, how: How, record: Bytes) {
    self.case = `case`
    self.how = how
    self.record = record
  }

  public static let schema = EventSchema(
    "CaseClosed", title: "结案(案件) a case is closed", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.how, "how", How.type),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let how = 1
    public static let record = 2
  }

  /// How a case is closed.
  public enum How: String, Enumeration {
    case performed, noPenalty, dropped, uncollectable
  }
}

/// 归档: a file is archived (event 91).
public struct FileArchived: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// Hash of the file, which is kept elsewhere.
  public var file: Bytes

  public init(case: ObjectName, file: Bytes) {
    self.case = `case`
    self.file = file
  }

  public static let schema = EventSchema(
    "FileArchived", title: "归档 a file is archived", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.file, "file", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let file = 1
  }
}

/// 案卷评查: the quality of a case file is reviewed (event 92).
///
/// It replaces the earlier review of that case.
public struct CaseQualityReviewed: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// Points of the review.
  public var score: ExactDecimal
  /// Codes of the defects found.
  public var defects: [String]

  public init(case: ObjectName, score: ExactDecimal, defects: [String] = []) {
    self.case = `case`
    self.score = score
    self.defects = defects.canonicalSet
  }

  public static let schema = EventSchema(
    "CaseQualityReviewed", title: "案卷评查 the quality of a case file is reviewed", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.score, "score", .decimal),
      .init(Field.defects, "defects", .set(.code)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let score = 1
    public static let defects = 2
  }
}
