// SPDX-License-Identifier: Apache-2.0

extension RecordedEvent {
  /// The whole number of payload field `number`, `nil` if it is absent.
  public func int(_ number: Int) -> Int? {
    scalar(number).map { Int(WireReader.unzigzag($0)) }
  }

  /// The truth value of payload field `number`, `nil` if it is absent.
  public func bool(_ number: Int) -> Bool? { scalar(number).map { $0 == 1 } }

  /// The number of the enumeration's case in payload field `number`, `nil` if it is absent.
  public func enumeration(_ number: Int) -> Int? { scalar(number).map { Int($0) } }

  /// The time in payload field `number`, `nil` if it is absent.
  public func instant(_ number: Int) -> Instant? {
    scalar(number).map { Instant(microseconds: WireReader.unzigzag($0)) }
  }

  /// The day in payload field `number`, `nil` if it is absent.
  public func date(_ number: Int) -> CivilDate? {
    scalar(number).map { CivilDate(daysSinceEpoch: Int(WireReader.unzigzag($0))) }
  }

  /// The text or code in payload field `number`, `nil` if it is absent.
  public func text(_ number: Int) -> String? {
    delimited(number).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The decimal in payload field `number`, `nil` if it is absent.
  public func decimal(_ number: Int) -> ExactDecimal? {
    guard let slice = delimited(number) else { return nil }
    var reader = WireReader(slice)
    guard let mantissa = try? reader.zigzag(), let scale = try? reader.varint(), scale <= 18 else {
      return nil
    }
    return ExactDecimal(mantissa: mantissa, scale: Int(scale))
  }

  /// The fraction in payload field `number`, `nil` if it is absent.
  public func rational(_ number: Int) -> Rational? {
    delimited(number).flatMap { try? ValueCoder.rational($0) }
  }

  private func scalar(_ number: Int) -> UInt64? {
    guard var found = WireReader.find(number, in: payloadBytes), found.type == .varint else {
      return nil
    }
    return try? found.reader.varint()
  }

  private func delimited(_ number: Int) -> UnsafeRawBufferPointer? {
    guard var found = WireReader.find(number, in: payloadBytes),
      found.type == .lengthDelimited
    else { return nil }
    return try? found.reader.delimited()
  }

  /// The event as a typed struct: for rare types and rich rules, after a look at `type`.
  ///
  /// - Throws: ``Refusal`` if the stored fields do not fit the struct, which parks the stream.
  public func decode<E: Event>(_ event: E.Type) throws(Refusal) -> E {
    let schema = E.schema
    do throws(SchemaError) {
      return try schema.decode(
        E.self, referenceList, Array(payloadBytes), sealed: sealedPlaceholders(schema))
    } catch {
      throw Refusal("cannot be read as \(schema.name): \(error)")
    }
  }

  private var referenceList: [Reference] {
    let slots = shape.slots
    return slots.indices.compactMap { index in
      HeaderRole.all.contains(slots[index].role)
        ? nil : Reference(slots[index].role, name(of: ObjectID(rawValue: objects[index])))
    }
  }

  /// A fold never sees plaintext: where a sealed field stands, it gets an empty word.
  private func sealedPlaceholders(_ schema: EventSchema) -> [NamedValue] {
    schema.sealedPurposes.flatMap { group in
      group.fields.filter { !$0.isOptional }.map { NamedValue($0.name, .text("")) }
    }
  }
}
