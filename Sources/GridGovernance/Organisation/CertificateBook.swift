// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Who is certified to enforce, day by day: the fold of `CertificateIssued` and
/// `CertificateInvalidated` 执法证台账.
public struct CertificateBook: Hashable, Sendable {
  private var certificates: [ObjectName: Certificate] = [:]
  /// By person, in the order of issue.
  private var held: [ObjectName: [ObjectName]] = [:]

  public init() {}

  /// Whether the person holds a certificate that is valid on that day (I-10).
  ///
  /// - Parameter field: Only certificates for this field of enforcement count.
  public func isValid(
    _ person: ObjectName, on day: CivilDate, field: String? = nil
  ) -> Bool {
    valid(for: person, on: day).contains { certificate in
      field.map(certificate.fields.contains) ?? true
    }
  }

  /// The person's certificates that are valid on that day, in the order of issue.
  public func valid(for person: ObjectName, on day: CivilDate) -> [Certificate] {
    (held[person] ?? []).compactMap { certificates[$0] }.filter { $0.isValid(on: day) }
  }

  /// A certificate by its number; `nil` if it was never issued.
  public func certificate(_ name: ObjectName) -> Certificate? { certificates[name] }

  /// A certificate is issued; of two under one number, which no rule allows, the first stands.
  public mutating func apply(_ event: CertificateIssued) {
    guard certificates[event.certificate] == nil else { return }
    certificates[event.certificate] = Certificate(event)
    held[event.person, default: []].append(event.certificate)
  }

  /// A certificate ceases to hold, for good or for a time.
  public mutating func apply(_ event: CertificateInvalidated) {
    certificates[event.certificate]?.breaks.append(
      Certificate.Break(
        ground: event.ground,
        span: DaySpan(from: event.effectiveFrom, through: event.effectiveTo)))
  }
}

/// An enforcement certificate 执法证 and when it holds.
public struct Certificate: Hashable, Sendable {
  /// Its number.
  public var name: ObjectName
  /// Who holds it.
  public var person: ObjectName
  /// The fields of enforcement, codes.
  public var fields: [String]
  /// For which days it was issued.
  public var span: DaySpan
  /// When it does not hold within them.
  public var breaks: [Break] = []

  /// Days on which a certificate does not hold.
  public struct Break: Hashable, Sendable {
    /// Revoked, suspended or surrendered.
    public var ground: CertificateInvalidated.Ground
    /// When; open for one that has ended for good.
    public var span: DaySpan
  }

  init(_ event: CertificateIssued) {
    name = event.certificate
    person = event.person
    fields = event.fields
    span = DaySpan(from: event.effectiveFrom, through: event.effectiveTo)
  }

  /// Whether it holds on that day.
  public func isValid(on day: CivilDate) -> Bool {
    span.contains(day) && !breaks.contains { $0.span.contains(day) }
  }
}
