// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The State Council's yearly notices of days off and days worked instead, 2021 to 2026.
///
/// Facts of the notices, compared in a test with github NateScarlet/holiday-cn (MIT). A notice may
/// name days of the year before.
enum HolidayTable {
  /// One notice.
  struct Notice: Sendable {
    let year: Int
    /// The day of the notice; of the later ones the address on gov.cn tells the month alone.
    let issued: CivilDate
    /// Days off, each as its first day and the number of days.
    let off: [(first: CivilDate, days: Int)]
    /// Saturdays and Sundays that are worked.
    let worked: [CivilDate]

    /// Its title.
    var title: String { "国务院办公厅关于\(year)年部分节假日安排的通知" }
  }

  static let notices: [Notice] = [
    Notice(
      year: 2021, issued: "2020-11-25",
      off: [
        ("2021-01-01", 3), ("2021-02-11", 7), ("2021-04-03", 3), ("2021-05-01", 5),
        ("2021-06-12", 3), ("2021-09-19", 3), ("2021-10-01", 7),
      ],
      worked: [
        "2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26",
        "2021-10-09",
      ]),
    Notice(
      year: 2022, issued: "2021-10-25",
      off: [
        ("2022-01-01", 3), ("2022-01-31", 7), ("2022-04-03", 3), ("2022-04-30", 5),
        ("2022-06-03", 3), ("2022-09-10", 3), ("2022-10-01", 7),
      ],
      worked: [
        "2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07", "2022-10-08",
        "2022-10-09",
      ]),
    Notice(
      year: 2023, issued: "2022-12-08",
      off: [
        ("2022-12-31", 3), ("2023-01-21", 7), ("2023-04-05", 1), ("2023-04-29", 5),
        ("2023-06-22", 3), ("2023-09-29", 8),
      ],
      worked: [
        "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07",
        "2023-10-08",
      ]),
    Notice(
      year: 2024, issued: "2023-10-25",
      off: [
        ("2024-01-01", 1), ("2024-02-10", 8), ("2024-04-04", 3), ("2024-05-01", 5),
        ("2024-06-10", 1), ("2024-09-15", 3), ("2024-10-01", 7),
      ],
      worked: [
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14",
        "2024-09-29", "2024-10-12",
      ]),
    Notice(
      year: 2025, issued: "2024-11-12",
      off: [
        ("2025-01-01", 1), ("2025-01-28", 8), ("2025-04-04", 3), ("2025-05-01", 5),
        ("2025-05-31", 3), ("2025-10-01", 8),
      ],
      worked: [
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
      ]),
    Notice(
      year: 2026, issued: "2025-11-04",
      off: [
        ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5),
        ("2026-06-19", 3), ("2026-09-25", 3), ("2026-10-01", 7),
      ],
      worked: [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
      ]),
  ]
}
