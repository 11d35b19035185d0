// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// How certificate and post fail to meet (S46).
public enum CertificateMismatch: String, Enumeration {
  /// 持证人员不在岗.
  case certifiedOffPost
  /// 在岗人员不持证.
  case uncertifiedOnPost
}

/// One person with a certificate or an enforcement post; see ``CertificateMatch``.
public struct CertificateMatchRow: TableRow {
  /// At the asked moment: whether a certificate holds.
  public var valid: Bool?
  /// At the asked moment: that certificate; else the last one issued.
  public var certificate: ObjectID?
  /// At the asked moment: whether the person works on an enforcement post.
  public var onPost: Bool?
  /// At the asked moment: the body of the post, whatever post it is.
  public var body: ObjectID?
  /// At the asked moment: whether an absence covers the day; absences are no mismatch.
  public var absent: Bool?
  /// At the asked moment.
  public var mismatch: CertificateMismatch?
  public var mismatchSince: CivilDate?
  /// Days, the asked one counted.
  public var mismatchDays: Int?
  /// When certificates hold, without the days on which they are suspended or behind their end.
  public var certificates: [DaySpan]?
  /// When the person works on enforcement posts.
  public var posts: [DaySpan]?
  public var absences: [DaySpan]?
  /// Every run of days on which certificate and post do not meet.
  public var mismatches: [MismatchSpan]?
  /// Acts refused because of this person's certificate, where the refusal names the person.
  public var refused = 0

  public init() {}
}

/// A run of days on which certificate and post do not meet.
public struct MismatchSpan: Codable, Hashable, Sendable {
  public var kind: CertificateMismatch
  public var from: CivilDate
  /// The first day on which it is over; absent while no end is known.
  public var until: CivilDate?
}

/// The officers of a body; see ``CertificateMatch``.
public struct CertificateTotalKey: TableKey {
  /// The body of the post; absent: all officers.
  public var body: ObjectID?

  public init(body: ObjectID? = nil) { self.body = body }
}

/// Officers at the asked moment; see ``CertificateMatch``.
public struct CertificateTotal: TableRow {
  /// People with a certificate or an enforcement post that day.
  public var officers = 0
  public var certified = 0
  public var onPost = 0
  public var onPostCertified = 0
  public var certifiedOffPost = 0
  public var uncertifiedOnPost = 0
  /// onPostCertified ÷ onPost, per cent; absent if nobody is on post.
  public var matchRate: ExactDecimal?

  public init() {}

  mutating func count(_ row: CertificateMatchRow) {
    guard row.valid == true || row.onPost == true else { return }
    officers += 1
    if row.valid == true { certified += 1 }
    if row.onPost == true { onPost += 1 }
    if row.valid == true, row.onPost == true { onPostCertified += 1 }
    if row.mismatch == .certifiedOffPost { certifiedOffPost += 1 }
    if row.mismatch == .uncertifiedOnPost { uncertifiedOnPost += 1 }
    matchRate = .percent(onPostCertified, of: onPost)
  }
}
