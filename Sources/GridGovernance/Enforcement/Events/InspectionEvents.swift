// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 执法检查/巡查: an inspection is recorded (event 74).
public struct InspectionRecorded: Event {
  /// The inspection, by its own name.
  public var inspection: ObjectName
  /// Where it was.
  public var division: ObjectName
  /// The powers by which it was made.
  public var power: [ObjectName]
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates (I-7).
  public var certificate: [ObjectName]
  /// How it came out.
  public var result: Result
  /// The ticket it belongs to.
  public var ticket: ObjectName?
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(
    inspection: ObjectName, division: ObjectName, power: [ObjectName] = [], officer: [ObjectName],
    certificate: [ObjectName], result: Result, ticket: ObjectName? = nil, record: Bytes
  ) {
    self.inspection = inspection
    self.division = division
    self.power = power
    self.officer = officer
    self.certificate = certificate
    self.result = result
    self.ticket = ticket
    self.record = record
  }

  public static let schema = EventSchema(
    "InspectionRecorded", title: "执法检查/巡查 an inspection is recorded", stream: .inspection,
    [
      .reference("inspection", .inspection),
      .reference("division", .division),
      .references("power", .power),
      .references("officer", .person, optional: false),
      .references("certificate", .certificate, optional: false),
      .init(Field.result, "result", Result.type),
      .reference("ticket", .ticket, optional: true),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
    public static let record = 2
  }

  /// What an inspection leads to.
  public enum Result: String, Enumeration {
    case nothing, corrected, clue, transferred
  }
}

/// 线索不立案: a clue is closed without a case (event 75).
public struct ClueClosed: Event {
  /// The inspection, by its own name.
  public var inspection: ObjectName
  /// Why no case was filed.
  public var ground: Ground

  public init(inspection: ObjectName, ground: Ground) {
    self.inspection = inspection
    self.ground = ground
  }

  public static let schema = EventSchema(
    "ClueClosed", title: "线索不立案 a clue is closed without a case", stream: .inspection,
    [
      .reference("inspection", .inspection),
      .init(Field.ground, "ground", Ground.type),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }

  /// Why a clue leads to no case.
  public enum Ground: String, Enumeration {
    case notFiled, minor, notProven, transferred
  }
}
