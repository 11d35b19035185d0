// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 取证/强制措施: evidence is collected or a measure taken (event 78).
public struct EvidenceCollected: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// What was collected, or which measure was taken.
  public var kind: Kind
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates (I-7).
  public var certificate: [ObjectName]
  /// The measure, by its own name.
  public var measure: ObjectName?
  /// Hash of the evidence, which is kept elsewhere.
  public var evidence: Bytes
  /// Hash of the recording, which is kept elsewhere.
  public var recording: Bytes?
  /// Whether the head of the agency reviewed it.
  public var reviewed: Bool
  /// Who approved it, under a pseudonym.
  public var approvedBy: ObjectName?
  /// The last day on which it holds.
  public var until: CivilDate?

  public init(
    case: ObjectName, kind: Kind, officer: [ObjectName], certificate: [ObjectName],
    measure: ObjectName? = nil, evidence: Bytes, recording: Bytes? = nil, reviewed: Bool,
    approvedBy: ObjectName? = nil, until: CivilDate? = nil
  ) {
    self.case = `case`
    self.kind = kind
    self.officer = officer
    self.certificate = certificate
    self.measure = measure
    self.evidence = evidence
    self.recording = recording
    self.reviewed = reviewed
    self.approvedBy = approvedBy
    self.until = until
  }

  public static let schema = EventSchema(
    "EvidenceCollected", title: "取证/强制措施 evidence is collected or a measure taken", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.kind, "kind", Kind.type),
      .references("officer", .person, optional: false),
      .references("certificate", .certificate, optional: false),
      .reference("measure", .measure, optional: true),
      .init(Field.evidence, "evidence", .bytes),
      .init(Field.recording, "recording", .bytes, optional: true),
      .init(Field.reviewed, "reviewed", .bool),
      .reference("approvedBy", .person, optional: true),
      .init(Field.until, "until", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let evidence = 2
    public static let recording = 3
    public static let reviewed = 4
    public static let until = 5
  }

  /// Evidence and measures.
  public enum Kind: String, Enumeration {
    case scene, statement, device, preservedByRegistration, seal, seize
  }
}

/// 措施延长/处理/解除: a measure is extended, settled or lifted (event 79).
///
/// It unless extended, ends the measure.
public struct MeasureSettled: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// The measure, by its own name.
  public var measure: ObjectName
  /// In which way.
  public var how: How
  /// The last day on which it holds.
  public var until: CivilDate?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    case: ObjectName, measure: ObjectName, how: How, until: CivilDate? = nil,
    document: ObjectName? = nil
  ) {
    self.case = `case`
    self.measure = measure
    self.how = how
    self.until = until
    self.document = document
  }

  public static let schema = EventSchema(
    "MeasureSettled", title: "措施延长/处理/解除 a measure is extended, settled or lifted", stream: .`case`,
    [
      .reference("case", .`case`),
      .reference("measure", .measure),
      .init(Field.how, "how", How.type),
      .init(Field.until, "until", .date, optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let how = 1
    public static let until = 2
  }

  /// What becomes of a measure.
  public enum How: String, Enumeration {
    case extended, returned, transferred, confiscated, lifted
  }
}

/// 文书送达: a document is served (event 80).
public struct DocumentServed: Event {
  /// The case it belongs to.
  public var `case`: ObjectName?
  /// The application it belongs to.
  public var application: ObjectName?
  /// Which of the kinds.
  public var kind: Kind
  /// A code of the ways of service.
  public var method: String
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates.
  public var certificate: [ObjectName]
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(
    case: ObjectName? = nil, application: ObjectName? = nil, kind: Kind, method: String,
    officer: [ObjectName] = [], certificate: [ObjectName] = [], record: Bytes
  ) {
    self.case = `case`
    self.application = application
    self.kind = kind
    self.method = method
    self.officer = officer
    self.certificate = certificate
    self.record = record
  }

  public static let schema = EventSchema(
    "DocumentServed", title: "文书送达 a document is served",
    [
      .reference("case", .`case`, optional: true),
      .reference("application", .application, optional: true),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.method, "method", .code),
      .references("officer", .person),
      .references("certificate", .certificate),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let method = 2
    public static let record = 3
  }

  /// What is served.
  public enum Kind: String, Enumeration {
    case priorNotice, hearingNotice, decision, demand, licence, refusal
  }
}
