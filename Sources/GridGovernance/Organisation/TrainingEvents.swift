// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 培训完成: a training is completed (event 14).
public struct TrainingCompleted: Event {
  /// Who was trained, under pseudonyms.
  public var person: [ObjectName]
  /// Who trained.
  public var trainer: ObjectName
  /// What it is about.
  public var topic: Topic
  /// How it was given.
  public var form: Form
  /// The powers it is about.
  public var power: [ObjectName]
  /// The towns concerned.
  public var town: [ObjectName]
  /// Hours of the training.
  public var hours: ExactDecimal

  public init(
    person: [ObjectName], trainer: ObjectName, topic: Topic, form: Form, power: [ObjectName] = [],
    town: [ObjectName] = [], hours: ExactDecimal
  ) {
    self.person = person
    self.trainer = trainer
    self.topic = topic
    self.form = form
    self.power = power
    self.town = town
    self.hours = hours
  }

  public static let schema = EventSchema(
    "TrainingCompleted", title: "培训完成 a training is completed", stream: .person,
    [
      .references("person", .person, optional: false),
      .reference("trainer", .body),
      .init(Field.topic, "topic", Topic.type),
      .init(Field.form, "form", Form.type),
      .references("power", .power),
      .references("town", .division),
      .init(Field.hours, "hours", .decimal),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let topic = 1
    public static let form = 2
    public static let hours = 3
  }

  /// What trainings are about.
  public enum Topic: String, Enumeration {
    case approval, enforcement, grid
  }

  /// How trainings are given.
  public enum Form: String, Enumeration {
    case course, joint, model, shadowing, legalGuidance, systemSupport
  }
}

/// 执法证发放: an enforcement certificate is issued (event 15).
public struct CertificateIssued: Event {
  /// The enforcement certificate.
  public var certificate: ObjectName
  /// Who holds it, under a pseudonym.
  public var person: ObjectName
  /// Codes of the fields in which it holds.
  public var fields: [String]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate

  public init(
    certificate: ObjectName, person: ObjectName, fields: [String] = [], effectiveFrom: CivilDate,
    effectiveTo: CivilDate
  ) {
    self.certificate = certificate
    self.person = person
    self.fields = fields.canonicalSet
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "CertificateIssued", title: "执法证发放 an enforcement certificate is issued", stream: .certificate,
    [
      .reference("certificate", .certificate),
      .reference("person", .person),
      .init(Field.fields, "fields", .set(.code)),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let fields = 1
    public static let effectiveFrom = 2
    public static let effectiveTo = 3
  }
}

/// 执法证失效: an enforcement certificate ceases to hold (event 16).
///
/// It ends CertificateIssued.
public struct CertificateInvalidated: Event {
  /// The enforcement certificate.
  public var certificate: ObjectName
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// Why it ceases to hold.
  public var ground: Ground
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of a suspension.
  public var effectiveTo: CivilDate?

  public init(
    certificate: ObjectName, person: ObjectName, ground: Ground, effectiveFrom: CivilDate,
    effectiveTo: CivilDate? = nil
  ) {
    self.certificate = certificate
    self.person = person
    self.ground = ground
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "CertificateInvalidated", title: "执法证失效 an enforcement certificate ceases to hold",
    stream: .certificate,
    [
      .reference("certificate", .certificate),
      .reference("person", .person),
      .init(Field.ground, "ground", Ground.type),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
    public static let effectiveFrom = 2
    public static let effectiveTo = 3
  }

  /// Why a certificate ceases to hold.
  public enum Ground: String, Enumeration {
    case revoked, suspended, surrendered
  }
}
