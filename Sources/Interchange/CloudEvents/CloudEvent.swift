// SPDX-License-Identifier: Apache-2.0
internal import GridGovernance

/// An event in the envelope of CloudEvents 1.0, JSON format, structured mode.
///
/// Only the rules of the specification are held here; what its parts mean to a log is
/// ``CloudEventBinding``'s business.
public struct CloudEvent: Equatable, Sendable {
  /// With ``source`` the identity of the event; never empty.
  public var id: String
  /// A URI reference; never empty.
  public var source: String
  public var type: String
  public var subject: String?
  /// RFC 3339 with an offset, as it was written.
  public var time: String?
  public var dataschema: String?
  public var datacontenttype: String?
  /// Attributes beyond the specification's own, in their order; text, truth values, numbers.
  public var extensions: [JSONMember]
  public var data: JSONValue?
  /// Base64 text, in place of ``data``.
  public var dataBase64: String?

  public init(
    id: String, source: String, type: String, subject: String? = nil, time: String? = nil,
    dataschema: String? = nil, datacontenttype: String? = nil, extensions: [JSONMember] = [],
    data: JSONValue? = nil, dataBase64: String? = nil
  ) {
    self.id = id
    self.source = source
    self.type = type
    self.subject = subject
    self.time = time
    self.dataschema = dataschema
    self.datacontenttype = datacontenttype
    self.extensions = extensions
    self.data = data
    self.dataBase64 = dataBase64
  }

  /// Reads the envelope; a null attribute counts as absent (JSON format §2.2).
  ///
  /// - Throws: ``CloudEventError`` naming the attribute.
  public init(_ json: JSONValue) throws(CloudEventError) {
    guard case .object(let members) = json else {
      throw CloudEventError(.wrongType(expected: "an object", found: json.sort.english))
    }
    let reader = EnvelopeReader(members)
    guard try reader.text("specversion") == "1.0" else {
      throw CloudEventError(.malformed(expected: "\"1.0\""), at: "/specversion")
    }
    id = try reader.text("id")
    source = try reader.text("source")
    type = try reader.text("type")
    subject = try reader.optionalText("subject")
    time = try reader.optionalText("time")
    dataschema = try reader.optionalText("dataschema")
    datacontenttype = try reader.optionalText("datacontenttype")
    extensions = try reader.extensions()
    data = members.first { $0.key == "data" }?.value
    dataBase64 = try reader.optionalText("data_base64", mayBeEmpty: true)
    try checkForms()
  }

  private func checkForms() throws(CloudEventError) {
    guard URIText.isReference(source) else {
      throw CloudEventError(.malformed(expected: "a URI reference"), at: "/source")
    }
    if let dataschema, !URIText.isAbsolute(dataschema) {
      throw CloudEventError(.malformed(expected: "an absolute URI"), at: "/dataschema")
    }
    if let time, RFC3339.instant(time) == nil {
      throw CloudEventError(
        .malformed(expected: "a time like 2021-03-05T09:12:00+08:00"), at: "/time")
    }
    if let datacontenttype, !MediaType.isWellFormed(datacontenttype) {
      throw CloudEventError(
        .malformed(expected: "a media type like application/json"), at: "/datacontenttype")
    }
    if data != nil, dataBase64 != nil {
      throw CloudEventError(.contradicts("data"), at: "/data_base64")
    }
  }

  /// The object, attributes in the order of the specification, then extensions, then data.
  public var json: JSONValue {
    var members = [
      JSONMember("specversion", .string("1.0")), JSONMember("id", .string(id)),
      JSONMember("source", .string(source)), JSONMember("type", .string(type)),
    ]
    let optional = [
      ("subject", subject), ("time", time), ("dataschema", dataschema),
      ("datacontenttype", datacontenttype),
    ]
    for (name, value) in optional {
      if let value { members.append(JSONMember(name, .string(value))) }
    }
    members += extensions
    if let data { members.append(JSONMember("data", data)) }
    if let dataBase64 { members.append(JSONMember("data_base64", .string(dataBase64))) }
    return .object(members)
  }
}

/// Reads attributes and tells what is wrong with which.
private struct EnvelopeReader {
  private static let known: Set<String> = [
    "specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype",
    "data", "data_base64",
  ]

  let members: [JSONMember]

  init(_ members: [JSONMember]) { self.members = members }

  func text(_ name: String) throws(CloudEventError) -> String {
    guard let text = try optionalText(name) else { throw CloudEventError(.missing, at: "/\(name)") }
    return text
  }

  func optionalText(
    _ name: String, mayBeEmpty: Bool = false
  ) throws(CloudEventError) -> String? {
    switch members.first(where: { $0.key == name })?.value {
    case nil, .null?: return nil
    case .string(let text)?:
      guard mayBeEmpty || !text.isEmpty else {
        throw CloudEventError(.malformed(expected: "a text that is not empty"), at: "/\(name)")
      }
      return text
    case let other?:
      throw CloudEventError(.wrongType(expected: "text", found: other.sort.english), at: "/\(name)")
    }
  }

  /// Lower-case letters and digits in the name; text, whole number or truth value behind it.
  func extensions() throws(CloudEventError) -> [JSONMember] {
    var extensions: [JSONMember] = []
    for member in members where !EnvelopeReader.known.contains(member.key) {
      let pointer = "/" + member.key.replacing("~", with: "~0").replacing("/", with: "~1")
      guard !member.key.isEmpty,
        member.key.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
      else {
        throw CloudEventError(
          .malformed(expected: "an attribute name of lower-case letters and digits"), at: pointer)
      }
      switch member.value {
      case .null: continue
      case .string, .bool: extensions.append(member)
      case .number(let digits) where Int32(digits) != nil: extensions.append(member)
      default:
        throw CloudEventError(
          .wrongType(
            expected: "text, a whole number or a truth value", found: member.value.sort.english),
          at: pointer)
      }
    }
    return extensions
  }
}
