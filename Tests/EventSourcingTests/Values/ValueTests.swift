// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

@Suite struct ValueTests {
  @Test func `decimals are exact and have one form`() {
    #expect(ExactDecimal(String("0.50")) == ExactDecimal(mantissa: 5, scale: 1))
    #expect(ExactDecimal(String("88.00"))?.description == "88")
    #expect(ExactDecimal(String("88.00"))?.text(places: 2) == "88.00")
    #expect(ExactDecimal(String("-0.05"))?.description == "-0.05")
    #expect(ExactDecimal(String("-9223372036854775808"))?.mantissa == .min)
    for wrong in ["", "-", "1.", ".5", "1e3", "+1", "１", "9223372036854775808", "0x1", "1 "] {
      #expect(ExactDecimal(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `fractions reduce, and rounding is half away from zero, once`() {
    #expect(Rational(6, -4) == Rational(-3, 2))
    #expect(Rational(String("2385/26"))?.rounded(places: 4) == "91.7308")
    #expect(Rational(1, 200).rounded(places: 2) == "0.01")
    #expect(Rational(-1, 200).rounded(places: 2) == "-0.01")
    #expect(Rational(88, 1).rounded(places: 2)?.text(places: 2) == "88.00")
    // Terms far beyond 64 bits on the way do not matter.
    let primes = [2_147_483_647, 2_147_483_629, 2_147_483_587, 2_147_483_579]
    let sum = primes.reduce(Rational.zero) { $0 + Rational(1, $1) }
    let back = primes.reduce(sum) { $0 - Rational(1, $1) }
    #expect(back.isZero)
  }

  @Test(arguments: [3, 99] as [UInt64])
  func `big integers divide as they multiply`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      var (a, b) = (BigInteger(1), BigInteger(1))
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        a = a * BigInteger(Int64.random(in: .min ... .max, using: &generator)) + BigInteger(7)
      }
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        b = b * BigInteger(Int64.random(in: 1...(.max), using: &generator)) + BigInteger(3)
      }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      #expect(quotient * b + remainder == a, "seed \(seed)")
      #expect(remainder.magnitude < b.magnitude, "seed \(seed)")
      #expect(BigInteger(decimal: a.description) == a, "seed \(seed)")
    }
  }

  @Test func `civil dates count days as the calendar does`() {
    var date: CivilDate = "1999-12-31"
    for _ in 0..<800 {
      let next = date.adding(days: 1)
      let (year, month, day) = next.components
      #expect(CivilDate(year: year, month: month, day: day) == next)
      #expect(CivilDate(next.description) == next)
      #expect(next.weekday == date.weekday % 7 + 1)
      date = next
    }
    #expect(("2021-03-05" as CivilDate).weekday == 5)
    #expect(("1970-01-01" as CivilDate).daysSinceEpoch == 0)
    for wrong in ["2021-02-29", "2021-2-3", "2021-13-01", "0000-01-01", "20210305", "2021-03-05 "] {
      #expect(CivilDate(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `a business day begins at local midnight, in summer time too`() {
    let zone = BusinessZone.shanghai
    #expect(zone.date(of: "2021-09-30T16:30:00Z") == "2021-10-01")  // domain A23
    #expect(zone.date(of: "2021-09-30T15:59:59.999999Z") == "2021-09-30")
    #expect(zone.start(of: "1988-07-01") == "1988-06-30T15:00:00Z")
    #expect(zone.end(of: "2021-10-01") == "2021-10-01T15:59:59.999999Z")
    #expect(zone.text("1986-05-03T18:00:00Z") == "1986-05-04T03:00:00+09:00")
    #expect(zone.text("1986-05-03T17:59:59Z") == "1986-05-04T01:59:59+08:00")
    #expect(
      BusinessZone(named: "+05:30")?.text("2021-01-01T00:00:00Z") == "2021-01-01T05:30:00+05:30")
    #expect(BusinessZone(named: "America/New_York") == nil)
  }

  @Test func `times are read as RFC 3339 and nothing else`() {
    #expect(Instant(String("1970-01-01T08:00:00+08:00"))?.microseconds == 0)
    #expect(Instant(String("1969-12-31T23:59:59.5Z"))?.microseconds == -500_000)
    #expect(
      Instant(String("2021-10-01T00:00:00.123456Z"))?.description == "2021-10-01T00:00:00.123456Z")
    for wrong in [
      "2021-10-01", "2021-10-01T00:00:00", "2021-10-01T24:00:00Z", "2021-10-01T00:00:60Z",
      "2021-02-30T00:00:00Z", "2021-10-01T00:00:00.1234567Z", "2021-10-01T00:00:00+0800",
      "2021-10-01T00:00:00.Z", "0000-01-01T00:00:00Z",
    ] {
      #expect(Instant(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `object names have a kind and a key`() {
    #expect(ObjectName(String("body/321023101-zhzf"))?.kind == "body")
    #expect(ObjectName(String("system/a/b"))?.key == "a/b")
    for wrong in ["body", "/x", "body/", "bo dy/x", "9body/x", "body/a\u{1B}[2J", "body/a\n"] {
      #expect(ObjectName(wrong) == nil, "\(wrong)")
    }
    #expect(ObjectName("body/" + String(repeating: "x", count: 201)) == nil)
  }
}

/// The month is divided out in another way than the whole date.
@Suite struct CivilMonthTests {
  @Test func `the month of any day is that of its date`() {
    let days = Array(stride(from: -800_000, through: 3_000_000, by: 17)) + [.min / 4, 1 << 40]
    let wrong = days.map(CivilDate.init(daysSinceEpoch:)).filter { $0.month != $0.components.month }
    #expect(wrong.isEmpty)
  }
}
