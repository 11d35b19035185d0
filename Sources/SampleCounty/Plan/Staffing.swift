// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The people of the towns' enforcement and approval offices, by invented ids.
///
/// 214 have a certificate: 14 in each of the 14 towns are on their post, 18 are not (S46). On the
/// posts there are 16 more without one.
struct Staffing: Sendable {
  struct Officer: Sendable {
    /// Into ``CountyPlan/towns``.
    let town: Int
    let person: ObjectName
    /// 执法证; `nil` for who has none.
    let certificate: ObjectName?
    let place: Place

    /// The certificate of the day: each runs five years, from 1 November.
    func certificate(on day: CivilDate) -> ObjectName? {
      guard let certificate else { return nil }
      let renewals = Staffing.renewals(before: day)
      return renewals == 0
        ? certificate : ObjectName(.certificate, "\(certificate.key)-\(renewals + 1)")
    }
  }

  /// How often certificates were renewed by that day: 2025, 2030 and so on.
  static func renewals(before day: CivilDate) -> Int {
    let (year, month, _) = day.components
    return max(0, (year - (month < 11 ? 1 : 0) - 2020) / 5)
  }

  /// Two of those on duty in a town.
  func pair(in town: Int, _ random: inout SeededRandom) -> [Officer] {
    let people = onDuty[town] ?? []
    let first = random.below(people.count)
    return [people[first], people[(first + 1 + random.below(people.count - 1)) % people.count]]
  }

  /// Where an officer is on the day of the reform's report.
  enum Place: Sendable {
    /// On an enforcement post.
    case post
    /// Moved to another office of the town.
    case moved
    /// Lent to the county's department, off the post.
    case lent
    /// Gone.
    case left
  }

  static let certifiedInTown = 14

  /// In the order of their towns; the certified on their posts first.
  private(set) var officers: [Officer] = []
  /// By town: those who take cases.
  private(set) var onDuty: [Int: [Officer]] = [:]
  /// By town: three at the approval office.
  private(set) var approvers: [Int: [ObjectName]] = [:]

  init(_ plan: CountyPlan) {
    let towns = plan.towns.filter { !$0.isZone }
    for town in towns {
      for number in 0..<Staffing.certifiedInTown { add(plan, town, number, .post, true) }
      onDuty[town.index] = officers.suffix(Staffing.certifiedInTown)
      // 18 off their posts: one in every town, a second in the first four.
      let away: [Place] = town.index < 4 ? [.moved, .lent] : [town.index % 4 == 1 ? .left : .moved]
      for (number, place) in away.enumerated() { add(plan, town, 14 + number, place, true) }
      // 16 without: one in every town, a second in the fifth and sixth.
      for number in 0..<((4...5).contains(town.index) ? 2 : 1) {
        add(plan, town, 16 + number, .post, false)
      }
      approvers[town.index] = (0..<3).map { plan.names.person("q", town.index * 10 + $0) }
    }
  }

  private mutating func add(
    _ plan: CountyPlan, _ town: CountyPlan.Town, _ number: Int, _ place: Place, _ certified: Bool
  ) {
    let key = "sample-\(town.code)-\(CountyPlan.padded(number + 1, 2))"
    officers.append(
      Officer(
        town: town.index, person: plan.names.person("e", town.index * 100 + number),
        certificate: certified ? ObjectName(.certificate, key) : nil, place: place))
  }
}
