// SPDX-License-Identifier: Apache-2.0
import TerminalText
import Testing

struct NumberTextTests {
  @Test func `thousands are separated in ASCII`() {
    let numbers = [0, 7, 999, 1000, 12_345, -1_204, 287_930, .max, .min]
    #expect(
      numbers.map { NumberText.grouped($0) } == [
        "0", "7", "999", "1,000", "12,345", "-1,204", "287,930", "9,223,372,036,854,775,807",
        "-9,223,372,036,854,775,808",
      ])
    #expect([7, 0, -1, 1500].map { NumberText.signed($0) } == ["+7", "0", "-1", "+1,500"])
  }

  @Test(
    arguments: [
      (88_75, 2, "88.75"), (12_040, 1, "1,204.0"), (-9, 1, "-0.9"), (5, 3, "0.005"),
      (1204, 0, "1,204"),
      (Int64.min, 18, "-9.223372036854775808"), (0, 2, "0.00"),
    ] as [(Int64, Int, String)])
  func `a decimal is written exactly`(mantissa: Int64, scale: Int, expected: String) {
    #expect(NumberText.decimal(mantissa: mantissa, scale: scale) == expected)
  }

  @Test(
    arguments: [
      (912, 1000, "91.2%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 2000, "0.1%"), (1, 2001, "0.0%"),
      (-1, 8, "-12.5%"), (-1, 2000, "-0.1%"), (1251, 100, "1,251.0%"), (0, 5, "0.0%"), (0, 0, nil),
      (1, 0, nil), (Int.max, Int.max, "100.0%"), (Int.min, Int.max, "-100.0%"),
    ] as [(Int, Int, String?)])
  func `a share has one decimal, and none where there is no whole`(
    part: Int, whole: Int, expected: String?
  ) {
    #expect(NumberText.percent(part, of: whole) == expected)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (9_650, "9.7 kB"), (96_000_000, "96 MB"),
    (14_200_000, "14.2 MB"), (118_400_000, "118 MB"), (999_949, "1 MB"), (999_400, "999 kB"),
    (57_000_000_000, "57 GB"), (-1500, "-1.5 kB"), (Int.max, "9,223 PB"),
  ])
  func `sizes are short and decimal`(count: Int, expected: String) {
    #expect(NumberText.bytes(count) == expected)
  }

  @Test(arguments: [
    (999, "999", "999"), (1_234, "1.2k", "1,234"), (41_200, "41.2k", "4.1万"),
    (12_000, "12k", "1.2万"),
    (99_960, "100k", "10万"), (999_950, "1M", "100万"), (142_000_000, "142M", "1.4亿"),
    (99_999_999, "100M", "1亿"), (-12_000, "-12k", "-1.2万"),
  ])
  func `numbers for a glance follow the language`(number: Int, en: String, zh: String) {
    #expect(NumberText.human(number, in: .en) == en)
    #expect(NumberText.human(number, in: .zh) == zh)
  }

  @Test(
    arguments: [
      (.zero, "0.0s", "0.0秒"), (.milliseconds(7_040), "7.0s", "7.0秒"),
      (.milliseconds(950), "1.0s", "1.0秒"),
      (.milliseconds(59_940), "59.9s", "59.9秒"), (.milliseconds(59_950), "1m", "1分"),
      (.seconds(65), "1m 5s", "1分5秒"), (.seconds(3600), "1h", "1时"),
      (.seconds(7199), "1h 59m", "1时59分"), (.seconds(3605), "1h", "1时"),
      (.seconds(76 * 3600 + 59), "3d 4h", "3天4时"), (.seconds(400 * 86_400), "400d", "400天"),
      (.seconds(-65), "-1m 5s", "-1分5秒"), (.milliseconds(-40), "0.0s", "0.0秒"),
      (.seconds(Int64.max), "106,751,991,167,300d 15h", "106,751,991,167,300天15时"),
    ] as [(Duration, String, String)])
  func `a length of time has its two largest units`(duration: Duration, en: String, zh: String) {
    #expect(NumberText.duration(duration, in: .en) == en)
    #expect(NumberText.duration(duration, in: .zh) == zh)
  }
}
