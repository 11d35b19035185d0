// SPDX-License-Identifier: Apache-2.0

extension EventSchema {
  /// Paths of text fields that stand in clear without a reason why no person's words can be there.
  ///
  /// A schema that has one is not fit for a log: seal the field, or say why it is harmless.
  public var unexplainedText: [String] { EventSchema.unexplainedText(in: fields, path: "") }

  private static func unexplainedText(in fields: [Field], path: String) -> [String] {
    fields.flatMap { field in
      guard case .payload = field.place else { return [String]() }
      return unexplained(field.type, isHarmless: field.harmless != nil, path + field.name)
    }
  }

  private static func unexplained(
    _ type: FieldType, isHarmless: Bool, _ path: String
  ) -> [String] {
    switch type {
    case .text: isHarmless ? [] : [path]
    case .list(let element), .set(let element):
      unexplained(element, isHarmless: isHarmless, path + "[]")
    case .message(let fields): unexplainedText(in: fields, path: path + ".")
    default: []
    }
  }
}
