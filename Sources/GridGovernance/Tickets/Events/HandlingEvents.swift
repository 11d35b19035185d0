// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 处置进展: handling makes progress (event 57).
public struct HandlingProgressed: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// In words.
  public var text: SealedText?
  /// Hashes of photos and recordings, which are kept elsewhere.
  public var media: [Bytes]

  public init(
    ticket: ObjectName, hop: Int, reporter: ObjectName? = nil, text: SealedText? = nil,
    media: [Bytes] = []
  ) {
    self.ticket = ticket
    self.hop = hop
    self.reporter = reporter
    self.text = text
    self.media = media
  }

  public static let schema = EventSchema(
    "HandlingProgressed", title: "处置进展 handling makes progress", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("reporter", .person, optional: true),
      .sealed(
        Field.text, "text", subjects: [.reporter, .ticket], purpose: "handling", optional: true),
      .init(Field.media, "media", .list(.bytes)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let text = 2
    public static let media = 3
  }
}

/// 联系诉求人: the unit contacts the reporter (event 58).
public struct ReporterContacted: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// Whether anybody was reached.
  public var reached: Bool
  /// A code of the channels list.
  public var channel: String

  public init(
    ticket: ObjectName, hop: Int, reporter: ObjectName? = nil, reached: Bool, channel: String
  ) {
    self.ticket = ticket
    self.hop = hop
    self.reporter = reporter
    self.reached = reached
    self.channel = channel
  }

  public static let schema = EventSchema(
    "ReporterContacted", title: "联系诉求人 the unit contacts the reporter", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("reporter", .person, optional: true),
      .init(Field.reached, "reached", .bool),
      .init(Field.channel, "channel", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let reached = 2
    public static let channel = 3
  }
}

/// 催办/补充/撤诉/异议: the reporter speaks again (event 59).
public struct ReporterSpoke: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// Which of the kinds.
  public var kind: Kind
  /// A code of the channels list.
  public var channel: String
  /// In words.
  public var text: SealedText?

  public init(
    ticket: ObjectName, reporter: ObjectName? = nil, kind: Kind, channel: String,
    text: SealedText? = nil
  ) {
    self.ticket = ticket
    self.reporter = reporter
    self.kind = kind
    self.channel = channel
    self.text = text
  }

  public static let schema = EventSchema(
    "ReporterSpoke", title: "催办/补充/撤诉/异议 the reporter speaks again", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .reference("reporter", .person, optional: true),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.channel, "channel", .code),
      .sealed(
        Field.text, "text", subjects: [.reporter, .ticket], purpose: "intake", optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let channel = 2
    public static let text = 3
  }

  /// What the reporter has to say.
  public enum Kind: String, Enumeration {
    case urge, supplement, withdraw, dispute, thanks
  }
}

/// 处置完成: the unit says that it is done (event 60).
public struct HandlingCompleted: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// A code of the results list.
  public var result: String
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// Hashes of photos and recordings, which are kept elsewhere.
  public var media: [Bytes]

  public init(
    ticket: ObjectName, hop: Int, result: String, worker: ObjectName? = nil, media: [Bytes] = []
  ) {
    self.ticket = ticket
    self.hop = hop
    self.result = result
    self.worker = worker
    self.media = media
  }

  public static let schema = EventSchema(
    "HandlingCompleted", title: "处置完成 the unit says that it is done", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .init(Field.result, "result", .code),
      .reference("worker", .person, optional: true),
      .init(Field.media, "media", .list(.bytes)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let result = 2
    public static let media = 3
  }
}

/// 核查: the work is inspected (event 61).
public struct WorkInspected: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// How it ended.
  public var result: Result
  /// Whether it was not that unit's work.
  public var wrongUnit: Bool
  /// Whether completion was reported falsely.
  public var falseCompletion: Bool
  /// Whether somebody went there.
  public var onSite: Bool
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// Hashes of photos and recordings, which are kept elsewhere.
  public var media: [Bytes]

  public init(
    ticket: ObjectName, hop: Int, result: Result, wrongUnit: Bool = false,
    falseCompletion: Bool = false, onSite: Bool, worker: ObjectName? = nil, media: [Bytes] = []
  ) {
    self.ticket = ticket
    self.hop = hop
    self.result = result
    self.wrongUnit = wrongUnit
    self.falseCompletion = falseCompletion
    self.onSite = onSite
    self.worker = worker
    self.media = media
  }

  public static let schema = EventSchema(
    "WorkInspected", title: "核查 the work is inspected", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .init(Field.result, "result", Result.type),
      .init(Field.wrongUnit, "wrongUnit", .bool),
      .init(Field.falseCompletion, "falseCompletion", .bool),
      .init(Field.onSite, "onSite", .bool),
      .reference("worker", .person, optional: true),
      .init(Field.media, "media", .list(.bytes)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let result = 2
    public static let wrongUnit = 3
    public static let falseCompletion = 4
    public static let onSite = 5
    public static let media = 6
  }

  /// What the inspection says of the work.
  public enum Result: String, Enumeration {
    case passed, failed
  }
}
