// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// How a report writes figures and times: ASCII digits, exact, whatever the machine's locale is.
enum ReportText {
  /// `12,345`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// A rate of four places as the views have it, in percent with two: 0.9123 is `91.23%`.
  static func percent(_ rate: ExactDecimal) -> String {
    "\(ExactDecimal(mantissa: basisPoints(rate), scale: 2).text(places: 2))%"
  }

  /// Hundredths of a percent; rates of views have four places at most.
  static func basisPoints(_ rate: ExactDecimal) -> Int64 {
    (rate.rational * Rational(10_000)).rounded(places: 0)?.mantissa ?? 0
  }

  /// An exact fraction as a decimal of at most four places where it is one, else `1/3`.
  static func exact(_ value: Rational) -> String {
    if let decimal = value.rounded(places: 4), decimal.rational == value {
      return decimal.description
    }
    return value.description
  }

  /// To four places, as the domain prints what is not rounded yet.
  static func fourPlaces(_ value: Rational) -> String {
    value.rounded(places: 4)?.description ?? value.description
  }

  /// `2021-08-05 09:12`.
  static func minute(_ instant: Instant, in zone: BusinessZone) -> String {
    String(zone.text(instant).prefix(16)).replacing("T", with: " ")
  }

  /// `2021-08-05 09:12:30 +08:00`.
  static func moment(_ instant: Instant, in zone: BusinessZone) -> String {
    let text = zone.text(instant)
    let offset = text.hasSuffix("Z") ? "Z" : String(text.suffix(6))
    return "\(String(text.prefix(19)).replacing("T", with: " ")) \(offset)"
  }

  /// `[2021-07-01 00:00, 2021-10-01 00:00) Asia/Shanghai`: the end is outside.
  static func span(_ period: AssessmentPeriod, in zone: BusinessZone) -> String {
    let ends = [period.days.lowerBound, period.days.upperBound].map {
      minute(zone.start(of: $0), in: zone)
    }
    return "[\(ends[0]), \(ends[1])) \(zone.name)"
  }

  /// The period in words.
  static func name(of period: AssessmentPeriod) -> Words {
    let year = period.year
    let index = period.index - 1
    switch period.kind {
    case .year: return Words("the year \(year)", "\(year)年")
    case .half:
      return Words(
        "\(["first", "second"][index]) half of \(year)", "\(year)年\(["上", "下"][index])半年")
    case .quarter:
      return Words(
        "\(["first", "second", "third", "fourth"][index]) quarter of \(year)",
        "\(year)年第\(["一", "二", "三", "四"][index])季度")
    case .month: return Words("\(months[index]) \(year)", "\(year)年\(period.index)月")
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}

extension String {
  /// With its first letter as a capital; Chinese has none.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
